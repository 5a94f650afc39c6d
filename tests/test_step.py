"""What is asked of a source, request by request."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.discovery.links import Announcement
from crawler.discovery.windows import EMPTY_DAYS, Window
from crawler.outlet import Feed, Section, Sitemap, WordPressApi
from crawler.step import Asking, Step, next_page
from crawler.walk import Mode

DAMASCUS = timezone(timedelta(hours=3))
NOW = datetime(2024, 3, 5, 9, tzinfo=DAMASCUS)
DAILY = Sitemap("https://outlet.example/sitemap.xml?yyyy={yyyy}&mm={mm}&dd={dd}")
API = WordPressApi("https://outlet.example/wp-json/wp/v2/posts")


def asking(mode: Mode = "latest", since: datetime | None = None, until: datetime | None = None) -> Asking:
    return Asking(mode, Window(since, until), NOW)


def days(asked: Asking, empty_from: int = 10_000) -> list[str]:
    """The month and day of each daily sitemap that is asked for; the `empty_from`th and those after it name nothing."""
    step: Step | None = Step(DAILY)
    found = []
    while step:
        found.append(f"{asked.day(step):%m-%d}")
        step = asked.day_before(step, is_empty=step.page >= empty_from)
    return found


def test_pages_of_a_section_are_numbered_from_its_first_page() -> None:
    section = Section("https://outlet.example/s?page={page}", links="a", first_page=0)
    addresses = [asking().url(Step(section, page=page)) for page in (1, 2)]
    assert addresses == ["https://outlet.example/s?page=0", "https://outlet.example/s?page=1"]
    assert Step(section, page=2).document == section.url


def test_the_wordpress_api_is_asked_for_no_more_than_is_read() -> None:
    fields = "_fields=link,title,date_gmt,modified_gmt,_links.wp:term,_embedded"
    assert asking().url(Step(API, page=2)) == f"{API.url}?per_page=100&page=2&{fields},content&_embed=wp:term"
    assert asking("archive").url(Step(API)) == f"{API.url}?per_page=100&page=1&{fields}&_embed=wp:term"


def test_the_wordpress_api_is_asked_for_the_window_with_a_day_more_on_the_sites_own_clock() -> None:
    window = asking("archive", datetime(2024, 3, 1, tzinfo=DAMASCUS), datetime(2024, 4, 1, tzinfo=DAMASCUS))
    assert window.url(Step(API)).endswith("&after=2024-02-29T00:00:00&before=2024-04-02T00:00:00")


def test_an_api_without_pretty_addresses_is_asked_in_its_own_way() -> None:
    api = WordPressApi("https://outlet.example/?rest_route=/wp/v2/posts")
    assert asking().url(Step(api)).startswith("https://outlet.example/?rest_route=/wp/v2/posts&per_page=100&page=1&")


def test_a_latest_crawl_asks_for_the_daily_sitemaps_of_today_and_yesterday() -> None:
    assert days(asking()) == ["03-05", "03-04"]
    assert asking().url(Step(DAILY)) == "https://outlet.example/sitemap.xml?yyyy=2024&mm=03&dd=05"


@pytest.mark.parametrize("mode", ["latest", "archive"])
def test_a_window_is_walked_day_by_day_from_its_end(mode: Mode) -> None:
    since, until = datetime(2024, 2, 27, tzinfo=DAMASCUS), datetime(2024, 3, 2, tzinfo=DAMASCUS)
    assert days(asking(mode, since, until), empty_from=1) == ["03-01", "02-29", "02-28", "02-27"]


def test_an_archive_without_a_beginning_ends_where_a_season_of_days_has_nothing() -> None:
    assert len(days(asking("archive"), empty_from=201)) == 200 + EMPTY_DAYS


def test_only_listings_and_the_api_have_further_pages() -> None:
    listing = Step(Section("https://outlet.example/news/", links="a"))
    older = Announcement(next_page="https://outlet.example/news/?p=2")
    assert asking().url(next_page(listing, older) or listing) == "https://outlet.example/news/?p=2"
    assert next_page(listing, Announcement()) is None
    assert next_page(Step(Feed("https://outlet.example/feed")), older) is None
    assert next_page(Step(DAILY), older) is None
    assert next_page(Step(API), Announcement()) == Step(API, page=2)


def test_the_day_is_the_outlets() -> None:
    late = Asking("latest", Window(), datetime(2024, 3, 4, 22, 30, tzinfo=UTC).astimezone(DAMASCUS))
    assert late.url(Step(DAILY)).endswith("dd=05")
