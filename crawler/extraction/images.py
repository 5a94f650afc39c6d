"""The lead image, its caption, and who took or gave it."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import names
from crawler.extraction.blocks import spaced, text_lines
from crawler.extraction.metadata import Layers
from crawler.extraction.outline import Outline
from crawler.extraction.tables import NEWSROOMS
from crawler.text.arabic import clean, fold

_STAND_IN = re.compile(
    r"logo|default[-_]?(?:image|img|share|thumb)|placeholder|no[-_]?image|avatar|spacer|"
    r"(?<![a-z])(?:icons?|sprite|pixel|banner|blank|loading|loader|ads?|1x1|1px)(?![a-z])|\.svg(?:\?|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"wp-post-image|featured|lead|main|hero|post-?thumb|article-?(?:image|img|photo)|entry-?(?:image|thumb)",
    re.IGNORECASE,
)
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src")
_LEVELS = 4
_LONGEST_CREDIT = 200  # characters
_REPEATED = 3  # a picture that stands so often on a page is an ornament
_SMALLEST = 120  # pixels; icons and portraits of authors are smaller
_CAPTION_LABEL = re.compile(
    r"\A(?:camera icon|صورة\s*[:：]|الصورة\s*[:：]|التعليق على الصورة\s*[،,:]|شرح الصورة\s*[:：])\s*", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp)\Z", re.IGNORECASE)
_CAPTION_WORDS, _CELLS = 60, 4
_CAPTIONS = frozenset({"figcaption", "figure", "p", "div", "span"})
_BESIDE = ("aside", "footer", "nav")

_LABELS = "|".join(sorted(map(re.escape, NEWSROOMS["photo_labels"]), key=len, reverse=True))
_LABELLED = re.compile(
    rf"(?:^|[\s(\[|–—-])(?:{_LABELS})\s*[:：/–—-]\s*(?P<who>[^()\[\]|]{{2,60}})[)\]]?\W*$", re.IGNORECASE
)
_PICTURE_OF = re.compile(r"[(\[]\s*(?:صورة|الصورة|صور)\s*[:：]\s*(?P<who>[^()\[\]]{2,60})[)\]]\W*$")
_BARE_LABEL = re.compile(rf"\A\W*(?:{_LABELS})\s*[:：،,]?\s+", re.IGNORECASE)
_CREDIT_LINE = re.compile(rf"\A\W*(?:{_LABELS})\s*[:：،,]", re.IGNORECASE)
_BETWEEN_GIVERS = re.compile(r"\s*[/،,+]\s*|\s+[-–—]\s+")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?P<who>[^()\[\]|©]{2,60}?)\W*$", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?P<who>[^()\[\]]{2,60})[)\]]\W*$")
_AFTER_BAR = re.compile(r"\s*(?:\||\s[-–—])\s*(?P<who>[^|–—-]{2,40}?)\W*$")
_GIVERS = frozenset(fold(name) for name in NEWSROOMS["picture_givers"])


def image_url(page_url: str, outline: Outline, heading: HtmlElement | None, layers: Layers) -> tuple[str, str] | None:
    """The lead image's address and its origin: what machines are told, else the first picture of the article.

    No logo, no stand-in, no portrait of the author.
    """
    declared = layers.values("image", "meta", "json-ld", "microdata", "rdfa")
    shown = (("img", source) for source in _shown(outline, heading))
    for origin, value in chain(declared, shown):
        try:
            url = urljoin(page_url, value)
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and not _STAND_IN.search(unquote(urlsplit(url).path)):
            return url, origin
    return None


def _shown(outline: Outline, heading: HtmlElement | None) -> Iterator[str]:
    """The sources of pictures that may be the lead: called so, or below the headline in its box."""
    if heading is None:
        return
    boxes = set(heading.iterancestors("article", "main")) or set(islice(heading.iterancestors(), _LEVELS))
    sources = [_source(image) for image in outline.images]
    times = Counter(sources)
    for image, source in zip(outline.images, sources, strict=True):
        called = " ".join(one.get("class", "") for one in (image, *islice(image.iterancestors(), 1)))
        inside = not boxes.isdisjoint(image.iterancestors())
        if source is None or times[source] >= _REPEATED or not (inside or _LEAD.search(called)):
            continue
        if _is_large(image) and not _is_beside(outline, image, heading):
            yield source


def _source(image: HtmlElement) -> str | None:
    return next((value for name in _LAZY if (value := image.get(name)) and not value.startswith("data:")), None)


def _is_large(image: HtmlElement) -> bool:
    sizes = (re.match(r"\d+", image.get(name, "")) for name in ("width", "height"))
    return all(int(size[0]) >= _SMALLEST for size in sizes if size) and not _STAND_IN.search(image.get("class", ""))


def _is_beside(outline: Outline, element: HtmlElement, heading: HtmlElement) -> bool:
    """Whether a picture stands beside the story, is the author's, or leads to another article."""
    around = set(heading.iterancestors())
    for outer in element.iterancestors():
        if outer in around:
            return False
        link = outer.get("href", "") if outer.tag == "a" else ""
        if link and not re.search(r"\.(?:jpe?g|png|webp|gif)(?:\?|$)", link, re.IGNORECASE):
            return True
        if outer.tag in (*_BESIDE, "header") or not {"beside", "byline", "no byline"}.isdisjoint(
            outline.marks.get(outer, ())
        ):
            return outer.tag != "header" or heading not in outer.iterdescendants()
    return False


def caption(outline: Outline, rules_caption: str | None, own: frozenset[str]) -> tuple[str, str | None, str] | None:
    """The caption without its credit, the credit, and the origin: the outlet's place, else the page's first caption."""
    if rules_caption and (text := caption_text(rules_caption)):
        return (*told_apart(text, own), "rule")
    for element, origin in _captions(outline):
        credit = _beside(outline, element)
        for line in text_lines(element):
            text = caption_text(line)
            if credit and text != credit:
                text = text.removesuffix(credit).removeprefix(credit).strip(" |-–—")
            fewest = 1 if origin == "figcaption" else 2  # elsewhere a word alone is a button's
            if (
                names.role(text, own) != "own"
                and not _FILE_NAME.search(text)
                and fewest <= len(text.split()) <= _CAPTION_WORDS
            ):
                text, told = told_apart(text, own)
                return text, _who(credit) or told, origin
    return None


def _captions(outline: Outline) -> Iterator[tuple[HtmlElement, str]]:
    for element, found in outline.marks.items():
        if element.tag not in _CAPTIONS or "beside" in found or ("caption" not in found and "image box" not in found):
            continue
        if next(element.iterancestors(*_BESIDE, "a"), None) is None and ("caption" in found or _is_image_box(element)):
            yield element, "figcaption" if element.tag == "figcaption" else "caption"
    for image in outline.images:  # as pages before style sheets set a picture above its caption
        table = next(image.iterancestors("table"), None)
        if (
            table is not None
            and 1 < sum(1 for _ in islice(table.iter("td"), _CELLS + 1)) <= _CELLS
            and _is_image_box(table)
        ):
            yield table, "caption"


def _is_image_box(element: HtmlElement) -> bool:
    """A card's image has the card's headline, which is a link, beside it."""
    return next(element.iter("img"), None) is not None and not any(spaced(link) for link in element.iter("a"))


def caption_text(text: str) -> str:
    """A caption without the words of its icon or label."""
    return _CAPTION_LABEL.sub("", clean(text)).strip()


def told_apart(text: str, own: frozenset[str] = frozenset()) -> tuple[str, str | None]:
    """A caption and the credit at its end: 'تصوير: …', '(رويترز)', '© AFP'. A credit alone is both."""
    for pattern in (_LABELLED, _PICTURE_OF, _COPYRIGHT):
        if match := pattern.search(text):
            return text[: match.start()].rstrip(" (|[–—-،") or text, _not_own(match["who"].strip(" ):]"), own)
    for pattern in (_BRACKETED, _AFTER_BAR):
        if (match := pattern.search(text)) and (who := _giver(match["who"], own)):
            return text[: match.start()].rstrip(" –—-،|") or text, who
    return text, None


def _not_own(who: str, own: frozenset[str]) -> str:
    """The giver without the outlet that shows the picture, where another is named: 'رنا سامر، الجريدة'."""
    parts = [part for part in _BETWEEN_GIVERS.split(who) if part]
    others = [part for part in parts if names.role(part, own) != "own"]
    return "، ".join(others) if 0 < len(others) < len(parts) else who


def _giver(who: str, own: frozenset[str]) -> str | None:
    who = _who(who)
    parts = [part for part in _BETWEEN_GIVERS.split(who) if part]
    known = any(
        fold(part) in _GIVERS or names.role(part, own) in ("agency", "medium", "organisation", "own") for part in parts
    )
    return who if known else None


def _who(credit: str) -> str:
    """A credit without the words before it."""
    return _BARE_LABEL.sub("", clean(credit)).strip(" ©()[]:|-–—")


def _beside(outline: Outline, caption: HtmlElement) -> str:
    """The credit that has an element of its own, within a caption or next to it."""
    near = chain(caption.iterdescendants(), caption.itersiblings(), caption.itersiblings(preceding=True))
    return next((spaced(element) for element in near if outline.has(element, "credit")), "")


def image_credit(outline: Outline, layers: Layers) -> tuple[str, str] | None:
    """The credit of the lead image where it stands apart from a caption, with its origin."""
    if declared := next(layers.values("image_credit"), None):
        return declared[1], declared[0]
    # A figure that nobody closed holds all others: each of them would be read as often as it stands in one.
    figures = (one for one in outline.tree.iter("figure") if next(one.iterancestors("figure"), None) is None)
    for element in chain(outline.marked("credit"), (inner for figure in figures for inner in figure.iter("p", "span"))):
        if len(said := spaced(element)) > _LONGEST_CREDIT:
            continue
        text = clean(said)
        is_credit = outline.has(element, "credit") or _CREDIT_LINE.match(text)
        if (
            is_credit
            and 0 < len(_who(text).split()) <= names.NAME
            and next(element.iterancestors("figure"), None) is not None
        ):
            return _who(text), "figcaption"
    return None
