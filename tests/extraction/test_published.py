"""Dates come from the place that knows best, in the outlet's zone, and are never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from crawler.outlet import ArticleRules, Outlet
from tests.extraction.reading import HEADLINE, OUTLET, STORY, URL, document, links, paragraphs, read, story

CAIRO = replace(OUTLET, time_zone="Africa/Cairo")  # UTC+2 in winter


def json_ld(published: str, modified: str = "") -> str:
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        f'"datePublished": "{published}", "dateModified": "{modified}"}}</script>'
    )


def meta(published: str, modified: str = "") -> str:
    return (
        f'<meta property="article:published_time" content="{published}">'
        f'<meta property="article:modified_time" content="{modified}">'
    )


def published(
    html: str, outlet: Outlet = OUTLET, rules: ArticleRules | None = None, url: str = URL
) -> tuple[str | None, str | None]:
    article = read(html, rules, url, outlet)
    return (article.published_at.isoformat() if article.published_at else None), article.published_source


@pytest.mark.parametrize(
    ("html", "expected", "source"),
    [
        (story(head=json_ld("2026-03-01T09:00:00+03:00") + meta("2026-02-01T09:00:00+03:00")), "2026-03-01T09:00:00+03:00", "json-ld"),
        (story(head=meta("2026-03-01T09:00:00+00:00")), "2026-03-01T12:00:00+03:00", "meta"),
        (story(head=meta("2026-03-01 09:00:00")), "2026-03-01T09:00:00+03:00", "meta"),
        (story(above='<meta itemprop="datePublished" content="2026-03-01T09:00:00+03:00">'), "2026-03-01T09:00:00+03:00", "meta"),
        (story(above='<time datetime="2026-03-01T09:00:00+03:00">1 آذار</time>'), "2026-03-01T09:00:00+03:00", "time"),
        (story(above="<div>2026.03.01 | 15:35 دمشق</div>"), "2026-03-01T15:35:00+03:00", "text"),
        (story(above="<div>تم نشره الأحد 1 آذار / مارس 2026 09:22 مساءً</div>"), "2026-03-01T21:22:00+03:00", "text"),
        (story(above="<span>الأحد</span> <span>١ / ٣ / ٢٠٢٦</span>"), "2026-03-01T00:00:00+03:00", "text"),
        (story(above="<div>منذ ساعتين</div>"), "2026-03-02T11:00:00+03:00", "text"),
        (story(above="<div>آخر تحديث: 2 آذار 2026 10:00</div><div>نشر: 1 آذار 2026 09:00</div>"), "2026-03-01T09:00:00+03:00", "text"),
        (story(above="<div>نشر في 1 آذار 2026 09:00، آخر تحديث 2 آذار 2026 10:00</div>"), "2026-03-01T09:00:00+03:00", "text"),
    ],
)  # fmt: skip
def test_the_date_is_found(html: str, expected: str, source: str) -> None:
    assert published(html) == (expected, source)


def test_an_address_is_the_last_place_to_look() -> None:
    url = "https://www.paper.example/2026/02/10/slug/"
    assert published(story(), url=url) == ("2026-02-10T00:00:00+03:00", "url")
    assert published(story(above="<div>11 شباط 2026</div>"), url=url)[1] == "text"


def test_an_outlets_address_may_hold_the_minute() -> None:
    pattern = r"/(?P<id>(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)\d\d)-"
    outlet = replace(OUTLET, article_url=pattern)
    assert published(story(), outlet, url="https://www.paper.example/1/100226143015-slug") == (
        "2026-02-10T14:30:00+03:00",
        "url",
    )
    assert published(story(), outlet, url="https://www.paper.example/1/991326143015-slug") == (None, None)


def test_the_outlets_place_gives_what_its_markup_says_to_machines_first() -> None:
    rules = ArticleRules(published=(".when",))
    html = story(above='<div class="when"><span content="2026-03-01T09:00:00+03:00">أمس</span></div>')
    assert published(html, rules=rules) == ("2026-03-01T09:00:00+03:00", "rule")
    assert (
        published(story(above='<p class="when">التاريخ: الأحد, آذار 1, 2026</p>'), rules=rules)[0]
        == "2026-03-01T00:00:00+03:00"
    )


def test_an_hour_marked_as_utc_that_the_page_shows_as_local_is_local() -> None:
    html = story(
        head=meta("2026-03-01T09:23:13Z", "2026-03-01T11:00:00Z"), above="<div>الأحد، 01 مارس 2026 09:23 ص</div>"
    )
    article = read(html, outlet=CAIRO)
    assert article.published_at is not None
    assert article.modified_at is not None
    assert article.published_at.isoformat() == "2026-03-01T09:23:13+02:00"
    assert article.modified_at.isoformat() == "2026-03-01T11:00:00+02:00"


def test_an_hour_in_utc_that_the_page_shows_in_local_time_is_believed() -> None:
    html = story(head=meta("2026-03-01T09:23:13Z"), above="<div>الأحد، 01 مارس 2026 11:23 ص</div>")
    assert published(html, CAIRO)[0] == "2026-03-01T11:23:13+02:00"


def test_an_hour_in_utc_that_no_reader_sees_is_believed() -> None:
    assert published(story(head=meta("2026-03-01T09:23:13Z")), CAIRO)[0] == "2026-03-01T11:23:13+02:00"


@pytest.mark.parametrize("stamp", ["2026-03-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00+03:00"])
def test_a_machines_midnight_is_a_day_until_the_page_shows_the_hour(stamp: str) -> None:
    day = read(story(head=meta(stamp)))
    assert day.published_at is not None
    assert (day.published_at.isoformat(), day.published_precision) == ("2026-03-01T00:00:00+03:00", "day")
    exact = read(story(head=meta(stamp), above="<div>1 آذار 2026 - 15:35</div>"))
    assert exact.published_at is not None
    assert (exact.published_at.isoformat(), exact.published_precision) == ("2026-03-01T15:35:00+03:00", "minute")


def test_a_shown_hour_of_another_day_does_not_make_a_day_exact() -> None:
    article = read(story(head=meta("2026-02-27"), above="<div>1 آذار 2026 - 15:35</div>"))
    assert (article.published_precision, article.published_on and article.published_on.day) == ("day", 27)


def test_a_date_to_come_is_refused() -> None:
    assert published(story(head=meta("2027-03-01T09:00:00Z"))) == (None, None)
    assert published(story(head=meta("2026-03-02T10:10:00Z")))[1] == "meta"  # clocks differ by minutes


def test_the_next_place_is_asked_when_one_says_nonsense() -> None:
    head = json_ld("0001-01-01T00:00:00") + meta("2026-03-01T09:00:00+03:00")
    assert published(story(head=head)) == ("2026-03-01T09:00:00+03:00", "meta")


@pytest.mark.parametrize(
    "html",
    [
        story(),
        story(paragraphs(STORY[0], "وكان ذلك في 12 شباط 2026 بحسب ما قالت البلدية لأهالي الحي.", *STORY[1:])),
        story('<img src="/uploads/2026/02/10/a.jpg">' + paragraphs(*STORY)),
        story(above='<span class="caption">ورشات الصيانة - 12 شباط 2026</span>'),
        story(above="<figure><figcaption>سلمية 12 شباط 2026</figcaption></figure>"),
        story(above='<div class="related"><span>12 شباط 2026</span></div>'),
        story(above='<div><a href="/x">خبر آخر من أخبار المدينة</a><span>12 شباط 2026</span></div>'),
        document(f'<div class="top">الإثنين 2 آذار 2026</div><div><div><div><div><h1>{HEADLINE}</h1></div></div></div></div>'
                 f"<div>{paragraphs(*STORY)}</div>"),
        document(f"<article><h1>{HEADLINE}</h1><div>{paragraphs(*STORY)}</div></article><ul>{links()}<li>12 شباط 2026</li></ul>"),
    ],
)  # fmt: skip
def test_dates_of_other_things_do_not_count(html: str) -> None:
    assert published(html) == (None, None)


@pytest.mark.parametrize(
    ("published_time", "modified_time", "modified"),
    [
        ("2026-03-01T09:00:00+03:00", "2026-03-01T11:00:00+03:00", "2026-03-01T11:00:00+03:00"),
        ("2026-03-01T09:00:00+03:00", "2026-03-01T09:00:01+03:00", None),
        ("2026-03-01T09:00:00+03:00", "2026-02-01T09:00:00+03:00", None),
        ("2026-03-01T09:00:00+03:00", "2027-03-01T09:00:00+03:00", None),
        ("2026-03-01T09:00:00+03:00", "", None),
    ],
)
def test_a_change_is_later_than_publication_and_not_to_come(
    published_time: str, modified_time: str, modified: str | None
) -> None:
    article = read(story(head=meta(published_time, modified_time)))
    assert (article.modified_at.isoformat() if article.modified_at else None) == modified


def test_rules_of_different_years_are_chosen_by_the_pages_day() -> None:
    old = ArticleRules(until=date(2020, 1, 1), body=("div.old",))
    outlet = replace(OUTLET, rules=(old, ArticleRules(body=("div.new",))))
    both = f'<div class="old">{paragraphs(*STORY)}</div><div class="new">{paragraphs(*reversed(STORY))}</div>'
    for stamp, rule in (("2019-05-01T09:00:00Z", "paper.1@2"), ("2021-05-01T09:00:00Z", "paper.2@2")):
        assert read(story(both, head=meta(stamp)), outlet=outlet).extractor == rule
