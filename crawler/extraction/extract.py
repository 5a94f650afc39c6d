"""From the bytes of a page to an article, in the order in which a reader of this package should go through it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from crawler.extraction import fields, images
from crawler.extraction.article import Article, Disagreement, NoArticle, Page, Removed
from crawler.extraction.authors import Named, read_credits
from crawler.extraction.body import Body, Line, read_body
from crawler.extraction.credits import Desk
from crawler.extraction.decode import decode
from crawler.extraction.disagreements import of_texts
from crawler.extraction.document import LARGEST, foreign_format, parse
from crawler.extraction.headline import Headline, beside_headline, read_headline
from crawler.extraction.kind import read_kind
from crawler.extraction.lines import without_author_box, without_caption, without_repeated
from crawler.extraction.metadata import Layers, read_layers
from crawler.extraction.noarticle import may_pass, why_no_article, without_notices
from crawler.extraction.outline import Outline
from crawler.extraction.published import read_publication
from crawler.extraction.templates import Template
from crawler.outlet import ArticleRules, Outlet
from crawler.text.arabic import clean, fold, words

# Counts up when the same page would be read differently; stored with each article, so that older readings are found.
VERSION = 2

_MOST_ELEMENTS = 100_000  # five seconds' work; the largest pages of news have ten thousand


def extract(page: Page, outlet: Outlet, template: Template | None = None) -> Article | NoArticle:
    """The article on `page`, or why there is none. Pure, and never raises on any bytes; only memory can run out.

    `outlet` gives the rules, the zone in which times without an offset are read, and the names that are its own;
    `template` the lines that recur across its articles, which are cut.
    """
    if len(page.body) > LARGEST:
        return NoArticle(page.url, f"a document of {len(page.body) / 2**20:.0f} MB")
    text = decode(page.body, page.content_type)
    if what := foreign_format(text):
        return NoArticle(page.url, f"not a page but {what}")
    tree = parse(text)
    if tree is None:
        return NoArticle(page.url, "an empty page", may_pass=True)
    outline = Outline.of(tree)
    if (size := len(outline.elements)) > _MOST_ELEMENTS:
        return NoArticle(page.url, f"{size} elements: data, not a page")
    return _Reading(page, outlet, outline, outlet.rules_on(_day(page, outlet, outline)), template).result()


def _day(page: Page, outlet: Outlet, outline: Outline) -> date | None:
    """The day that decides between an outlet's rules of different years, read without any of them."""
    if len(outlet.rules) == 1:
        return None
    layers = read_layers(outline, ArticleRules())
    published = read_publication(page, outline.tree, None, layers, outlet).published
    return published.value.date() if published else None


@dataclass(frozen=True)
class _Reading:
    """One page, parsed, and the rules that read it."""

    page: Page
    outlet: Outlet
    outline: Outline
    rules: ArticleRules
    template: Template | None

    def result(self) -> Article | NoArticle:
        layers = read_layers(self.outline, self.rules)
        names = [self.outlet.name_ar, self.outlet.name_en, *(name for _, name in layers.values("site_name"))]
        site_names = frozenset(" ".join(words(name)) for name in names if words(name))
        headline = read_headline(self.outline, self.rules, layers, site_names)
        if headline is None:
            return NoArticle(self.page.url, "no headline", may_pass=True)
        tree = self.outline.tree
        body = read_body(tree, self.rules, [text for _, text in layers.values("body")])
        lines, gone = without_repeated(body, headline, site_names, self.page.fetched_at, self.outlet)
        lines = [Line(text, line.kind) for line in lines if (text := clean(line.text))]
        if headline.deck and headline.deck.is_called_so and lines and fold(lines[0].text) == fold(headline.deck.text):
            gone.append((lines.pop(0).text, "deck"))
        if self.template:
            lines, recurring = self.template.cut(lines)
            gone += recurring
        desk = Desk.of(
            [*names, *beside_headline(self.outline.title, headline.text)], urlsplit(self.page.url).hostname or ""
        )
        story, told = desk.story(lines)
        story, first_caption = without_caption(story, self.rules)
        if reason := why_no_article(self.page.url, tree, layers, headline, body, story):
            return NoArticle(self.page.url, reason, may_pass(reason))
        story, walls = without_notices(story)
        named = read_credits(desk, layers, told, self.outline, headline, " ".join(line.text for line in story))
        story, boxed = without_author_box(story, named.credits.authors)
        removed = [(cut.text, cut.rule) for cut in body.cuts if cut.rule != "field"] + gone + walls + boxed
        return self._article(layers, headline, body, story, named, first_caption, desk, removed)

    def _article(
        self, layers: Layers, headline: Headline, body: Body, story: Sequence[Line], named: Named,
        first_caption: str | None, desk: Desk, removed: Iterable[tuple[str, str]],
    ) -> Article:  # fmt: skip
        publication = read_publication(self.page, self.outline.tree, headline.element, layers, self.outlet)
        published = publication.published
        text = "\n\n".join(line.text for line in story)
        address, address_origin, address_disagreements = fields.canonical_url(self.page.url, self.outlet, layers)
        section = fields.section(self.outline, headline.element, layers, headline.text)
        keywords = fields.keywords(self.outline, layers, headline.text, desk.own)
        kicker = None if section and fold(headline.kicker or "") == fold(section[0]) else headline.kicker
        image = images.image_url(self.page.url, self.outline, headline.element, layers)
        caption, image_credit, caption_origin = self._caption(layers, first_caption, desk)
        deck, deck_origin = _deck(layers, headline, story)
        description = next(layers.values("description", "meta", "json-ld", "microdata", "rdfa"), None)
        origins = {
            "headline": headline.origin, "canonical_url": address_origin, **named.origins,
            "section": section and section[1], "keywords": keywords and keywords[1], "image_url": image and image[1],
            "image_caption": caption and caption_origin, "image_credit": image_credit and image_credit[1],
            "kicker": kicker and headline.origin, "alternative_headline": deck and deck_origin,
            "description": description and description[0], "published_at": published and published.source,
        }  # fmt: skip
        return Article(
            url=self.page.url,
            canonical_url=address,
            outlet=self.outlet.slug,
            headline=headline.text,
            body=text,
            word_count=len(words(text)),
            extractor=self._extractor(body),
            kind=read_kind(
                self.page.url, self.outline.tree, layers, headline, section and section[0], body, story
            ),
            kicker=kicker,
            alternative_headline=deck,
            description=description[1] if description else None,
            authors=named.credits.authors,
            credit=named.credits.credit,
            dateline=named.credits.dateline,
            published_at=published.value if published else None,
            published_raw=published.raw if published else publication.refused,
            published_precision=published.precision if published else None,
            published_source=published.source if published else None,
            published_zone=published.zone if published else None,
            modified_at=publication.modified,
            section=section[0] if section else None,
            keywords=keywords[0] if keywords else (),
            image_url=image[0] if image else None,
            image_caption=caption,
            image_credit=image_credit[0] if image_credit else None,
            removed=tuple(dict.fromkeys(Removed(clean(text), rule) for text, rule in removed)),
            template=self.template.number if self.template else None,
            origins={field: origin for field, origin in origins.items() if origin},
            disagreements=(
                *_other_headlines(headline), *named.disagreements, *(section[2] if section else ()),
                *address_disagreements, *publication.disagreements,
            ),
        )  # fmt: skip

    def _caption(
        self, layers: Layers, first: str | None, desk: Desk
    ) -> tuple[str | None, tuple[str, str] | None, str | None]:
        """The caption of the lead image, its credit with its origin, and the caption's origin."""
        if first:
            text, credit = images.told_apart(first, desk.own)
            return text, (credit, "text") if credit else None, "text"
        found = images.caption(self.outline, layers.first("caption", "rule"), desk.own)
        alone = images.image_credit(self.outline, layers)
        if found is None:
            declared = next(layers.values("caption", "json-ld"), None)
            return (declared[1], alone, declared[0]) if declared else (None, alone, None)
        text, credit, origin = found
        return text, (credit, origin) if credit else alone, origin

    def _extractor(self, body: Body) -> str:
        """Who read the body, with the version of this package: 'enab_baladi.1@2' by its rule, 'generic@2', and where
        trafilatura's answer gave way to another 'generic.resiliparse@2'."""
        match body.reader:
            case "rule":
                reader = f"{self.outlet.slug}.{self.outlet.rules.index(self.rules) + 1}"
            case "trafilatura":
                reader = "generic"
            case other:
                reader = f"generic.{other}"
        return f"{reader}@{VERSION}"


def _other_headlines(headline: Headline) -> list[Disagreement]:
    """What machines are told of the headline that its reader is not. A kicker is no difference."""
    return of_texts("headline", headline.whole, headline.origin, headline.declared)


def _deck(layers: Layers, headline: Headline, story: Sequence[Line]) -> tuple[str | None, str | None]:
    """The second headline and its origin: what machines are told, else the deck below the first, if no story's line."""
    for origin, text in layers.values("alternative_headline", "json-ld", "microdata", "rdfa"):
        if fold(text) != fold(headline.text):
            return text, origin
    if headline.deck is None:
        return None, None
    shown = fold(headline.deck.text)
    paragraphs = (fold(line.text) for line in story if line.kind == "text")
    in_story = any(shown in paragraph or paragraph in shown for paragraph in paragraphs)
    return (None, None) if in_story else (headline.deck.text, "deck")
