"""Listing pages: a section's or a tag's newest articles."""

from collections.abc import Iterator
from typing import Any

from cssselect import SelectorError

from crawler.discovery.fields import distinct, headline, resolve
from crawler.discovery.links import Announcement, Link
from crawler.discovery.pager import next_page
from crawler.discovery.unreadable import unreadable, wall
from crawler.errors import ConfigurationError
from crawler.extraction.decode import decode
from crawler.extraction.document import foreign_format, parse


def read_section(body: bytes, url: str, selector: str) -> Announcement:
    """The links that the CSS `selector` finds on a listing page, in its order, each once, its text as headline; and the
    page of what is older, if it links one.

    A category without articles announces nothing and is no error. Raises UnreadableSource when `body` is no HTML, is
    a challenge page or has no link at all, and ConfigurationError when `selector` is not CSS.
    """
    text = decode(body, None)
    tree = None if foreign_format(text) else parse(text)
    if tree is None or tree.find(".//a[@href]") is None:
        raise unreadable(url, "a page with links", text)
    base = resolve(url, next(iter(tree.xpath("//base/@href")), None)) or url
    links = distinct(_links(tree, base, url, selector))
    if not links and wall(text):
        raise unreadable(url, "a page with links", text)
    return Announcement(links, next_page=next_page(tree, base, url))


def _links(tree: Any, base: str, url: str, selector: str) -> Iterator[Link]:
    try:
        found = tree.cssselect(selector)
    except SelectorError as error:
        raise ConfigurationError(f"the selector {selector!r} for the links of {url} is not CSS: {error}") from None
    for element in found:
        if address := resolve(base, element.get("href")):
            yield Link(address, headline(element.text_content()))
