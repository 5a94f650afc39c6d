"""From text to a tree: one lxml parse that everything else shares, and what is no HTML document at all."""

import re

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_PROLOGUE = re.compile(r"\A(?:\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>)*", re.IGNORECASE | re.DOTALL)
_FIRST_TAG = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)

# Documents that are never a page, by their first tag, and by their first characters.
_XML_ROOTS = {
    "rss": "an RSS feed", "rdf:rdf": "an RDF feed", "feed": "an Atom feed", "urlset": "a sitemap",
    "sitemapindex": "a sitemap index", "opml": "an OPML outline", "svg": "an SVG image",
}  # fmt: skip
_MAGIC = {
    "%PDF-": "a PDF document", "PK\x03\x04": "a ZIP archive", "{": "JSON", "[": "JSON", "GIF8": "a GIF image",
    "\x89PNG": "a PNG image",
}  # fmt: skip

# libxml2 stops at 2,048 open elements and drops the rest of the page. Pages that get there forget to close the same
# few tags in every paragraph; without these the rest nests no deeper than its author wrote it.
_BLOCK_WRAPPERS = re.compile(
    r"</?(?:div|section|article|main|center|blockquote|table|tbody|tr|td|ul|ol|li|dl|dd|form)\b[^>]*>", re.IGNORECASE
)
_INLINE_WRAPPERS = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|a)\b[^>]*>", re.IGNORECASE)

# Of comments and processing instructions none are left: without lxml.html's own look-up, which is Python code that runs
# whenever an element is met again, extraction takes a tenth less time.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)


def foreign_format(text: str) -> str | None:
    """What `text` is when it is no HTML: a feed, a sitemap, JSON, a PDF. None for anything that may be a page."""
    start = text[_PROLOGUE.match(text).end() :][:200]  # type: ignore[union-attr]  # it can match nothing
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            return name
    tag = _FIRST_TAG.match(start)
    if tag is None:
        return None
    root = tag[1].lower()
    if root in _XML_ROOTS:
        return _XML_ROOTS[root]
    if _XML_DECLARATION.match(text) and root not in ("html", "head", "body", "div"):
        return f"an XML document <{tag[1]}>"
    return None


def parse(text: str) -> HtmlElement | None:
    """The tree of `text`, without comments; None when it holds neither tag nor word. However deep, it is read whole."""
    text = _XML_DECLARATION.sub("", text)
    if not text.strip():
        return None
    tree, complete = _parse(text)
    if not complete:
        tree, _ = _parse(_BLOCK_WRAPPERS.sub("<p>", _INLINE_WRAPPERS.sub("", text)))
    return tree


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    # As bytes: libxml2 may otherwise follow the page's own, already overruled, declaration of its encoding.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # only comments, or nothing that libxml2 can make a tree of
        return None, True
    last = parser.error_log.last_error
    return tree, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT
