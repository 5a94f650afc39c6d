"""Dates come from the place that knows best, in the outlet's zone, and are never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from crawler.extraction.article import Disagreement
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


NOWHERE = replace(OUTLET, time_zone=None)
BEIRUT = replace(OUTLET, time_zone="Asia/Beirut")  # UTC+2 in winter
WORDPRESS = '<meta name="generator" content="WordPress 6.4">'
LINK = '<a href="/7">افتتاح معرض الزهور السنوي في حديقة المدينة</a>'


def told(html: str, outlet: Outlet = OUTLET, url: str = URL) -> tuple[str | None, str | None, str | None]:
    """When, how exactly, and whose zone made the instant."""
    article = read(html, outlet=outlet, url=url)
    when = article.published_at
    shown = when and (when.date().isoformat() if article.published_precision == "day" else when.isoformat())
    return shown, article.published_precision, article.published_zone


# Where pages show when an article appeared.


@pytest.mark.parametrize(
    "html",
    [
        story(above='<div class="field field--name-created">1 آذار 2026</div>'),
        story(above='<div class="submitted">أرسله admin في أحد, 03/01/2026 - 10:30</div>'),
        story(above='<dl class="article-info"><dd class="published">نُشر بتاريخ: الأحد، 01 آذار 2026 10:30</dd></dl>'),
        story(above='<span id="ctl00_Content_lblDate">01/03/2026</span>'),
        story(above="<div><i class='icon-clock'></i> ١ آذار ٢٠٢٦</div>"),
        story(above="<div><span>1</span><span>آذار</span><span>2026</span></div>"),
        story(above="<div><div>1 آذار 2026</div><div>15:35</div></div>"),
        story(above="<div><span>1 آذار</span>، <span>2026</span></div>"),
        story(above="<time>1 آذار 2026</time>"),
        story(above="<ul><li>كتب: رنا سامر</li><li>1 آذار 2026</li><li>234 مشاهدة</li></ul>"),
        story(above='<div>كتبت <a href="/author/rana">رنا سامر من فريق تحرير الجريدة</a> 1 آذار 2026</div>'),
        story(above='<p class="deck">' + "ورشات الصيانة تعمل في الأحياء الشرقية من المدينة حتى نهاية الشهر. " * 4
              + '</p><div class="post-date">1 آذار 2026</div>'),
        story(above='<ul class="share">' + "<li><a href='#'>شارك</a></li>" * 40 + "</ul><p>1 آذار 2026</p>"),
        story(paragraphs(*STORY) + "<p>نُشر في 1 آذار 2026</p>"),
        story(paragraphs(*STORY) + "<dl><dt>تاريخ النشر</dt><dd>1 آذار 2026</dd></dl>"),
        story(paragraphs(*STORY) + '<span class="entry-date">1 آذار 2026</span>'),
        document(f"<article><h1>{HEADLINE}</h1><div>{paragraphs(*STORY)}</div></article>"
                 "<aside><table><tr><td>تاريخ النشر</td><td>1 آذار 2026</td></tr></table></aside>"),
        document(f'<div class="date-outer"><h2 class="date-header"><span>الأحد، 1 آذار 2026</span></h2><div><div><div>'
                 f'<div class="post"><h3 class="post-title">{HEADLINE}</h3>{paragraphs(*STORY)}</div></div></div></div></div>'),
        document(f'<article><div class="meta">1 آذار 2026</div><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article>'),
        document(f'<div><span>سياسة</span> | <span>1 آذار 2026</span><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>'),
    ],
)  # fmt: skip
def test_a_visible_date_of_the_article_is_found(html: str) -> None:
    assert read(html).published_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    "html",
    [
        story(above=f'<ul><li><div>{LINK}</div><div class="info"><span class="date">1 آذار 2026</span></div></li></ul>'),
        story(above=f'<div class="card"><div>{LINK}</div><time datetime="2026-02-20T10:00:00+03:00">20 شباط</time></div>'),
        story(above='<div class="ticker"><span>1 آذار 2026</span></div>'),
        story(above='<p>صورة أرشيفية - 12 شباط 2015</p>'),
        story(above='<p>توقف الضخ في 12 شباط 2012 في سلمية</p>'),
        story(above='<div>من 12 إلى 14 شباط 2026</div>'),
        story(above='<div>آخر موعد للتسجيل: 12 شباط 2026</div>'),
        story(above='<div>آخر تحديث: 1 آذار 2026</div>'),
        story(above='<a href="/today">اليوم</a>'),
        story(above='<div>رقم الخبر 1610973300</div>'),
        story(f"<p>بدأت الورشات في <b>12 شباط 2026</b> أعمالها.</p>{paragraphs(*STORY)}"),
        story(f"<p>{STORY[0]} <strong>12 شباط 2026</strong> {STORY[1]}</p>{paragraphs(STORY[2])}"),
        story(paragraphs(*STORY) + "<p>وكان ذلك في 12 شباط 2026</p>"),
        story(paragraphs(*STORY) + '<div class="comments"><div>نُشر في 1 آذار 2026</div></div>'),
        story(paragraphs(*STORY) + f'<div class="card">{LINK}<span class="date">1 آذار 2026</span></div>'),
        story(paragraphs(*STORY) + '<p>نُشر في 1 آذار 2026</p><p>نُشر في 20 شباط 2026</p>'),
        story(paragraphs(*STORY) + '<p>© 2026 الجريدة 1/3/2026</p>'),
        story(paragraphs(*STORY) + '<img src="/2026/02/10/a.jpg"><figcaption>12 شباط 2026</figcaption>'),
        document(f'<div id="page"><div class="topbar">الأحد 1 آذار 2026</div><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>'),
        document(f'<div id="page"><header><p>الأحد 1 آذار 2026</p></header><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>'),
        document(f'<div id="page"><p>الأحد 1 آذار 2026</p><ul>{links()}{links()}</ul><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</div>'),
        document(f'<p>الأحد 1 آذار 2026</p><h1>{HEADLINE}</h1>{paragraphs(*STORY)}'),
        document(f"<article><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article><footer>تاريخ النشر 1 آذار 2026</footer>"),
        document(f"<article><h1>{HEADLINE}</h1>{paragraphs(*STORY)}</article><aside><span class='date'>1 آذار 2026</span></aside>"),
        story(head='<meta name="date" content="2026-03-02T10:00:00Z">'),  # the moment of the fetch
    ],
)  # fmt: skip
def test_a_page_without_a_date_gets_none(html: str) -> None:
    assert published(html) == (None, None)


# Places that speak of different days.


@pytest.mark.parametrize(
    ("html", "url", "expected", "source"),
    [
        (story(head=meta("2026-02-20T09:00:00+03:00")), "2020/05/01", "2020-05-01", "url"),  # a moved site
        (story(head=meta("2020-05-03T09:00:00+03:00")), "2020/05/01", "2020-05-03T09:00:00+03:00", "meta"),
        (story(head=meta("2026-02-20T09:00:00+03:00"), above="<p>1 أيار 2020 - 10:15</p>"), "2020/05/01", "2020-05-01T10:15:00+03:00", "text"),
        (story(head=meta("2026-02-20T09:00:00+03:00"), above="<p>20 شباط 2026</p>"), "2020/05/01", "2026-02-20T09:00:00+03:00", "meta"),
        (story(head=json_ld("2026-02-20T09:00:00+03:00") + meta("2020-05-01T09:00:00+03:00"), above="<p>1 أيار 2020</p>"), "1", "2020-05-01T09:00:00+03:00", "meta"),
        (story(head='<meta name="date" content="2026-02-20T09:00:00+03:00">', above="<p>1 أيار 2020</p>"), "1", "2020-05-01", "text"),
        (story(head='<meta name="date" content="2026-02-20T09:00:00+03:00">'), "1", "2026-02-20T09:00:00+03:00", "meta"),
        (story(above="<p>منذ ساعتين</p>"), "2020/05/01", "2020-05-01", "url"),  # a page that was kept for years
        (story(above="<p>آخر تحديث: 4 أيار 2020 10:15</p>"), "2020/05/01", "2020-05-01", "url"),
        (story(), "20200501-slug", "2020-05-01", "url"),
        (story(), "2020/middle_east/5/1/slug", "2020-05-01", "url"),
        (story(), "17-2020-05-01-09-30-15", "2020-05-01", "url"),
        (story(), "x?date=2020-05-01", "2020-05-01", "url"),
        (story(), "2020/05/slug", None, None),
        (story(), "20201501-slug", None, None),
        (story(), "2027/05/01/slug", None, None),
    ],
)  # fmt: skip
def test_the_day_that_most_kinds_of_witness_name_stands(
    html: str, url: str, expected: str | None, source: str | None
) -> None:
    address = f"https://www.paper.example/{url}"
    assert told(html, url=address)[0] == expected
    assert read(html, url=address).published_source == source


def test_json_ld_of_another_article_does_not_date_this_one() -> None:
    other = '"headline": "افتتاح معرض الزهور السنوي في حديقة تشرين", "datePublished": "2026-02-20T09:00:00+03:00"'
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", {other}}}</script>'
    assert published(story(head=script)) == (None, None)
    assert published(story(head=script, above="<p>1 آذار 2026</p>"))[1] == "text"


def test_microdata_of_several_days_is_that_of_cards() -> None:
    cards = "".join(f'<meta itemprop="datePublished" content="2026-0{month}-01T09:00:00+03:00">' for month in (1, 2))
    assert published(story(above=cards)) == (None, None)


def test_a_disagreement_is_told_with_the_rule_that_decided() -> None:
    html = story(head=meta("2026-02-20T09:00:00+03:00"))
    (told_,) = read(html, url="https://www.paper.example/2020/05/01/slug").disagreements
    assert told_ == Disagreement(
        "published", "2020-05-01", "url", "2026-02-20", "meta", "the day that most kinds of witness name"
    )
    assert read(story(head=meta("2026-02-20T09:00:00+03:00"))).disagreements == ()


# Dates of two readings.


@pytest.mark.parametrize(
    ("html", "outlet", "url", "expected"),
    [
        (story(above="<p>05/02/2026</p>"), OUTLET, URL, "2026-02-05"),
        (story(above="<p>02/05/2026</p>"), replace(OUTLET, month_first=True), URL, "2026-02-05"),
        (story(above="<p>02/05/2026</p>"), OUTLET, URL, "2026-02-05"),  # the 2nd of May is to come
        (story(above="<p>02/05/2025</p>"), OUTLET, "https://www.paper.example/2025/02/05/slug", "2025-02-05"),
        (story(above="<p>02/05/2025</p>"), OUTLET, "https://www.paper.example/2025/02/slug", "2025-02-05"),
        (story(above="<p>02/05/2025</p>"), OUTLET, URL, "2025-05-02"),
        (story(above="<p>الأربعاء 02/05/2025</p>"), OUTLET, URL, "2025-02-05"),
        (story(paragraphs(*STORY, "02/28/2025"), above="<p>02/05/2025</p>"), OUTLET, URL, "2025-02-05"),  # the page's habit
        (story(paragraphs(*STORY, "28/02/2025"), above="<p>02/05/2025</p>"), OUTLET, URL, "2025-05-02"),
        (story(above="<p>02/05/2025</p>", head=meta("2025-02-05")), OUTLET, URL, "2025-02-05"),
    ],
)  # fmt: skip
def test_a_question_is_answered_by_habit_or_by_other_evidence(
    html: str, outlet: Outlet, url: str, expected: str
) -> None:
    assert told(html, outlet, url)[0] == expected


# Whose clock it is.


@pytest.mark.parametrize(
    ("html", "outlet", "expected"),
    [
        (story(head=meta("2026-03-01T09:00:00+03:00")), OUTLET, ("2026-03-01T09:00:00+03:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:00:00+03:00")), NOWHERE, ("2026-03-01T09:00:00+03:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:00:00Z")), NOWHERE, ("2026-03-01T09:00:00+00:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:00:00")), OUTLET, ("2026-03-01T09:00:00+03:00", "minute", "outlet")),
        (story(head=meta("2026-03-01T09:00:00")), NOWHERE, ("2026-03-01", "day", None)),
        (story(above="<p>1 آذار 2026 - 23:30</p>"), NOWHERE, ("2026-03-01", "day", None)),
        (story(above="<p>1 آذار 2026 - 15:30 بتوقيت القاهرة</p>"), NOWHERE, ("2026-03-01T15:30:00+02:00", "minute", "page")),
        (story(above="<p>الأحد 12/9/1447 هـ 15:30 (مكة المكرمة)</p>"), NOWHERE, ("2026-03-01T15:30:00+03:00", "minute", "page")),
        (story(above="<p>12 رمضان 1447 هـ</p>"), OUTLET, ("2026-03-01", "day", None)),
        # A lie: the page shows its reader the hour that it marks as UTC.
        (story(head=meta("2026-03-01T09:23:13Z"), above="<p>1 آذار 2026 09:23</p>"), CAIRO, ("2026-03-01T09:23:13+02:00", "minute", "outlet")),
        (story(head=meta("2026-03-01T09:23:13+01:00"), above="<p>1 آذار 2026 09:23</p>"), CAIRO, ("2026-03-01T09:23:13+02:00", "minute", "outlet")),
        (story(head=meta("2026-03-01T09:23:13Z"), above="<p>1 آذار 2026 09:23</p>"), NOWHERE, ("2026-03-01", "day", None)),
        (story(head=WORDPRESS + meta("2026-03-01T09:23:13+00:00"), above="<p>1 آذار 2026 09:23</p>"), CAIRO, ("2026-03-01T11:23:13+02:00", "minute", "page")),
        (story(head=WORDPRESS + meta("2026-03-01T09:23:13+00:00"), above="<p>1 آذار 2026 09:23</p>"), NOWHERE, ("2026-03-01T09:23:13+00:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:23:13+03:00"), above="<p>1 آذار 2026 09:23</p>"), NOWHERE, ("2026-03-01T09:23:13+03:00", "minute", "page")),
        (story(head=json_ld("2026-03-01T09:23:13Z") + meta("2026-03-01T09:23:13")), CAIRO, ("2026-03-01T09:23:13+02:00", "minute", "outlet")),
        # The truth: the clock beside it is the outlet's, or may be some newsroom's.
        (story(head=meta("2026-03-01T09:23:13Z"), above="<p>1 آذار 2026 11:23</p>"), CAIRO, ("2026-03-01T11:23:13+02:00", "minute", "page")),
        (story(head=meta("2026-03-01T22:23:13Z"), above="<p>2 آذار 2026 01:23</p>"), OUTLET, ("2026-03-02T01:23:13+03:00", "minute", "page")),
        (story(head=meta("2026-03-01T22:23:13Z"), above="<p>2 آذار 2026 01:23</p>"), NOWHERE, ("2026-03-02T01:23:13+03:00", "minute", "page")),
        # Another moment of the article: an edit, not a zone.
        (story(head=meta("2026-03-01T09:23:13Z"), above="<p>1 آذار 2026 14:40</p>"), CAIRO, ("2026-03-01T11:23:13+02:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:23:13Z", "2026-03-01T10:23:00Z"), above="<p>1 آذار 2026 12:23</p>"), CAIRO, ("2026-03-01T11:23:13+02:00", "minute", "page")),
        # In doubt.
        (story(head=json_ld("2026-01-08T11:42:50+00:00"), above="<p>2026-01-08 | 12:42</p>"), BEIRUT, ("2026-01-08", "day", None)),
        (story(head=json_ld("2026-01-08T11:42:50+00:00") + meta("2026-01-08T12:42:50+02:00"), above="<p>2026-01-08 | 12:42</p>"), BEIRUT, ("2026-01-08T12:42:50+02:00", "minute", "page")),
        (story(head=meta("2026-03-01T09:00:00Z"), above="<p>1 آذار 2026 02:00</p>"), NOWHERE, ("2026-03-01", "day", None)),
        (story(head=meta("2026-02-28T22:30:00Z"), above="<p>28 شباط 2026</p>"), OUTLET, ("2026-02-28", "day", None)),
        (story(head=meta("2026-02-28T22:30:00Z"), above="<p>1 آذار 2026</p>"), OUTLET, ("2026-03-01T01:30:00+03:00", "minute", "page")),
        (story(head=WORDPRESS + meta("2026-02-28T22:30:00+00:00"), above="<p>28 شباط 2026</p>"), OUTLET, ("2026-03-01T01:30:00+03:00", "minute", "page")),
        # A clock that shows UTC beside a stamp with an offset.
        (story(head=meta("2026-03-01T12:00:00+03:00"), above="<p>1 آذار 2026 09:00</p>"), OUTLET, ("2026-03-01T12:00:00+03:00", "minute", "page")),
        (story(head=meta("2026-03-01T12:00:00+03:00"), above="<p>1 آذار 2026 09:00</p>"), NOWHERE, ("2026-03-01T12:00:00+03:00", "minute", "page")),
        # A place without an offset learns it from one that has it.
        (story(head=json_ld("2026-03-01T09:00:00") + meta("2026-03-01T09:00:00+03:00")), NOWHERE, ("2026-03-01T09:00:00+03:00", "minute", "page")),
        (story(head=json_ld("2026-03-01T09:00:00") + meta("2026-03-01T07:00:00Z")), NOWHERE, ("2026-03-01T09:00:00+02:00", "minute", "page")),
        # Local midnight, told in UTC, is a day.
        (story(head=meta("2026-02-28T21:00:00Z")), OUTLET, ("2026-03-01", "day", None)),
        (story(above="<p>منذ ساعتين</p>"), NOWHERE, ("2026-03-02T08:00:00+00:00", "minute", "page")),
    ],
)  # fmt: skip
def test_the_zone_is_the_pages_the_outlets_or_not_known(
    html: str, outlet: Outlet, expected: tuple[str, str, str | None]
) -> None:
    assert told(html, outlet) == expected


def test_the_hour_that_nobody_can_place_stays_in_the_raw_text() -> None:
    assert read(story(above="<p>1 آذار 2026 - 23:30</p>"), outlet=NOWHERE).published_raw == "1 آذار 2026 - 23:30"


@pytest.mark.parametrize(
    ("stamp", "outlet", "expected"),
    [
        ("2026-03-02T12:30:00Z", OUTLET, ("2026-03-02T12:30:00+03:00", "minute", "outlet")),  # fetched at 13:00 there
        ("2026-03-02T12:30:00Z", NOWHERE, ("2026-03-02", "day", None)),
        ("2026-03-02T13:10:00", OUTLET, ("2026-03-02T13:10:00+03:00", "minute", "outlet")),  # clocks differ
        ("2026-03-02T13:30:00", OUTLET, (None, None, None)),
        ("2026-03-03", OUTLET, (None, None, None)),
        ("2026-03-05T09:00:00Z", NOWHERE, (None, None, None)),
    ],
)
def test_a_time_to_come_is_tried_with_its_zone_repaired(
    stamp: str, outlet: Outlet, expected: tuple[str | None, str | None, str | None]
) -> None:
    html = story(head=meta(stamp))
    assert told(html, outlet) == expected
    assert read(html, outlet=outlet).published_raw == stamp


# The change.


@pytest.mark.parametrize(
    ("html", "outlet", "modified"),
    [
        (story(above="<p>الأحد، 01 آذار 2026، آخر تحديث 12:21 (GMT+0400)</p>"), OUTLET, "2026-03-01T11:21:00+03:00"),
        (story(above="<p>آخر تحديث: 1 آذار 2026 10:00</p>"), OUTLET, "2026-03-01T10:00:00+03:00"),
        (story(above="<p>آخر تحديث: 1 آذار 2026 10:00</p>"), NOWHERE, None),
        (story(head=meta("2026-03-01T09:00:00+03:00", "2026-03-01T11:00:00")), NOWHERE, None),
        (story(head=meta("2026-03-01T09:00:00+03:00", "2026-03-01T08:00:00Z")), NOWHERE, "2026-03-01T11:00:00+03:00"),
        (story(head=meta("2026-03-01", "2026-03-01T08:00:00Z")), OUTLET, "2026-03-01T11:00:00+03:00"),
        (story(head=meta("2026-03-01", "2026-02-28T08:00:00Z")), OUTLET, None),
        (story(above='<time class="entry-date published" datetime="2026-03-01T09:00:00+03:00">1 آذار</time>'
                     '<time class="updated" datetime="2026-03-01T11:00:00+03:00">1 آذار</time>'), OUTLET, "2026-03-01T11:00:00+03:00"),
        (story(above='<time class="entry-date published updated" datetime="2026-03-01T09:00:00+03:00">1 آذار</time>'), OUTLET, None),
        (story(head=json_ld("2026-01-08T11:42:50Z", "2026-01-08T13:00:00Z"), above="<p>2026-01-08 | 12:42</p>"), BEIRUT, None),
    ],
)  # fmt: skip
def test_a_change_is_told_apart_from_publication(html: str, outlet: Outlet, modified: str | None) -> None:
    article = read(html, outlet=outlet)
    assert (article.modified_at.isoformat() if article.modified_at else None) == modified


def test_a_change_is_found_below_the_story_where_it_is_marked() -> None:
    marked = '<span class="itemDateModified">آخر تعديل على الأحد, 01 آذار/مارس 2026 18:55</span>'
    html = story(paragraphs(*STORY) + marked, above="<div>الأحد, 01 آذار/مارس 2026 14:20</div>")
    modified = read(html).modified_at
    assert modified is not None and modified.isoformat() == "2026-03-01T18:55:00+03:00"
    card = f'<div class="card">{LINK}<span class="updated">1 آذار 2026 18:55</span></div>'
    assert read(story(paragraphs(*STORY) + card, head=meta("2026-03-01T09:00:00Z"))).modified_at is None


def test_a_day_by_the_headline_is_made_exact_by_a_stamp_below_the_story() -> None:
    stamp = '<a href="#p"><abbr class="published" title="2026-03-01T23:48:00+03:00">23:48</abbr></a>'
    html = story(f'{paragraphs(*STORY)}<div class="post-footer">{stamp}</div>', above="<p>1 آذار 2026</p>")
    assert told(html) == ("2026-03-01T23:48:00+03:00", "minute", "page")


def test_a_single_time_that_is_published_and_updated_is_the_publication() -> None:
    html = story(above='<time class="entry-date published updated" datetime="2026-03-01T09:00:00+03:00">1 آذار</time>')
    assert published(html) == ("2026-03-01T09:00:00+03:00", "time")
