"""Links that are not an outlet's Arabic news are known by their address."""

from dataclasses import replace

import pytest

from crawler.discovery.strangers import ADVERTISING, OFF_SITE, OTHER_LANGUAGE, stranger
from crawler.outlet import Outlet

OUTLET = Outlet.undeclared("outlet.example")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://outlet.example/2024/rain", None),
        ("https://www.outlet.example/ar/rain", None),
        ("https://outlet.example/news/en", None),
        ("https://outlet.example/entertainment/rain", None),
        ("https://outlet.example/?lang=ar&p=1", None),
        ("https://outlet.example/en/rain", OTHER_LANGUAGE),
        ("https://outlet.example/index.php/FR/pluie", OTHER_LANGUAGE),
        ("https://outlet.example/kurdi/baran", OTHER_LANGUAGE),
        ("https://outlet.example/?p=1&lang=tr", OTHER_LANGUAGE),
        ("https://en.outlet.example/rain", OTHER_LANGUAGE),
        ("https://shop.outlet.example/rain", OFF_SITE),
        ("https://outlet.example.shop.example/rain", OFF_SITE),
        ("https://shop.example/en/rain", OFF_SITE),
        ("https://outlet.example/sponsored/rain", ADVERTISING),
        ("https://outlet.example/downloads/ads", None),
    ],
)
def test_strangers_are_told_apart(url: str, kind: str | None) -> None:
    assert stranger(url, OUTLET) == kind


def test_an_edition_that_the_outlet_declares_is_its_own() -> None:
    english = replace(OUTLET, domains=("outlet.example", "en.outlet.example"), article_url=r"^/(?:en|ar)/\d+")
    assert stranger("https://outlet.example/en/1", english) is None
    assert stranger("https://en.outlet.example/1", english) is None
    assert stranger("https://outlet.example/fr/1", english) == OTHER_LANGUAGE
