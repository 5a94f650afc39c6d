"""Pages gone wrong: what editors, page builders, proxies and attackers make of a page, one function a kind.

Each takes the source of randomness, the page and other pages, and gives the page damaged. `mutated` applies several
and encodes the result.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler.extraction.decode import decode

_PROJECT = Path(__file__).parent.parent
_LARGEST = 600_000  # bytes; what is done to a page multiplies it
_TAG = re.compile(r"<[^<>]{1,300}>")
_CLOSING = re.compile(r"</[a-z0-9]+>", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_JSON_LD = re.compile(r"(<script[^>]*ld\+json[^>]*>)(.*?)(</script>)", re.IGNORECASE | re.DOTALL)
_META = re.compile(r'(<meta[^>]*content=")([^"]*)(")', re.IGNORECASE)
_ADDRESS = re.compile(r'((?:href|src)=")([^"]*)(")', re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d{1,2}[/.]\d{1,2}[/.]\d{4}")

DATES = (
    "0000-00-00T00:00:00Z", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-12:00", "0001-01-01T00:00:00+14:00",
    "2024-02-30", "30/02/2024", "29 شباط 2023", "١٥ شباط ٢٠٢٤", "الخميس 15 شباط / فبراير 2024 - 25:61 م", "منذ",
    "منذ 99999999999999999999 سنة", "قبل 5000000 شهر", "منذ ٩٩٩٩٩ ساعة", "أمس", "غدا 12:00", "22/01/1437", "30/02/1445",
    "1 محرم 1", "30 ذو الحجة 9999 هـ", "-1", "1e400", "99999999999999999999999", "1716529629665", "0", "NaN", "12:42",
    "2024-13-45T99:99:99Z", "2024-05-20T07:00:00+99:99", "2024-05-20T07:00:00+24:00", "2024-W20-1", "2024-141",
    "Mon, 32 Foo 2024 25:00:00 +9999", "٣١/٩/٢٠٢٤", "15²/1/2024", "①/②/2024", "كانون 3 2024", "2024-05-20T24:00:00",
)  # fmt: skip
ADDRESSES = (
    "http://[", "http://[::1", "//", "javascript:alert(1)", "http://\u0660.com:99999/", "http://a:b:c/", "\x00", "///",
    "http://xn--/", "http://" + "a." * 300, "data:text/html,x", "?", "#", "http://\u2100.net/", "http://%zz/%", "../" * 500,
    "http://user:pw@host:70000/", "ftp://x", "http://ex ample/", "\ud800", "http://1.2.3.4.5/", "http://\uff0e\uff0e/",
)  # fmt: skip
JSON_VALUES = (
    "null", "0", "-1", "1e999", "true", '""', "[]", "{}", "[[[]]]", '{"@id": "#a"}', '["", null, 3, {"name": []}]',
    '{"name": {"name": {"name": null}}}', '"\\ud83d"', '"\\u0000"', '"2024-02-31"', "NaN", "Infinity", "9" * 5000,
    '{"@type": ["NewsArticle", null, 5]}', '{"@graph": {"@graph": []}}', '{"@value": "x", "@language": "ar"}',
)  # fmt: skip
PHRASES = (
    "اقرأ أيضاً:", "دمشق - سانا", "المصدر: رويترز", "كتب:", "بقلم", "آخر تحديث", "نشر في", "تابعونا على", "مقالات متعلقة",
    "الأكثر قراءة", "404", "الصفحة غير موجودة", "تسجيل الدخول", "شارك", "الرئيسية / أخبار / ", "—", "(وكالات)", "عاجل", "|",
)  # fmt: skip
ODD_TEXT = (
    "\x00", "\x01\x08\x1f\x7f\x85\x9f", "\u202e\u2066\u200f\u061c", "\ud800", "\udfff\ud800", "\ufeff\ufffe\uffff", "\u2028\u2029",
    "&#0;", "&#xD800;", "&#x110000;", "&#99999999999;", "&nbsp;" * 50, "&", "&amp;amp;amp;lt;", "&#1575;" * 30, "\u0651" * 200,
    "\ufdfa" * 40, "\ufe80\ufb50", "ـ" * 300, "د|عـ ـش", "<", "<>", "</", "<!", "<!--", "-->", "<![CDATA[", "]]>", "<?xml", "<?php",
    "\u0300" * 500, "🏳️‍🌈", "\U000e0041", "\u00ad" * 100, "\r", "\r\n" * 50, "\x0b\x0c", "\u0627\u0653", "A\u030a", "\u1100\u1161",
    "<textarea>", "<title>", "<plaintext>", "<script>", "<style>", "<noscript>", "<template>", "<svg><desc>", "<math>", "<frameset>",
    "<base href='http://['>", "<xmp>", "<select><option>", "<button>", "<iframe>", "<a:b c:d='e'>", "<o:p>", "<p/>", "<br/>" * 40,
    "</body></html>", "<body onload=x>", "<html lang='ar'>", "<h1></h1>", "<h1><h1><h1>", "</p>" * 20, "<table><tr><td>",
)  # fmt: skip
NESTED = ("<div>", "<b>", "<p><b>", "<span>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<a href=x>", "<section>",
          "<x-y>", "<font>", "<dl><dd>", "<h2>", "<article>", "<form>", "<object>", "<i><p>")  # fmt: skip
ATTRIBUTES = (
    'colspan="100000"', 'rowspan="99999999"', 'colspan="-1"', 'colspan="٣"', 'colspan="1e9"', 'style="display:none"', "hidden",
    'class=""', 'class="' + "a " * 5000 + '"', 'id="' + "x" * 100_000 + '"', 'itemprop="articleBody"', 'class="comments"',
    'datetime="99999-99-99"', 'aria-hidden="true"', 'itemscope itemtype="http://schema.org/NewsArticle"', 'rel="author"',
    'class="related"', 'class="date"', 'content="\x00"', "xmlns='x'", 'dir="rtl"', 'href="http://["', 'property="og:title"',
)  # fmt: skip

Mutation = Callable[[random.Random, str, Sequence[str]], str]


def _span(draw: random.Random, html: str, most: int = 4000) -> tuple[int, int]:
    start = draw.randrange(len(html) + 1)
    return start, min(len(html), start + int(draw.random() ** 3 * most))


def _at(draw: random.Random, html: str, piece: str, times: int = 1) -> str:
    for _ in range(times):
        start = draw.randrange(len(html) + 1)
        html = html[:start] + piece + html[start:]
    return html


def _between_tags(draw: random.Random, html: str, piece: str) -> str:
    ends = [match.end() for match in _TAG.finditer(html)] or [0]
    at = draw.choice(ends)
    return html[:at] + piece + html[at:]


def cut(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Without a stretch, or cut off."""
    start, end = _span(draw, html, 20_000)
    return html[:start] + (html[end:] if draw.random() < 0.8 else "")


def duplicate(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """A stretch again, once or often."""
    start, end = _span(draw, html)
    times = min(draw.choice((1, 1, 2, 2, 5, 5, 50, 1000)), 1_000_000 // (end - start + 1))
    return html[:end] + html[start:end] * times + html[end:]


def splice(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """A stretch of another page within this one."""
    other = draw.choice(others)
    start, end = _span(draw, other, 50_000)
    return _at(draw, html, other[start:end])


def swap_tags(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Tags in each other's place, or the same tags as others."""
    tags = list(_TAG.finditer(html))
    for _ in range(draw.choice((1, 3, 20)) if len(tags) > 1 else 0):
        one, two = sorted(draw.sample(range(len(tags)), 2))
        first, second = tags[one], tags[two]
        html = html[: first.start()] + second[0] + html[first.end() : second.start()] + first[0] + html[second.end() :]
        tags = list(_TAG.finditer(html))
        if len(tags) < 2:
            break
    return html


def unclose(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Closing tags forgotten: some, or every one of a kind."""
    if draw.random() < 0.5 and (tags := _CLOSING.findall(html)):
        return html.replace(draw.choice(tags), "")
    share = draw.random()
    return _CLOSING.sub(lambda match: match[0] if draw.random() > share else "", html)


def nest(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Elements opened tens to thousands deep, closed or not, with a word in each or none."""
    depth = draw.choice((30, 30, 200, 200, 300, 1000, 3000, 20_000))
    tag = draw.choice(NESTED)
    closing = "".join(f"</{name}>" for name in reversed(re.findall(r"<([\w-]+)", tag))) if draw.random() < 0.5 else ""
    word = draw.choice(("", "كلمة ", "قالت البلدية إن العمل يبدأ غدا في الحي. "))
    return _between_tags(draw, html, (tag + word) * depth + closing * depth)


def odd_text(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Characters, references and tags that parsers stumble over."""
    for _ in range(draw.choice((1, 1, 5, 30))):
        html = _at(draw, html, draw.choice(ODD_TEXT))
    return html


def attributes(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Attributes that are huge, false or make their element another thing."""
    tags = [match for match in _TAG.finditer(html) if match[0][1].isalpha()]
    for match in sorted(draw.sample(tags, min(len(tags), draw.choice((1, 4, 40)))), key=lambda m: -m.end()):
        at = match.end() - 1
        html = f"{html[:at]} {draw.choice(ATTRIBUTES)}{html[at:]}"
    return html


def tables(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Tables: in tables, of a thousand cells, with spans of a hundred thousand."""
    cell = f"<td {draw.choice(('', 'colspan=100000', 'rowspan=100000', 'colspan=1000 rowspan=1000'))}>خبر</td>"
    match draw.randrange(3):
        case 0:
            table = "<table><tr><td>" * draw.choice((5, 50, 500)) + f"<table><tr>{cell}</tr></table>"
        case 1:
            table = f"<table>{f'<tr>{cell * 10}</tr>' * draw.choice((3, 100, 1000))}</table>"
        case _:
            table = f"<table><tr>{cell * draw.choice((100, 5000))}</tr></table>"
    return _between_tags(draw, html, table)


def json_ld(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """JSON-LD with values of other types, cut, nested too deep, or not JSON at all."""
    if not _JSON_LD.search(html):
        article = (
            '{"@type": "NewsArticle", "headline": "خبر", "datePublished": "2024-05-20", "author": {"name": "رنا"}}'
        )
        html = f'<script type="application/ld+json">{article}</script>{html}'

    def damage(match: re.Match[str]) -> str:
        text = match[2]
        match draw.randrange(6):
            case 0:
                text = re.sub(r":\s*(\"[^\"]*\"|\d+|\[|{)", lambda m: m[0] if draw.random() > 0.2 else f": {draw.choice(JSON_VALUES)}", text)  # fmt: skip
            case 1:
                text = cut(draw, text, others)
            case 2:
                depth = draw.choice((10, 1000, 100_000))
                text = draw.choice(("[", '{"a":', '{"@graph":[')) * depth + text
            case 3:
                text = f"<![CDATA[{text}]]>" if draw.random() < 0.5 else f"<!--{text}-->;"
            case 4:
                text = text.replace('"', draw.choice(("&quot;", "'", "\\'", "“"))).replace(
                    "}", draw.choice(("}", ",}", "};"))
                )
            case _:
                text = _at(
                    draw, text, draw.choice((*ODD_TEXT, "\\", "\\u12", "\n", "\t", ",", '"')), draw.choice((1, 5))
                )
        return match[1] + text + match[3]

    return _JSON_LD.sub(damage, html)


def dates(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Every date another, or numbers grown."""
    if draw.random() < 0.3:
        return _NUMBER.sub(lambda m: m[0] if draw.random() > 0.05 else m[0] * draw.choice((2, 9, 400)), html)
    html = _DATE.sub(lambda match: draw.choice(DATES) if draw.random() < 0.7 else match[0], html)
    return _between_tags(draw, html, f"<time datetime='{draw.choice(DATES)}'>{draw.choice(DATES)}</time>")


def metadata(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Contents of meta and addresses replaced by what they must not be."""
    values = (*DATES, *PHRASES, *ODD_TEXT, "", " ", "x" * 100_000, ",".join("كلمة" for _ in range(3000)))
    html = _META.sub(lambda m: m[1] + (draw.choice(values) if draw.random() < 0.4 else m[2]) + m[3], html)
    return _ADDRESS.sub(lambda m: m[1] + (draw.choice(ADDRESSES) if draw.random() < 0.1 else m[2]) + m[3], html)


def phrases(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Phrases that mean something to extraction, anywhere, alone and in crowds."""
    piece = draw.choice(PHRASES)
    tag = draw.choice(("p", "div", "h2", "li", "span", "a", "b", "figcaption"))
    return _between_tags(draw, html, f"<{tag}>{piece}</{tag}>" * draw.choice((1, 3, 500)))


def long_lines(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """A word, a line or a paragraph of up to a megabyte."""
    unit = draw.choice(
        (
            "س",
            "خبر ",
            "خبر، ",
            "ـ",
            "1",
            "- ",
            ".",
            "خبر. ",
            "\u064b",
            "/",
            "a" * 9 + " ",
            " ",
            "\n",
            "&nbsp;",
            "|",
            "«",
        )
    )
    return _between_tags(draw, html, unit * draw.choice((100, 1000, 1000, 30_000, 300_000)))


def strip_tags(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """A page without one kind of tag, without tags, or of one kind only."""
    if draw.random() < 0.3:
        return _TAG.sub(lambda match: match[0] if draw.random() < 0.05 else " ", html)
    names = list(dict.fromkeys(re.findall(r"<([a-z][a-z0-9]*)", html))) or ["p"]
    gone, other = draw.choice(names), draw.choice(("", "div", "p", "li", "td", "a", "h1", "script", "x"))
    return re.sub(rf"(</?){gone}\b[^>]*>", rf"\g<1>{other}>" if other else "", html)


def elements(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Subtrees dropped, doubled, moved and renamed, in a page that stays well formed."""
    try:
        root: HtmlElement = document_fromstring(html.encode("utf-8", "replace"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return html
    for _ in range(draw.choice((1, 3, 10))):
        found = [element for element in root.iter(etree.Element) if element.getparent() is not None]
        if len(found) < 3:
            break
        one, two = draw.sample(found, 2)
        match draw.randrange(5):
            case 0:
                one.getparent().remove(one)
            case 1 if len(one) < 200:
                two.addnext(
                    etree.fromstring(etree.tostring(one, with_tail=False, encoding="unicode"), etree.HTMLParser())
                )
            case 2 if one not in two.iterancestors():
                two.append(one)
            case 3:
                one.tag = draw.choice(
                    ("p", "div", "article", "h1", "li", "a", "nav", "time", "table", "figure", "br", "span")
                )
            case _:
                with suppress(ValueError):  # an earlier mutation put a control character there
                    one.text, two.text = two.text, one.text
    return etree.tostring(root, encoding="unicode", method="html")


def concatenate(draw: random.Random, html: str, others: Sequence[str]) -> str:
    """Several pages in one, up to some megabytes."""
    size = int(draw.random() ** 4 * 5_000_000) + len(html)
    while len(html) < size:
        html += draw.choice(others)
    return html


MUTATIONS: tuple[Mutation, ...] = (
    cut, duplicate, splice, swap_tags, unclose, nest, odd_text, attributes, tables, json_ld, dates, metadata, phrases,
    long_lines, strip_tags, elements,
)  # fmt: skip
ENCODINGS = ("utf-8-sig", "cp1256", "iso8859_6", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp1252", "ascii", "gb18030")


def pages_below(folders: Iterable[Path]) -> list[str]:
    """The text of every page below `folders`."""
    files = [file for folder in folders for file in sorted(folder.rglob("*.htm*"))]
    return [decode(file.read_bytes(), None) for file in files if file.stat().st_size < _LARGEST]


def own_pages() -> list[str]:
    """The text of the project's own pages."""
    return pages_below((_PROJECT / "samples", _PROJECT / "tests" / "extraction" / "pages"))


def mutated(draw: random.Random, pages: Sequence[str]) -> bytes:
    """A document: mostly a page with one to four mutations in UTF-8; some in other encodings, and some mere bytes."""
    if draw.random() < 0.03:
        return draw.randbytes(int(draw.random() ** 2 * 50_000))
    html = draw.choice(pages)
    if draw.random() < 0.02:
        html = concatenate(draw, html, pages)
    for mutation in draw.choices(MUTATIONS, k=draw.choice((1, 1, 2, 3, 4))):
        html = mutation(draw, html, pages)
    if draw.random() < 0.9:
        return html.encode("utf-8", "surrogatepass")
    if draw.random() < 0.3:  # what comes of a page that went through two programs that disagree
        html = html.encode("utf-8", "replace").decode("cp1252", "replace")
    body = html.encode(draw.choice(ENCODINGS), draw.choice(("ignore", "replace", "xmlcharrefreplace")))
    if draw.random() < 0.5:
        flipped = bytearray(body)
        for _ in range(draw.choice((1, 10, 1000)) if flipped else 0):
            flipped[draw.randrange(len(flipped))] = draw.randrange(256)
        return bytes(flipped)
    return body
