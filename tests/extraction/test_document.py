"""Pages are told from other documents and parsed whole, however broken."""

import pytest

from crawler.extraction.document import foreign_format, parse
from tests.extraction.reading import STORY, body, paragraphs, story


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<?xml version="1.0"?><rss version="2.0"></rss>', "an RSS feed"),
        ('<?xml version="1.0"?>\n<!-- made by hand -->\n<feed xmlns="http://www.w3.org/2005/Atom"/>', "an Atom feed"),
        ("<rdf:RDF></rdf:RDF>", "an RDF feed"),
        ("<urlset></urlset>", "a sitemap"),
        ("<sitemapindex></sitemapindex>", "a sitemap index"),
        ('<?xml version="1.0"?><catalogue/>', "an XML document <catalogue>"),
        ('{"a": 1}', "JSON"),
        ("%PDF-1.7 ...", "a PDF document"),
    ],
)
def test_what_is_no_page_is_named(text: str, name: str) -> None:
    assert foreign_format(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html></html>",
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html></html>',
        "<head><title>بلا جذر</title></head>",
        "<p>فقرة</p>",
        "نص بلا وسوم",
    ],
)
def test_what_may_be_a_page_is_no_foreign_format(text: str) -> None:
    assert foreign_format(text) is None


@pytest.mark.parametrize("text", ["", "  \n ", "<!-- only this -->", "<?xml version='1.0'?>"])
def test_an_empty_document_has_no_tree(text: str) -> None:
    assert parse(text) is None


def test_an_xml_declaration_does_not_overrule_the_decoded_text() -> None:
    parsed = parse(f'<?xml version="1.0" encoding="windows-1256"?><html><body><p>{STORY[0]}</p></body></html>')
    assert parsed is not None
    assert parsed.text_content() == STORY[0]


@pytest.mark.parametrize("tag", ["div", "font", "blockquote", "table><tr><td"])
@pytest.mark.parametrize("depth", [300, 5000])
def test_a_story_below_thousands_of_open_tags_is_read(tag: str, depth: int) -> None:
    assert body(story(f"<{tag}>" * depth + paragraphs(*STORY))) == list(STORY)


def test_a_page_cut_off_in_a_tag_is_read_up_to_there() -> None:
    html = story()
    assert body(html[: html.index(STORY[2])] + '<p class="') == list(STORY[:2])
