"""Where places of a page name different authors, the rules say who is believed, and the others are recorded."""

import json

import pytest

from crawler.outlet import ArticleRules
from tests.extraction.reading import HEADLINE, STORY, paragraphs, read, story


def declared(*authors: object, **more: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "author": list(authors), **more}
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


PERSON = {"@type": "Person", "name": "رنا سامر"}


@pytest.mark.parametrize(
    ("head", "above", "authors", "origin"),
    [
        (declared(PERSON), "", ("رنا سامر",), "json-ld"),
        (declared("رنا سامر", "وسيم نور"), "", ("رنا سامر", "وسيم نور"), "json-ld"),
        (declared("رنا سامر، وسيم نور"), "", ("رنا سامر", "وسيم نور"), "json-ld"),
        (declared("رنا سامر - القاهرة"), "", ("رنا سامر",), "json-ld"),
        (declared(PERSON, {"@type": "Person", "name": "Rana Samer"}), "", ("رنا سامر",), "json-ld"),
        (declared("webteam1"), "", ("webteam1",), "json-ld"),
        (declared("webteam1"), "<div>بقلم: رنا سامر</div>", ("رنا سامر",), "byline"),
        (declared("webteam1"), '<span class="author">رنا سامر</span>', ("رنا سامر",), "byline"),
        (declared("سلمى حداد"), "<div>بقلم: رنا سامر</div>", ("رنا سامر",), "byline"),
        (declared("سلمى حداد"), '<span class="author">رنا سامر</span>', ("سلمى حداد",), "json-ld"),
        (declared("سلمى حداد"), "<div>ترجمة: رنا سامر</div>", ("سلمى حداد",), "json-ld"),
        (declared("admin"), '<span class="author">رنا سامر</span>', ("رنا سامر",), "byline"),
        (declared("https://facebook.com/paper"), "", (), None),
        ("", '<a class="author-name" href="/author/2">رنا سامر</a><div class="author-bio">كاتبة تنشر كل أربعاء، ولها مجموعة قصصية للأطفال.</div>', ("رنا سامر",), "byline"),
        ('<meta property="article:author" content="https://facebook.com/paper"><meta name="author" content="رنا سامر">', "", ("رنا سامر",), "meta"),
        ('<meta name="article:author" content="رنا سامر">', "", ("رنا سامر",), "meta"),
        ('<meta name="DC.Creator" content="رنا سامر">', "", ("رنا سامر",), "meta"),
        ('<meta property="dc:creator" content="رنا سامر">', "", ("رنا سامر",), "meta"),
        ('<meta name="twitter:label1" content="كُتب بواسطة"><meta name="twitter:data1" content="رنا سامر">', "", ("رنا سامر",), "meta"),
        ('<meta name="twitter:label1" content="وقت القراءة"><meta name="twitter:data1" content="دقيقتان">', "", (), None),
        ('<meta name="twitter:creator" content="@rana">', "", (), None),
    ],
)  # fmt: skip
def test_the_rules_say_who_is_believed(head: str, above: str, authors: tuple[str, ...], origin: str | None) -> None:
    article = read(story(head=head, above=above))
    assert (article.authors, article.origins.get("authors")) == (authors, origin)


def test_the_other_author_is_recorded() -> None:
    article = read(story(head=declared("سلمى حداد"), above="<div>بقلم: رنا سامر</div>"))
    [found] = article.disagreements
    assert (found.field, found.kept, found.origin) == ("authors", "رنا سامر", "byline")
    assert (found.other, found.other_origin) == ("سلمى حداد", "json-ld")
    assert "signed byline" in found.rule


@pytest.mark.parametrize("shown", ["رنا سامر", "كتبت: رنا سامر", "Rana Samer", "رنـا سامر - دمشق", "الجريدة"])
def test_the_same_name_in_another_dress_is_no_disagreement(shown: str) -> None:
    article = read(story(head=declared(PERSON), above=f'<div class="author">{shown}</div>'))
    assert (article.authors, article.disagreements) == (("رنا سامر",), ())


@pytest.mark.parametrize(
    ("name", "credit"),
    [
        ("وكالة الأفق", "وكالة الأفق"),
        ("رويترز", "رويترز"),
        ("الجريدة", None),
        ("موقع الجريدة", None),
        ("فريق التحرير", None),
    ],
)
@pytest.mark.parametrize("kind", ["Organization", "NewsMediaOrganization", "Person"])
def test_an_organisation_is_a_credit_and_no_author(name: str, credit: str | None, kind: str) -> None:
    article = read(story(head=declared({"@type": kind, "name": name})))
    assert (article.authors, article.credit) == ((), credit)


def test_a_person_who_is_declared_an_organisation_is_an_author() -> None:
    assert read(story(head=declared({"@type": "Organization", "name": "رنا سامر"}))).authors == ("رنا سامر",)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta name="author" content="الأفق نيوز">', f"{HEADLINE} - الأفق نيوز"),
        ('<meta name="author" content="صوت الأفق">', f"صوت الأفق | {HEADLINE}"),
        ('<meta name="author" content="صوت الأفق"><script type="application/ld+json">{"@type": "WebSite", "name": "صوت الأفق"}</script>', HEADLINE),
        ('<meta name="author" content="ذا بيبر">', HEADLINE),
    ],
)  # fmt: skip
def test_a_site_that_nobody_declared_is_known_by_its_title_its_json_ld_and_its_address(head: str, title: str) -> None:
    article = read(story(head=head, title=title), url="https://www.dhabibr.example/17")
    assert (article.authors, article.credit) == ((), None)


def test_the_page_of_a_site_without_article_nodes_names_its_author() -> None:
    graph = [
        {"@type": "WebPage", "name": HEADLINE, "author": {"@id": "#rana"}},
        {"@type": "Person", "@id": "#rana", "name": "رنا سامر"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert read(story(head=head)).authors == ("رنا سامر",)


@pytest.mark.parametrize(
    ("above", "dateline", "credit"),
    [
        ("<div>بيروت ـ العرب اليوم</div>", "بيروت", "العرب اليوم"),
        ("<div>بيروت ـ الجريدة</div>", "بيروت", None),
        ("<div>عنب بلدي – خاص</div>", None, "عنب بلدي"),
        ("<div>نورث برس – القامشلي</div>", "القامشلي", "نورث برس"),
        ("<div>الرياض (واس)</div>", "الرياض", "واس"),
        ("<div>المصدر: سانا</div>", None, "سانا"),
        ("<div>المصدر: الجريدة + رويترز</div>", None, "رويترز"),
        ("<div>نقلاً عن رويترز</div>", None, "رويترز"),
    ],
)
def test_a_credit_below_the_headline_is_read(above: str, dateline: str | None, credit: str | None) -> None:
    article = read(story(above=above))
    assert (article.dateline, article.credit) == (dateline, credit)


def test_the_outlets_place_decides_of_the_credit_and_the_other_is_recorded() -> None:
    html = story(paragraphs("حماة - سانا: " + STORY[0], *STORY[1:]), above='<div class="from">إدلب ـ رويترز</div>')
    article = read(html, ArticleRules(credit=("div.from",)))
    assert (article.credit, article.dateline, article.origins["credit"]) == ("رويترز", "إدلب", "rule")
    assert [(one.field, one.other, one.other_origin) for one in article.disagreements] == [("credit", "سانا", "text")]
