"""What a crawl's window prunes before anything is fetched."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from crawler.discovery.links import Link
from crawler.discovery.windows import Span, Window, days_in_address, days_in_name, first_day, on_day, span
from crawler.outlet import Outlet
from crawler.polling import Polling

MARCH = Window(datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC))
OUTLET = Outlet.undeclared("outlet.example", article_url=r"/(?P<year>\d\d)(?P<month>\d\d)-(?P<id>\d+)|/\d{4}/|/node/")


def at(month: int, day: int) -> datetime:
    return datetime(2024, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "modified", "is_held"),
    [
        (at(3, 5), None, True),
        (at(2, 5), None, False),
        (at(4, 1), None, False),
        (at(2, 5), at(3, 5), True),  # it changed within the window
        (None, at(2, 28), False),
        (None, None, True),
    ],
)
def test_a_link_is_held_by_what_its_source_says(
    published: datetime | None, modified: datetime | None, is_held: bool
) -> None:
    assert MARCH.may_hold(Link("https://outlet.example/node/1", None, published, modified)) is is_held


@pytest.mark.parametrize(
    ("path", "is_held"),
    [
        ("/2024/03/05/x", True),
        ("/2024/02/29/x", True),  # the address may be a day off
        ("/2024/02/20/x", False),
        ("/2024/4/1/x", True),
        ("/2024/4/3/x", False),
        ("/2402-17", True),  # February's last day may be a day off as well
        ("/2401-17", False),
        ("/node/20240101", True),
        ("/2024/13/45/x", True),  # no day of any calendar
    ],
)
def test_an_address_dates_a_link_that_its_source_does_not(path: str, is_held: bool) -> None:
    url = f"https://outlet.example{path}"
    assert MARCH.may_hold(Link(url), days_in_address(url, OUTLET)) is is_held


def test_a_source_knows_better_than_an_address() -> None:
    url = "https://outlet.example/2023/01/01/x"
    days = days_in_address(url, OUTLET)
    assert MARCH.may_hold(Link(url, published_at=at(3, 5)), days)
    assert MARCH.may_hold(Link(url, modified_at=at(3, 5)), days)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("/sitemap-2024-02.xml", span(2024, 2)),
        ("/2024/12/", span(2024, 12)),
        ("/sitemap/2024/03/05.xml", span(2024, 3, 5)),
        ("/post-sitemap-20240305.xml.gz", span(2024, 3, 5)),
        ("/sitemap-pt-post-p1-2024-03.xml", span(2024, 3)),
        ("/sitemap.xml?yyyy=2024&mm=03&dd=05", span(2024, 3, 5)),
        ("/sitemap.xml?date=2024-03-05", span(2024, 3, 5)),
        ("/posts-2024.xml", None),  # the 2,024th, perhaps
        ("/post-sitemap12.xml", None),
        ("/sitemap-190001234.xml", None),
        ("/2024-02-30.xml", None),
    ],
)
def test_a_sitemap_may_be_named_by_its_days(name: str, days: Span | None) -> None:
    assert days_in_name(f"https://outlet.example{name}") == days


def test_sitemaps_of_other_months_are_left_and_those_at_the_borders_are_not() -> None:
    names = [f"https://outlet.example/sitemap-2024-{month:02}.xml" for month in range(1, 13)]
    assert [name[-6:-4] for name in names if MARCH.may_hold_sitemap(Link(name))] == ["02", "03", "04"]
    assert not MARCH.may_hold_sitemap(Link("https://outlet.example/posts-1.xml", modified_at=at(2, 1)))
    assert MARCH.may_hold_sitemap(Link("https://outlet.example/posts-1.xml", modified_at=at(6, 1)))


def test_the_newest_sitemaps_are_known_by_change_or_by_name() -> None:
    old, new, undated = (Link(f"https://outlet.example/{name}.xml") for name in ("2024-01", "2024-05", "posts-1"))
    changed = Link("https://outlet.example/posts-2.xml", modified_at=at(3, 1))
    assert Polling().sitemaps_due((undated, old, changed, new), 4) == [new, changed, old, undated]


def test_a_daily_document_is_named_by_its_day() -> None:
    url = on_day("https://outlet.example/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}", date(2024, 3, 5))
    assert url == "https://outlet.example/sitemap.xml?yyyy=2024&mm=03&dd=05"


def test_the_walk_back_begins_today_or_on_the_windows_last_day_in_the_outlets_zone() -> None:
    damascus = timezone(timedelta(hours=3))
    now = datetime(2024, 3, 5, 22, 30, tzinfo=UTC).astimezone(damascus)
    assert first_day(Window(), now) == date(2024, 3, 6)
    assert first_day(Window(until=datetime(2024, 2, 2, tzinfo=damascus)), now) == date(2024, 2, 1)
    assert first_day(Window(until=datetime(2030, 1, 1, tzinfo=damascus)), now) == date(2024, 3, 6)
