"""Pages are told from other documents and parsed whole, however broken."""

import pytest

from crawler.extraction.document import foreign_format, parse
from tests.extraction.reading import HEADLINE, STORY, body, paragraphs, read, story, tree


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


PARAGRAPHS = paragraphs(*STORY)


@pytest.mark.parametrize(
    "html",
    [
        story().replace("</header>", "</header></body></html>"),
        story().replace("<html", "<html><html").replace("<body", "<head><title>آخر</title></head><body"),
        story()[story().index("<head>") :],
        '<?xml version="1.0" encoding="utf-8"?>'
        + story().replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"'),
        story().replace("<div", "<DIV").replace("</div", "</DIV").replace("<p>", "<P>").replace("<h1", "<H1"),
        story().replace("<html", "<html ⚡"),
        story("<br/><br/></p>".join(STORY)),
        story("<p>".join(STORY)),
        story("<pre>" + "\n\n".join(STORY) + "</pre>"),
        story("<!--[if IE]><p>قديم</p><![endif]--><![if !IE]>" + PARAGRAPHS + "<![endif]>"),
        story(PARAGRAPHS.replace(" في ", " <o:p></o:p><st1:place w:st='on'>في</st1:place> ")),
    ],
)
def test_odd_markup_is_read_as_browsers_do(html: str) -> None:
    assert body(html) == list(STORY)


@pytest.mark.parametrize(
    "opening",
    [
        "<!-- top ->", "<textarea>embed", "<TEXTAREA rows='3'>", "<iframe src='a'>", "<style>a{}", "<script>var a = 1;",
        "<select><option>a", "<noscript><img src='a'>", "<object><param>", "<video><source>", "<button>", "<map>",
    ],
)  # fmt: skip
def test_what_nobody_closed_does_not_swallow_the_page(opening: str) -> None:
    assert body(story(above=opening)) == list(STORY)


def test_an_unclosed_title_does_not_swallow_the_page() -> None:
    article = read(story().replace("</title>", ""))
    assert article.headline == HEADLINE
    assert article.body.split("\n\n") == list(STORY)


def test_several_unclosed_elements_are_closed() -> None:
    assert body(story(above="<textarea>a").replace("</title>", "") + "<!-- end") == list(STORY)


@pytest.mark.parametrize("cut", ["<script>var story = '<p>", "<style>.a{", "<!-- banner", "<textarea>"])
def test_a_page_cut_off_within_an_element_shows_none_of_it(cut: str) -> None:
    html = story()
    assert body(html[: html.index(f"<p>{STORY[2]}")] + cut) == list(STORY[:2])


@pytest.mark.parametrize("tag", ["noscript", "template"])
def test_a_story_for_readers_without_scripts_is_read(tag: str) -> None:
    assert body(story(f"<div id='app'></div><{tag}>{PARAGRAPHS}</{tag}>")) == list(STORY)
    assert body(story(f"<{tag}>{' '.join(STORY)}</{tag}>")) == [" ".join(STORY)]


@pytest.mark.parametrize(
    "beside",
    [
        "<noscript><p>يجب تفعيل جافاسكريبت في متصفحك حتى يعمل هذا الموقع على الوجه الصحيح وتظهر الصور</p></noscript>",
        "<template><p>{{title}}</p></template>",
        "<select>" + "<option>محافظة ريف دمشق</option>" * 40 + "</select>",
    ],
)
def test_what_stands_beside_a_story_in_such_an_element_stays_out(beside: str) -> None:
    assert body(story(above=beside)) == list(STORY)


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPHS.replace("<", "&lt;").replace(">", "&gt;"),
        "<br>".join(f"&lt;p dir=”rtl” style=&quot;text-align: right;&quot;&gt;{line}&lt;/p&gt;" for line in STORY),
        f"<p>{'&lt;br /&gt;'.join(STORY)}</p>",
        "".join(f"<p>&lt;P&gt;&lt;strong&gt;{line}&lt;/strong&gt;&lt;/P&gt;&lt;br&gt;</p>" for line in STORY),
    ],
)
def test_escaped_markup_is_markup(text: str) -> None:
    assert body(story(text)) == list(STORY)


def test_escaped_markup_in_attributes_stays() -> None:
    caption = "&lt;p&gt;تعليق&lt;/p&gt;"
    parsed = parse(f'<a title="{caption}">صورة</a>')
    assert parsed is not None
    assert [link.get("title") for link in parsed.iter("a")] == ["<p>تعليق</p>"]


def test_less_and_greater_in_a_sentence_stay() -> None:
    line = "بلغت النسبة &lt; 5 &gt; 3 في المدينة بحسب البيان الذي صدر اليوم عن مديرية الصحة &lt;سانا&gt;"
    assert body(story(paragraphs(line, *STORY)))[0] == line.replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize(
    "html",
    [
        story(above="<p " + " ".join(f"a{number}='1'" for number in range(200_000)) + "></p>"),
        story(above=f"<img alt='صورة' src='data:image/png;base64,{'A' * 100_000}'>"),
        story(above="<noscript><p>نص قصير</p></noscript>" * 5000),
        story(above="<textarea>" * 20_000),
        story(head="<title>" * 20_000),
    ],
)
def test_a_story_beside_a_monstrous_tag_is_read(html: str) -> None:
    assert STORY[2] in read(html).body


@pytest.mark.parametrize("tag", ["div", "b", "section", "blockquote", "font"])
def test_no_tree_is_so_deep_that_asking_it_takes_for_ever(tag: str) -> None:
    words = [f"كلمة{number}" for number in range(1000)]
    root = tree("<body>" + "".join(f"<{tag}>{word} " for word in words))
    assert max(sum(1 for _ in element.iterancestors()) for element in root.iter()) < 512
    assert root.text_content().split() == words
