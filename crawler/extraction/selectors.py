"""CSS selectors of outlet rules, compiled once."""

from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


# A rule's selectors number some tens an outlet; the cache holds those of every outlet that one process reads.
@lru_cache(maxsize=4096)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(tree: HtmlElement, selectors: tuple[str, ...]) -> list[HtmlElement]:
    """The elements that the first matching selector finds, in document order; none when no selector matches.

    Raises cssselect.SelectorError for a selector that is no CSS, which the tests of the outlets would show.
    """
    for selector in selectors:
        found = _compiled(selector)(tree)
        if isinstance(found, list) and found:
            return list(found)
    return []
