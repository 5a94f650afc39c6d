"""From the bytes of a page to an article, in the order in which a reader of this package should go through it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from lxml.html import HtmlElement

from crawler.extraction import fields, visible
from crawler.extraction.article import Article, NoArticle, Page, Removed
from crawler.extraction.body import Body, Line, read_body
from crawler.extraction.credits import Credits, Desk
from crawler.extraction.decode import decode
from crawler.extraction.document import LARGEST, foreign_format, parse
from crawler.extraction.headline import Headline, read_headline
from crawler.extraction.kind import read_kind
from crawler.extraction.lines import without_caption, without_repeated
from crawler.extraction.metadata import Layers, read_layers
from crawler.extraction.noarticle import why_no_article
from crawler.extraction.published import read_publication
from crawler.extraction.surroundings import lines_below
from crawler.extraction.templates import Template
from crawler.outlet import ArticleRules, Outlet
from crawler.text.arabic import clean, words

# Counts up when the same page would be read differently; stored with each article, so that older readings are found.
VERSION = 2

_MOST_ELEMENTS = 100_000  # five seconds' work; the largest pages of news have ten thousand
_REMOVED_LENGTH = 200  # characters; enough to recognise what was cut


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
        return NoArticle(page.url, "an empty page")
    # lxml makes an element's object anew whenever nobody holds it. This package meets each some ten times: holding
    # them saves a quarter of its time.
    held = list(tree.iter())
    if len(held) > _MOST_ELEMENTS:
        return NoArticle(page.url, f"{len(held)} elements: data, not a page")
    return _Reading(page, outlet, tree, outlet.rules_on(_day(page, outlet, tree)), template).result()


def _day(page: Page, outlet: Outlet, tree: HtmlElement) -> date | None:
    """The day that decides between an outlet's rules of different years, read without any of them."""
    if len(outlet.rules) == 1:
        return None
    published = read_publication(page, tree, None, read_layers(tree, ArticleRules()), outlet).published
    return published.value.date() if published else None


@dataclass(frozen=True)
class _Reading:
    """One page, parsed, and the rules that read it."""

    page: Page
    outlet: Outlet
    tree: HtmlElement
    rules: ArticleRules
    template: Template | None

    def result(self) -> Article | NoArticle:
        layers = read_layers(self.tree, self.rules)
        names = [self.outlet.name_ar, self.outlet.name_en, *(name for _, name in layers.values("site_name"))]
        site_names = frozenset(" ".join(words(name)) for name in names if words(name))
        headline = read_headline(self.tree, self.rules, layers, site_names)
        if headline is None:
            return NoArticle(self.page.url, "no headline")
        body = read_body(self.tree, self.rules, [text for _, text in layers.values("body")])
        lines, gone = without_repeated(body, headline.text, site_names, self.page.fetched_at, self.outlet)
        if self.template:
            lines, recurring = self.template.cut(lines)
            gone += recurring
        desk = Desk.of(names)
        story, told = desk.story(lines)
        story, first_caption = without_caption(story, self.rules)
        if reason := why_no_article(self.page.url, self.tree, layers, headline, body, story):
            return NoArticle(self.page.url, reason)
        removed = [(cut.text, cut.rule) for cut in body.cuts if cut.rule != "field"] + gone
        caption = first_caption or fields.image_caption(self.tree, layers)
        credits = self._credits(layers, desk, told, headline.element)
        return self._article(layers, headline, body, story, credits, caption, removed)

    def _credits(self, layers: Layers, desk: Desk, told: Credits, heading: HtmlElement | None) -> Credits:
        """Who is named where the outlet's rule says, in the story's own lines, under its headline, to machines, and in
        a visible byline."""
        credits = told
        for line in lines_below(self.tree, heading) if heading is not None else ():
            credits = credits.filled_from(desk.filed(line) or Credits())
        if ruled := layers.first("credit", "rule"):
            credits = desk.place(ruled).filled_from(credits)
        declared = (layer.get("authors", []) for layer in layers.layers.values())
        for names in chain(declared, visible.bylines(self.tree, heading)):
            people = desk.people(names)
            credits = Credits(credits.dateline, credits.credit or people.credit, people.authors or credits.authors)
            if people.authors:
                break
        return credits

    def _article(
        self, layers: Layers, headline: Headline, body: Body, story: Sequence[Line], credits: Credits,
        caption: str | None, removed: Iterable[tuple[str, str]],
    ) -> Article:  # fmt: skip
        publication = read_publication(self.page, self.tree, headline.element, layers, self.outlet)
        published = publication.published
        section = fields.section(self.tree, layers, headline.text)
        text = "\n\n".join(filter(None, (clean(line.text) for line in story)))
        return Article(
            url=self.page.url,
            canonical_url=fields.canonical_url(self.page.url, self.outlet, layers),
            outlet=self.outlet.slug,
            headline=headline.text,
            body=text,
            word_count=len(words(text)),
            extractor=self._extractor(body),
            kind=read_kind(self.page.url, self.tree, layers, headline, section, body, story),
            alternative_headline=layers.first("alternative_headline", "json-ld", "microdata"),
            description=layers.first("description", "meta", "json-ld", "microdata"),
            authors=credits.authors,
            credit=credits.credit,
            dateline=credits.dateline,
            published_at=published.value if published else None,
            published_raw=published.raw if published else publication.refused,
            published_precision=published.precision if published else None,
            published_source=published.source if published else None,
            published_zone=published.zone if published else None,
            modified_at=publication.modified,
            section=section,
            keywords=fields.keywords(self.tree, layers, headline.text),
            image_url=fields.image_url(self.page.url, layers),
            image_caption=caption,
            removed=tuple(dict.fromkeys(Removed(clean(text)[:_REMOVED_LENGTH], rule) for text, rule in removed)),
            template=self.template.number if self.template else None,
            disagreements=publication.disagreements,
        )

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
