"""What a page shows its reader besides the story: breadcrumb, tags, byline, caption. These fields' last resort."""

import re
from collections.abc import Iterator
from itertools import groupby

from lxml.html import HtmlElement

from crawler.extraction.blocks import spaced, text_lines
from crawler.text.arabic import clean, fold

_BREADCRUMB = re.compile(r"bread-?_?c(?:r)?umb|crumbs\b|مسار التصفح", re.IGNORECASE)
_TAGS = re.compile(r"(?<![a-z])(?:tags?|tagged|keywords)(?![a-z])", re.IGNORECASE)
_NO_TAGS = re.compile(r"cloud|tag-?manager|sidebar|widget", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?<![a-z])(?:author|byline|by-line|writer|writeby|writtenby|written-by|reporter|journalist)s?(?![a-z])",
    re.IGNORECASE,
)
# Drupal says `field--label-hidden` of a field that it shows without its label.
_NO_BYLINE = re.compile(r"comment|related|widget|sidebar|(?<!label-)hidden|sr-only|screen-reader", re.IGNORECASE)
_CAPTION = re.compile(r"(?<![a-z])(?:\w*caption(?:-?text)?|img-?cap|camera-?icon)(?![a-z])", re.IGNORECASE)
_IMAGE_BOX = re.compile(r"(?<![a-z])(?:image|img|photo|picture|thumbnail|thumb)s?(?![a-z])", re.IGNORECASE)
_CAPTION_LABEL = re.compile(
    r"\A(?:camera icon|صورة\s*[:：]|الصورة\s*[:：]|التعليق على الصورة\s*[،,:]|شرح الصورة\s*[:：])\s*", re.IGNORECASE
)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp)\Z", re.IGNORECASE)
_HOME = frozenset(
    fold(name)
    for name in ("الرئيسية", "الصفحة الرئيسية", "الصفحة الأولى", "home", "بيت", "البداية", "أنت هنا", "انت هنا")
)
# A tag is a name, a byline a name and its city, a caption a sentence or two.
_TAG_WORDS, _BYLINE_WORDS, _CAPTION_WORDS = 6, 9, 60
_NAMED = frozenset({"a", "span", "div", "p", "li", "address", "strong", "h3", "h4", "h5", "h6"})
_ELSEWHERE = ("aside", "footer", "nav")


def section(tree: HtmlElement, crumbs: list[str], headline: str) -> str | None:
    """The innermost section of a breadcrumb: of `crumbs` from JSON-LD, else of the links that the page shows."""
    found = crumbs or next((texts for box in _named(tree, _BREADCRUMB) if (texts := _link_texts(box))), [])
    story = fold(headline)  # the last step of many trails, often cut short
    names = [name for name in found if fold(name) not in _HOME and not story.startswith(fold(name).rstrip(".… "))]
    return names[-1] if names else None


def tags(tree: HtmlElement) -> list[str]:
    """The article's tags: links that say so, else the links of a box of tags."""
    said = [clean(spaced(link)) for link in tree.iter("a") if link.get("rel", "").lower().split() == ["tag"]]
    boxes = (
        _link_texts(box) for box in _named(tree, _TAGS) if not _NO_TAGS.search(_names(box)) and not _is_beside(box)
    )
    found = said or next((texts for texts in boxes if texts), [])
    return [text for text in dict.fromkeys(found) if text and len(text.split()) <= _TAG_WORDS]


def bylines(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[list[str]]:
    """The lines of what is marked as an author's name, those side by side together; below the headline first."""
    elements = list(tree.iter())
    start = elements.index(heading) if heading is not None else 0
    marked = filter(_is_byline, elements[start:] + elements[:start])
    for _, side_by_side in groupby(marked, HtmlElement.getparent):
        yield [clean(line) for element in side_by_side for line in text_lines(element)]


def _is_byline(element: HtmlElement) -> bool:
    if element.tag not in _NAMED:
        return False
    names = _names(element)
    is_marked = "author" in element.get("rel", "").lower().split() or (
        _BYLINE.search(names) is not None and _NO_BYLINE.search(names) is None
    )
    # A box with more than two names and their label holds what the author wrote.
    return is_marked and 0 < len(spaced(element).split()) <= 2 * _BYLINE_WORDS and not _is_beside(element)


def caption(tree: HtmlElement) -> str | None:
    """The first caption: a figcaption, what is called one, or the only text beside an image in its box."""
    for element in tree.iter("figcaption", "p", "div", "span", "figure"):
        if not _is_caption(element) or _is_beside(element) or next(element.iterancestors("a"), None) is not None:
            continue
        for text in map(caption_text, text_lines(element)):
            if text and not _FILE_NAME.search(text) and len(text.split()) <= _CAPTION_WORDS:
                return text
    return None


def _is_caption(element: HtmlElement) -> bool:
    names = _names(element)
    if element.tag == "figcaption" or _CAPTION.search(names):
        return True
    is_image_box = _IMAGE_BOX.search(names) is not None and element.find(".//img") is not None
    return is_image_box and not _link_texts(element)  # a card's image has the card's headline beside it


def caption_text(text: str) -> str:
    """A caption without the words of its icon or label."""
    return _CAPTION_LABEL.sub("", clean(text)).strip()


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('aria-label', '')}"


def _named(tree: HtmlElement, pattern: re.Pattern[str]) -> Iterator[HtmlElement]:
    return (
        element
        for element in tree.iter("div", "ul", "ol", "nav", "p", "span", "section")
        if pattern.search(_names(element))
    )


def _link_texts(box: HtmlElement) -> list[str]:
    return [text for text in (clean(spaced(link)) for link in box.iter("a")) if text]


def _is_beside(element: HtmlElement) -> bool:
    return next(element.iterancestors(*_ELSEWHERE), None) is not None
