"""Every declared outlet, checked as a whole and against addresses that are known to be its articles."""

import re
from zoneinfo import ZoneInfo, available_timezones

import pytest
from cssselect import HTMLTranslator

from crawler.outlet import ZONES_BY_COUNTRY, Outlet, Section
from crawler.spiders import outlet_of, outlets, spiders

ARTICLES = [
    ("enab_baladi", "https://www.enabbaladi.net/815636/", "815636"),
    ("enab_baladi", "https://enabbaladi.net/96192/slug/?amp=1", "96192"),
    ("enab_baladi", "https://www.enabbaladi.net/archives/391555", "391555"),
    ("syria_tv", "https://www.syria.tv/سعر-الليرة-السورية-مقابل-الدولار-في-سوريا-يوم-السبت-03-10-2026", None),
    ("syria_tv", "https://www.syria.tv/node/481188", "481188"),
    ("hadi_abdullah", "https://hadiabdullah.net/2022/08/10/slug/", None),
    ("arabs_today", "https://arabstoday.net/w-346/082746-عيون-وآذان", None),
    ("arabs_today", "https://www.almaghribtoday.net/amp/39/300416120131-مقتل-خمسة-مقاتلين", None),
    ("arabs_today", "https://www.alsaudiatoday.com/w-784/ماذا-يريد-الأمريكان", None),
    ("ouruba", "http://ouruba.alwehda.gov.sy/node/265004", "265004"),
    ("furat", "http://furat.alwehda.gov.sy/?p=1200", None),
]
OTHERS = [
    "https://www.enabbaladi.net/category/politics/syria/page/2",
    "https://www.enabbaladi.net/archives/tag/حلب",
    "https://english.enabbaladi.net/archives/2024/05/a-story/",
    "https://www.syria.tv/أخبار-سوريا/محلية",
    "https://www.syria.tv/tag/دمشق",
    "https://hadiabdullah.net/category/news/",
    "https://www.arabstoday.net/1/rss.xml/",
    "http://ouruba.alwehda.gov.sy/taxonomy/term/4",
]


@pytest.mark.parametrize(("slug", "url", "number"), ARTICLES)
def test_an_articles_address_is_known_with_its_number(slug: str, url: str, number: str | None) -> None:
    outlet = outlet_of(url)
    assert outlet is not None
    assert (outlet.slug, outlet.is_article(url), outlet.article_number(url)) == (slug, True, number)


@pytest.mark.parametrize("url", OTHERS)
def test_another_address_is_not_taken_for_an_article(url: str) -> None:
    assert not any(outlet.is_article(url) for outlet in outlets().values())


@pytest.mark.parametrize("outlet", outlets().values(), ids=outlets())
def test_a_declaration_holds_together(outlet: Outlet) -> None:
    assert spiders()[outlet.slug].name == outlet.slug
    assert re.fullmatch(r"[a-z][a-z0-9_]*", outlet.slug)
    assert re.fullmatch(r"[A-Z]{2}", outlet.country)
    assert outlet.time_zone
    assert ZoneInfo(outlet.time_zone)
    assert not any(domain.startswith("www.") for domain in outlet.domains)
    assert outlet.sources
    assert all(outlet.owns(source.url) for source in outlet.sources)
    re.compile(outlet.article_url)
    assert outlet.rules[-1].until is None
    assert all(rules.until for rules in outlet.rules[:-1])
    selectors = [source.links for source in outlet.sources if isinstance(source, Section)]
    for rules in outlet.rules:
        for places in (rules.body, rules.headline, rules.published, rules.authors, rules.credit, rules.prune):
            selectors += places
    for selector in selectors:
        HTMLTranslator().css_to_xpath(selector)


@pytest.mark.parametrize(
    ("domain", "zone"),
    [("paper.sy", "Asia/Damascus"), ("paper.com.LB", "Asia/Beirut"), ("paper.com", None), ("127.0.0.1", None)],
)
def test_an_outlet_that_nobody_declared_is_in_the_zone_of_its_domain(domain: str, zone: str | None) -> None:
    assert Outlet.undeclared(domain).time_zone == zone
    assert Outlet.undeclared(domain, time_zone="Africa/Cairo").time_zone == "Africa/Cairo"
    assert Outlet.undeclared(domain).zone == ZoneInfo(zone or "UTC")


def test_the_zones_of_countries_exist() -> None:
    assert set(ZONES_BY_COUNTRY.values()) <= available_timezones()


def test_no_two_outlets_share_a_domain() -> None:
    domains = [domain for outlet in outlets().values() for domain in outlet.domains]
    assert len(domains) == len(set(domains))


def test_papers_of_one_publisher_share_a_group() -> None:
    papers = {outlet.slug for outlet in outlets().values() if outlet.publisher_group == "alwehda"}
    assert papers == {"ouruba", "fedaa", "wehda", "jamahir", "furat"}
