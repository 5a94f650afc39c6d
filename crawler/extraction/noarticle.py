"""Tells pages that carry no article: listings, front pages, empty categories, error pages. No outlet's rules are asked.

An article taken for a listing is lost, a listing taken for an article is one odd row: each test names a form that
articles do not have, and the last ones are not asked of a page that declares an article to machines.
"""

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extraction import jsonld
from crawler.extraction.blocks import LINE_IS_LINK, spaced
from crawler.extraction.body import MIN_WORDS, Body, Line
from crawler.extraction.headline import Headline
from crawler.extraction.metadata import Layers
from crawler.extraction.tables import BOILERPLATE
from crawler.text.arabic import fold, words
from crawler.text.urls import url_key

# schema.org's names for pages that list.
_COLLECTIONS = frozenset({"collectionpage", "searchresultspage", "itemlist"})
# What WordPress (body_class()) and Drupal put on the body element of listings, searches and missing pages. WordPress
# calls every listing an archive, and says of what; a theme may call its stories so too, and does not.
_LISTING_CLASS = re.compile(
    r"error404|search-(?:results|no-results)|path-(?:taxonomy|frontpage|search)|page-(?:taxonomy(?:-term)?|search)"
    r"|post-type-archive|(?:category|tag|author|tax|term)-[\w%-]+"
)
_LISTING_HEADING = re.compile("|".join(BOILERPLATE["listing_headings"]))
_SECTION_HEADING = re.compile("|".join(BOILERPLATE["section_headings"]))
_LISTING_ADDRESS = re.compile("|".join(BOILERPLATE["listing_addresses"]))
_FRONT_PAGE = re.compile("|".join(BOILERPLATE["front_pages"]))
# Lower bound for a headline; a section, a tag and an author have shorter names.
_NAME_WORDS = 3
_HEADING = 1000  # characters of a heading that are looked at: one that nobody closed holds the page
_ERROR_PAGE, _FEW_WORDS = "an error page", " words of its own"
_PASSING = frozenset({_ERROR_PAGE, "a challenge of a bot wall"})
_ERROR = re.compile("|".join(BOILERPLATE["error_phrases"]))
_NOTICES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (notice["reason"], re.compile("|".join(notice["phrases"] + notice.get("lines", []))))
    for notice in BOILERPLATE["notices"]
)
_NOTICE_LINES = re.compile("|".join(line for notice in BOILERPLATE["notices"] for line in notice.get("lines", ())))
_LONGEST_NOTICE = 300  # characters
# An error page, a wall and the like say little else. What a heading says is believed of any short page, what an error
# says in its text of a few words.
_SHORT_WORDS, _ERROR_TEXT_WORDS = 60, 25
_REFRESH = re.compile(r"\s*(\d+)[^;,]*[;,]\s*url\s*=\s*\S", re.IGNORECASE)
_SCRIPT_REDIRECT = re.compile(r"(?:location(?:\.href)?\s*=\s*[\"']|location\.(?:replace|assign)\(\s*[\"'])")
# A page that leads on at once, and has no more than a sentence and a link or two to say so.
_REDIRECT_SECONDS, _REDIRECT_WORDS, _REDIRECT_LINKS = 10, 30, 3
# Where scripts find the data of a page that they build, and where they put it.
_APP_DATA = re.compile(r"__NEXT_DATA__|__NUXT|__INITIAL_STATE__|__APOLLO_STATE__|__PRELOADED_STATE__|self\.__next_f")
_APP_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root", "application"})
# Half of a listing's paragraphs break off. A column may use dots as others use commas, below a title that it confirms.
_TEASERS, _TEASERS_BELOW_A_TITLE = 0.5, 0.8
_ELLIPSIS = re.compile(r"(?:\.{3,}|…|\[…\]|\[\.\.\.\])\W*$")
_END = 30  # characters of a line that are looked at for it: a thousand dots could begin at each
_SENTENCE = 8  # words that a paragraph has and a label has not
# A headline's link among the paragraphs of a story is a related article; as many of them as paragraphs are a listing.
_HEADLINE_WORDS, _FEWEST_HEADLINES, _HEADLINES_A_PARAGRAPH = 4, 3, 0.5
_STORY_PARAGRAPHS = 3  # in a row below a confirmed headline: what follows are cards of related articles
# A story may hold a list, or be one of names, prices or scores; a listing's items are teasers.
_LIST_SHARE, _FEWEST_ITEMS = 0.8, 10
_LINKS_A_WORD = 0.2


def why_no_article(
    url: str, tree: HtmlElement, layers: Layers, headline: Headline, body: Body, story: Sequence[Line]
) -> str | None:
    """The reason why the page at `url` carries no article; None when it may. `story` are the lines left of the body."""
    described = jsonld.articles(layers.nodes)
    if _describes_others(url, tree, described):
        return f"a listing: its JSON-LD describes {len(described)} articles and none of them is this page"
    declared = bool(described) or layers.first("published", "meta") is not None
    text = [line.text for line in story if line.kind != "heading"]
    length = sum(map(_word_count, text))
    if length < _SHORT_WORDS and (notice := _notice(headline.text, text, length, declared=declared)):
        return notice
    if length < _REDIRECT_WORDS and not declared and _leads_on(tree, body):
        return "a redirect"
    if length < MIN_WORDS:
        return f"{length}{_FEW_WORDS}{'; needs JavaScript to show its text' if _is_shell(tree) else ''}"
    if listing := _listed_by_name(url, tree, layers, headline, declared=declared):
        return listing
    return _listed_by_form(text, body, length, declared=declared, shown=headline.is_title)


def may_pass(reason: str) -> bool:
    """Whether the reason is one for which the site may answer otherwise another time: it broke, or asked who we are."""
    return reason in _PASSING or reason.endswith(_FEW_WORDS)


def without_notices(story: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """An article's lines without those by which a wall ends its open part, and these, each with its rule."""
    walls = [line for line in story if len(line.text) < _LONGEST_NOTICE and _NOTICE_LINES.fullmatch(fold(line.text))]
    open_part = [line for line in story if line not in walls]
    return open_part, [(line.text, "wall") for line in walls]


def _word_count(line: str) -> int:
    """The words of a line that have a letter: the running times of a list of videos say nothing."""
    return sum(1 for word in line.split() if not word.isascii() or any(map(str.isalpha, word)))


def _describes_others(url: str, tree: HtmlElement, described: list[jsonld.Node]) -> bool:
    """Whether the page's JSON-LD describes several articles of equal rank: one a card, and none the page itself."""
    headlines = {" ".join(words(text)) for node in described for text in jsonld.texts(node.get("headline"))[:1]}
    if len(headlines) < _FEWEST_HEADLINES:
        return False
    addresses = {
        url_key(urljoin(url, address))
        for node in described
        for name in ("url", "mainEntityOfPage", "@id")
        for address in jsonld.texts(node.get(name), "@id", "url")
    }
    if url_key(url) in addresses:
        return False
    shown = [
        set(words(tree.findtext(".//title") or "")),
        *(set(words(spaced(h1)[:_HEADING])) for h1 in tree.iter("h1")),
    ]
    return not any(2 * len(seen.intersection(line.split())) > len(line.split()) for line in headlines for seen in shown)


def _notice(headline: str, text: list[str], length: int, *, declared: bool) -> str | None:
    """What a short page says in place of a story: an error, a wall, a challenge, a request."""
    heading, lines = fold(headline), [(fold(line), _word_count(line)) for line in text]
    if not declared:
        if _ERROR.search(heading) or (length < _ERROR_TEXT_WORDS and any(_ERROR.search(line) for line, _ in lines)):
            return _ERROR_PAGE
        if found := next((reason for reason, phrases in _NOTICES if phrases.search(heading)), None):
            return found
    for reason, phrases in _NOTICES:
        noticed = sum(count for line, count in lines if phrases.search(line))
        if noticed and (length - noticed < MIN_WORDS or 2 * noticed >= length):
            return reason
    return None


def _leads_on(tree: HtmlElement, body: Body) -> bool:
    for meta in tree.iter("meta"):
        refresh = _REFRESH.match(meta.get("content", "")) if meta.get("http-equiv", "").lower() == "refresh" else None
        if refresh and int(refresh[1]) <= _REDIRECT_SECONDS:
            return True
    links = sum(1 for _ in islice(tree.iter("a"), _REDIRECT_LINKS + 1))
    if links > _REDIRECT_LINKS or sum(block.length for block in body.blocks) > 2 * _REDIRECT_WORDS:
        return False
    return any(_SCRIPT_REDIRECT.search(script.text or "") for script in tree.iter("script"))


def _is_shell(tree: HtmlElement) -> bool:
    """Whether a page is filled by its scripts: they have its data, or its one box is empty."""
    if any(_APP_DATA.search(f"{script.get('id', '')} {script.text or ''}") for script in tree.iter("script")):
        return True
    return any(box.get("id") in _APP_ROOTS and not len(box) for box in tree.iter("div", "app-root"))


def _listed_by_name(url: str, tree: HtmlElement, layers: Layers, headline: Headline, *, declared: bool) -> str | None:
    parts, heading = urlsplit(url), fold(headline.text)
    types = {name for node in layers.nodes for name in jsonld.types(node)}
    if not declared:
        if _FRONT_PAGE.fullmatch(parts.path.lower()) and not parts.query:
            return "a front page"
        if types & _COLLECTIONS:
            return "a listing by its JSON-LD"
        if _SECTION_HEADING.fullmatch(heading):
            return "a listing by its heading"
        address = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path).lower()
        if len(heading.split()) <= _NAME_WORDS and _LISTING_ADDRESS.search(address):
            return "a listing by its address"
        names = next((body.get("class", "") for body in tree.iter("body")), "").lower().split()
        if (named := next((name for name in names if _LISTING_CLASS.fullmatch(name)), None)) and "single" not in names:
            return f"a listing by its class {named!r}"
    return "a page of the site by its heading" if _LISTING_HEADING.match(heading) else None


def _listed_by_form(text: list[str], body: Body, words: int, *, declared: bool, shown: bool) -> str | None:
    paragraphs = [line for line in text if len(line.split()) >= _SENTENCE]
    teasers = sum(1 for line in paragraphs if _ELLIPSIS.search(line[-_END:]))
    least = _TEASERS_BELOW_A_TITLE if shown else _TEASERS
    if not declared and paragraphs and teasers >= least * len(paragraphs) and (teasers > 1 or not shown):
        return f"a listing: {teasers} of {len(paragraphs)} paragraphs break off"
    headlines, in_a_row = _headlines_before_paragraphs(body, set(paragraphs))
    if shown and in_a_row >= _STORY_PARAGRAPHS:
        headlines = 0
    if headlines >= max(_FEWEST_HEADLINES, _HEADLINES_A_PARAGRAPH * len(paragraphs)):
        return f"a listing: {headlines} of {len(paragraphs)} paragraphs stand below a headline of their own"
    if declared:
        return None
    texts = set(text)
    items = [
        block
        for block in body.blocks
        if block.text in texts and next(block.element.iterancestors("ul", "ol", "li"), None) is not None
    ]
    length = sum(block.length for block in items)
    if len(items) >= _FEWEST_ITEMS and length >= max(_LIST_SHARE * words, _SENTENCE * len(items)):
        return f"a listing: {len(items)} items and no story"
    links = sum(1 for block in body.blocks if block.linked >= LINE_IS_LINK and block.length >= _HEADLINE_WORDS)
    if not shown and links > _LINKS_A_WORD * words:
        return f"a page of links: {links} beside {words} words"
    return None


def _headlines_before_paragraphs(body: Body, paragraphs: set[str]) -> tuple[int, int]:
    """How many paragraphs stand below a headline that is a link, and the most in a row without one.

    Teasers stand below such headlines, the paragraphs of one story do not, and follow each other.
    """
    count, run, longest, below_headline = 0, 0, 0, False
    for block in body.blocks:
        if block.text in paragraphs:
            count += below_headline
            run = 1 if below_headline else run + 1
            longest = max(longest, run)
            below_headline = False
        elif block.linked >= LINE_IS_LINK and block.length >= _HEADLINE_WORDS:
            below_headline = True
    return count, longest
