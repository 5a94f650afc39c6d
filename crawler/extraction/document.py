"""From text to a tree: one lxml parse that everything else shares, and what is no HTML document at all."""

import re
from collections import Counter
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_PROLOGUE = re.compile(r"\A(?:\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>)*", re.IGNORECASE | re.DOTALL)
_FIRST_TAG = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)

# Bytes; a recording may hold more than a crawl would fetch. The largest real article page seen has 0.6 MB.
LARGEST = 10 * 2**20

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

# libxml2's time grows with the square of the attributes of one element. A tag of twice so many characters, with an
# image or the state of a form in it, is read without them.
_LONG = 15_000
# Of comments and processing instructions none are left: without lxml.html's own look-up, which is Python code that runs
# whenever an element is met again, extraction takes a tenth less time.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
# Whatever comes after the end of the page still belongs to it for browsers, and not for libxml2.
_LAST = 200  # characters
_PAGE_END = re.compile(r"</(?:html|HTML|body|BODY)\s*>")
# Word leaves <o:p> and <st1:place> within sentences. They mean nothing to browsers, and would each begin a new line.
_OFFICE_TAG = re.compile(r"</?(?:o|O|w|v|m|st1|st2):\w[^<>]*>")
_PREFORMATTED = re.compile(r"<pre\b[^>]*>[^<]*(?:<(?!/?pre\b)[^<]*)*</pre>")  # line ends are line breaks there
# Markup that was escaped on its way through a feed or an editor, between tags and not within one.
_ESCAPED_SIGNS = ("&lt;/p&gt;", "&lt;br", "&lt;p", "&lt;/div&gt;")
_ESCAPED_MARKUP = re.compile(
    r"<[^<>]*>|&lt;(/?(?:p|br|div|span|strong|b|em|i|u|a|font|img|h[1-6]|ul|ol|li|blockquote)\b(?:(?!&[lg]t;)[^<>]){0,500}?)&gt;",
    re.IGNORECASE,
)

# As deep as nobody writes: real pages have up to 27 levels. What is asked of an element and of all that it holds, such
# as its share of links, is asked of each level.
_TOO_DEEP = etree.XPath(f"boolean({'/*' * 200})")

# Elements whose content is characters, up to their end tag, wherever that is.
_RAW_TEXT = frozenset({"title", "textarea", "style", "script", "iframe", "xmp", "noembed", "noframes"})
_MOST_UNCLOSED = 3
_FEWEST_CLOSED = 2  # end tags that tell the rest of a page from a page that was cut off within an element
# Elements that never hold a story (see boilerplate.toml) unless nobody closed them, or the page is built by a script
# and has its text for readers without one.
_WRAPPERS = (
    "noscript", "template", "select", "option", "object", "video", "audio", "button", "map", "marquee", "menu",
    "canvas", "applet",
)  # fmt: skip
_LEAST_PROSE = 30  # words, more than a request to turn JavaScript on
_HAS_TEXT = "string-length() > 150"
_PROSE = etree.XPath("descendant::text()[string-length() > 60][not(ancestor::a or parent::script or parent::style)]")


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
    """The tree of `text`, without comments; None when it holds neither tag nor word. However deep, it is read whole.

    An element that nobody closed, or that shows only without scripts, does not keep the page's text to itself. Raises
    MemoryError when there is not enough of it.
    """
    text = _mended(_XML_DECLARATION.sub("", text))
    if not text.strip():
        return None
    tree, complete = _parse(text)
    for _ in range(_MOST_UNCLOSED):
        if tree is None or (closed := _closed(text, tree)) is None:
            break
        text = closed
        tree, complete = _parse(text)
    if not complete or (tree is not None and _TOO_DEEP(tree.getroottree())):
        tree, _ = _parse(_BLOCK_WRAPPERS.sub("<p>", _INLINE_WRAPPERS.sub("", text)))
    if tree is not None:
        _unwrap_text(tree)
    return tree


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    # As bytes: libxml2 may otherwise follow the page's own, already overruled, declaration of its encoding.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # only comments, or nothing that libxml2 can make a tree of
        tree = None
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError
    return tree, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _mended(text: str) -> str:
    """`text` without what libxml2 reads otherwise than browsers, and with markup where its reader sees markup."""
    if any(text.find(end, 0, -_LAST) >= 0 for end in ("</html", "</HTML")):
        text = _PAGE_END.sub("", text)
    text = _OFFICE_TAG.sub("", _without_long_tags(text))
    if "<pre" in text:
        text = _PREFORMATTED.sub(lambda match: match[0].replace("\n", "<br>"), text)
    if "&lt;" in text and any(sign in text for sign in _ESCAPED_SIGNS):
        text = _ESCAPED_MARKUP.sub(lambda match: f"<{match[1]}>" if match[1] else match[0], text)
    return text


def _without_long_tags(text: str) -> str:
    kept, done, at = [], 0, _LONG
    while at < len(text):
        within, before = (at, at + _LONG), (at - _LONG, at)
        start = text.rfind("<", *before)
        if start > text.rfind(">", *before) and text.find("<", *within) == text.find(">", *within):  # neither is there
            end = text.find(">", at)
            kept.append(text[done:start] + text[start:at].split(maxsplit=1)[0])
            done = at = end if end > 0 else len(text)
        at += _LONG
    return "".join((*kept, text[done:]))


def _closed(text: str, tree: HtmlElement) -> str | None:
    """`text` with its last element closed where it holds the rest of the page as mere characters; None if it is none.

    Browsers of the years before HTML 5 closed an unclosed <title>, <textarea> or comment themselves, so pages of those
    years have them.
    """
    comment = text.rfind("<!--")
    if comment > text.rfind("-->") and _holds_markup(text[comment:]):
        end = text.find(">", comment)
        return f"{text[:comment]}{text[end + 1 :]}"
    last = tree
    while len(last):
        last = last[-1]
    raw = last.text or ""
    if last.tag not in _RAW_TEXT or not _holds_markup(raw):
        return None
    rest = re.compile(f"<{last.tag}\\b[^>]*>", re.IGNORECASE)
    start = max((match.end() for match in rest.finditer(text)), default=0)
    if re.compile(f"</{last.tag}", re.IGNORECASE).search(text, start):
        return None
    end = text.find("<", start)
    return f"{text[:end]}</{last.tag}>{text[end:]}"


def _holds_markup(text: str) -> bool:
    return text.count("</p>") + text.count("</div>") >= _FEWEST_CLOSED


def _unwrap_text(tree: HtmlElement) -> None:
    """Takes away the tags around most of the page's prose that would have it dropped: <noscript>, an open <button>."""
    if not any(element.xpath(_HAS_TEXT) for element in tree.iter(*_WRAPPERS)):
        return
    total = 0
    within: Counter[HtmlElement] = Counter()
    texts: Any = _PROSE(tree)
    for text in texts:
        length = len(text.split())
        total += length
        holder = text.getparent()
        itself = [holder] if text.is_text and holder.tag in _WRAPPERS else []
        for wrapper in (*itself, *holder.iterancestors(*_WRAPPERS)):
            within[wrapper] += length
    for wrapper, length in within.items():
        if length >= _LEAST_PROSE and length > total / 2:
            wrapper.tag = "div"  # to take it away would move what it holds, for each of a thousand that nobody closed
