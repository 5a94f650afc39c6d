"""Where a site announces its articles is found without asking more than a dozen times."""

from crawler.discovery.autodiscovery import BUDGET, find_sources
from crawler.outlet import Feed, Outlet, Section, Sitemap, WordPressApi

OUTLET = Outlet.undeclared("outlet.example")
FRONT = "https://outlet.example/"
FRONT_LISTING = Section(FRONT, links="a", guess=True)


def head(links: str) -> bytes:
    return f"<html lang='ar'><head>{links}</head><body></body></html>".encode()


def alternate(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f"<link rel='alternate' type='{kind}' title='{title}' href='{href}'>"


def test_what_the_site_names_comes_first_in_a_fixed_order() -> None:
    page = head(
        alternate("/feed/") + alternate("/atom", "application/atom+xml") + alternate("/feed.json", "application/feed+json")
        + "<link rel='https://api.w.org/' href='https://outlet.example/wp-json/'>"
    )  # fmt: skip
    assert find_sources(OUTLET, FRONT, page, ["/news.xml", "https://outlet.example/posts.xml"]) == (
        Feed("https://outlet.example/feed/"),
        Feed("https://outlet.example/atom"),
        Feed("https://outlet.example/feed.json"),
        WordPressApi("https://outlet.example/wp-json/wp/v2/posts"),
        Sitemap("https://outlet.example/news.xml"),
        Sitemap("https://outlet.example/posts.xml"),
        FRONT_LISTING,
    )


def test_custom_names_what_the_site_does_not() -> None:
    found = find_sources(OUTLET, FRONT, head(""))
    assert found[0] == FRONT_LISTING
    assert Feed("https://outlet.example/feed/", guess=True) in found
    assert Sitemap("https://outlet.example/sitemap.xml", guess=True) in found
    assert len(found) <= BUDGET
    named = find_sources(OUTLET, FRONT, head(alternate("/feed/")))
    assert [source for source in named if isinstance(source, Feed)] == [Feed("https://outlet.example/feed/")]
    assert Sitemap("https://outlet.example/sitemap.xml", guess=True) in named


def test_an_api_without_pretty_addresses_is_named_as_it_answers() -> None:
    page = head("<link rel='https://api.w.org/' href='https://outlet.example/?rest_route=/'>")
    assert WordPressApi("https://outlet.example/?rest_route=/wp/v2/posts") in find_sources(OUTLET, FRONT, page)


def test_comments_other_languages_and_other_sites_are_not_named() -> None:
    page = head(
        alternate("/comments/feed/") + alternate("/x/", title="صحيفة » تعليقات") + alternate("/en/feed/")
        + alternate("https://elsewhere.example/feed/") + alternate("/wp-json/oembed", "application/json+oembed")
    )  # fmt: skip
    assert not [source for source in find_sources(OUTLET, FRONT, page) if not source.guess]


def test_a_hundred_feeds_and_sitemaps_stay_within_the_budget() -> None:
    page = head("".join(alternate(f"/{number}/feed/") for number in range(100)))
    found = find_sources(OUTLET, FRONT, page, [f"/sitemap-{number}.xml" for number in range(100)])
    assert len(found) <= BUDGET
    assert {Feed, Sitemap, Section} == {type(source) for source in found}


def test_without_a_front_page_custom_remains() -> None:
    found = find_sources(OUTLET, FRONT, None)
    assert all(source.guess for source in found)
    assert FRONT_LISTING not in found


def test_what_was_asked_before_is_not_named_again() -> None:
    page = head(alternate("/feed/") + alternate("/rss"))
    assert Feed("https://outlet.example/feed/") not in find_sources(
        OUTLET, FRONT, page, asked=["https://outlet.example/feed/"]
    )


def test_a_front_page_that_is_no_html_is_no_reason_to_fail() -> None:
    assert find_sources(OUTLET, FRONT, b"\x00\xff{")
