"""The link from a listing to the listing of what is older."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.discovery.fields import resolve
from crawler.text.arabic import fold

# By what pagers are called, best first: the standard's word (HTML, "Link type next"), WordPress' two templates,
# Blogger's, and those of others. Drupal's names the list item, not the link.
_BY_NAME = (
    "//link[contains(concat(' ', @rel, ' '), ' next ')]",
    "//a[contains(concat(' ', @rel, ' '), ' next ')]",
    "//a[contains(concat(' ', @class, ' '), ' next ') and contains(concat(' ', @class, ' '), ' page-numbers ')]",
    "//*[contains(concat(' ', @class, ' '), ' nav-previous ')]//a",
    "//a[contains(concat(' ', @class, ' '), ' blog-pager-older-link ')]",
    "//*[contains(@class, 'pager') or contains(@class, 'pagination') or contains(@class, 'paging')]"
    "//*[self::a[contains(concat(' ', @class, ' '), ' next ')]"
    " or self::li[contains(concat(' ', @class, ' '), ' next ') or contains(@class, 'pager-next')"
    " or contains(@class, 'pager__item--next')]]/descendant-or-self::a",
    "//a[contains(concat(' ', @class, ' '), ' next ')]",
)
# By what they say, in whole: «التالي» within a sentence is a word of a headline. «السابق» is not among them: it means
# what is older on one site and the way back on the next.
_BY_TEXT = frozenset(
    map(
        fold,
        (
            "التالي", "التالية", "الصفحة التالية", "الأقدم", "المقالات الأقدم", "مقالات أقدم", "أخبار أقدم",
            "رسائل أقدم", "المشاركات الأقدم", "تدوينات أقدم", "next", "next page", "older", "older posts",
            "older entries",
        ),
    )
)  # fmt: skip
_LONGEST = 60  # with its spaces and arrows: what is longer is a headline, and is not looked at
_ARROWS = re.compile(r"[^\w\s]+")


def next_page(tree: Any, base: str, url: str) -> str | None:
    """The address of the listing that follows the one at `url`, whose links are relative to `base`; None on the last.

    A listing that leads to itself or to another site leads nowhere.
    """
    for path in _BY_NAME:
        for element in tree.xpath(path):
            if address := _further(element, base, url):
                return address
    for element in tree.iter("a"):
        text = element.text_content()
        if len(text) > _LONGEST or fold(" ".join(_ARROWS.sub(" ", text).split())) not in _BY_TEXT:
            continue
        if address := _further(element, base, url):
            return address
    return None


def _further(element: Any, base: str, url: str) -> str | None:
    address = resolve(base, element.get("href"))
    same_site = address and urlsplit(address).hostname == urlsplit(url).hostname
    return address if same_site and address != resolve(url, url) else None
