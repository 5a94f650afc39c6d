"""Microdata and RDFa of the page's article are read; those of other things on the page are not."""

from datetime import UTC

import pytest

from tests.extraction.reading import HEADLINE, OTHERS, STORY, document, paragraphs, read, story

# As Drupal 7 prints a node.
DRUPAL_7 = f"""
<div id="node-17" class="node node-article" about="/node/17" typeof="sioc:Item foaf:Document">
<h1>{HEADLINE}</h1><span property="dc:title" content="{HEADLINE}" class="rdf-meta element-hidden"></span>
<div class="meta"><span property="dc:date dc:created" content="2026-03-01T09:00:00+02:00" datatype="xsd:dateTime"
 rel="sioc:has_creator">نشر بواسطة <span class="x" typeof="sioc:UserAccount" property="foaf:name">رنا سامر</span></span></div>
<div property="content:encoded">{paragraphs(*STORY)}</div>
<a href="/t/1" typeof="skos:Concept" property="rdfs:label skos:prefLabel" datatype="">مياه</a></div>
<div id="comments"><div about="/comment/1" typeof="sioc:Post sioct:Comment"><h3 property="dc:title">شكرا</h3>
<span rel="sioc:has_creator"><span property="foaf:name" typeof="sioc:UserAccount">زائر كريم</span></span></div></div>
"""
# As Drupal 8 does.
DRUPAL_8 = f"""
<article about="/x" typeof="schema:Article"><h1>{HEADLINE}</h1><span property="schema:name" content="{HEADLINE}"></span>
<span rel="schema:author"><span typeof="schema:Person" property="schema:name" datatype="">رنا سامر</span></span>
<span property="schema:dateCreated" content="2026-03-01T07:00:00+00:00"></span>{paragraphs(*STORY)}</article>
"""
LITE = f"""
<div vocab="http://schema.org/" typeof="NewsArticle"><h1 property="headline">{HEADLINE}</h1>
<span property="author" typeof="Person"><span property="name">رنا سامر</span></span>{paragraphs(*STORY)}</div>
"""


@pytest.mark.parametrize("body", [DRUPAL_7, DRUPAL_8, LITE])
def test_rdfa_names_the_author(body: str) -> None:
    article = read(document(body))
    assert (article.authors, article.origins["authors"]) == (("رنا سامر",), "rdfa")


@pytest.mark.parametrize("body", [DRUPAL_7, DRUPAL_8])
def test_rdfa_dates_the_article(body: str) -> None:
    article = read(document(body))
    assert article.published_at is not None
    assert article.published_at.astimezone(UTC).isoformat() == "2026-03-01T07:00:00+00:00"


def test_rdfa_of_no_resource_beside_the_article_is_not_its_own() -> None:
    day = '<span property="dc:date" content="2026-02-15T00:00:00+03:00">15 شباط 2026</span>'
    beside = f'<div id="sidebar-second"><a href="/node/9">{OTHERS[0]}</a>{day}</div>'
    body = f"<h1>{HEADLINE}</h1>{paragraphs(*STORY)}"
    assert read(document(f"<div>{body}</div>{beside}")).published_at is None
    assert read(document(f"<div>{day}{body}</div>")).published_at is not None


def test_taxonomy_in_rdfa_is_keywords() -> None:
    assert read(document(DRUPAL_7)).keywords == ("مياه",)


def test_a_link_to_the_author_is_a_byline_and_no_rdfa() -> None:
    assert read(story(above='<a rel="author" href="/a">رنا سامر</a>')).origins["authors"] == "byline"


MICRODATA = f"""
<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{HEADLINE}</h1>
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">رنا سامر</b></span>
<div itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><meta itemprop="url" content="/a.jpg">صورة</div>
<meta itemprop="datePublished" content="2026-03-01T09:00:00+03:00">{paragraphs(*STORY)}</article>
"""
CARD = f"""
<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="headline">{OTHERS[0]}</span>
<span itemprop="author">وسيم نور</span><img itemprop="image" src="/other.jpg"></div>
"""


@pytest.mark.parametrize("body", [MICRODATA, CARD + MICRODATA, MICRODATA + CARD])
def test_microdata_of_the_pages_article_is_read(body: str) -> None:
    article = read(document(body))
    assert (article.authors, article.image_url) == (("رنا سامر",), "https://www.paper.example/a.jpg")
    assert article.origins["authors"] == article.origins["image_url"] == "microdata"


def test_microdata_of_other_things_on_the_page_is_not_the_articles() -> None:
    product = '<div itemscope itemtype="https://schema.org/Product"><span itemprop="author">شركة أدوات</span></div>'
    assert read(story(above=product)).authors == ()


def test_an_organisation_in_microdata_is_no_author() -> None:
    author = '<div itemprop="author" itemscope itemtype="https://schema.org/Organization"><span itemprop="name">وكالة الأفق</span></div>'
    article = read(document(MICRODATA.replace("رنا سامر", "").replace("<h1", f"{author}<h1")))
    assert (article.authors, article.credit) == ((), "وكالة الأفق")
