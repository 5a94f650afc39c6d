"""Selectors of outlet rules are CSS, tried in their order."""

import pytest
from cssselect import SelectorError

from crawler.extraction.selectors import select
from tests.extraction.reading import tree

PAGE = "<html><body><p class='a'>1</p><div id='b'><p>2</p><p>3</p></div></body></html>"


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        ((".none", "#b p", ".a"), ["2", "3"]),
        ((".a", "#b p"), ["1"]),
        ((".none",), []),
        ((), []),
        (("P.a",), ["1"]),
    ],
)
def test_the_first_selector_that_matches_decides(selectors: tuple[str, ...], found: list[str]) -> None:
    assert [element.text for element in select(tree(PAGE), selectors)] == found


def test_a_selector_that_is_no_css_is_a_fault_of_the_declaration() -> None:
    with pytest.raises(SelectorError):
        select(tree(PAGE), ("div[",))
