"""A tree is seen as its reader sees it: runs of text, and how much of each is a link."""

import pytest

from crawler.extraction.blocks import blocks, text_lines
from tests.extraction.reading import tree


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(tree(f"<html><body>{html}</body></html>"))]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>أول</p><p>ثان</p>", ["أول", "ثان"]),
        ("<div>أول<br><br>ثان<br>ثالث</div>", ["أول", "ثان", "ثالث"]),
        ("<div>أول<p>ثان</p>ثالث</div>", ["أول", "ثان", "ثالث"]),
        ("<p>كلمة <b>غامقة</b> و<a href='/x'>رابط</a> معا</p>", ["كلمة غامقة ورابط معا"]),
        ("<span>أول<br>ثان</span>", ["أول", "ثان"]),
        ("<strong>عنوان<br></strong>نص", ["عنوان", "نص"]),
        ("<font><p>أول</p><p>ثان</p></font>ثالث", ["أول", "ثان", "ثالث"]),
        ("<h2>عنوان<br>على سطرين</h2>", ["عنوان على سطرين"]),
        ("<ul><li>أول</li><li>ثان<br>تتمة</li></ul>", ["أول", "ثان", "تتمة"]),
        ("<table><tr><td>أول</td><td>ثان</td></tr></table>", ["أول", "ثان"]),
        ("<div><img src='a'>نص</div>", ["نص"]),
        ("<div>  \n </div><p></p>", []),
    ],
)
def test_lines_part_where_a_reader_sees_a_new_line(html: str, expected: list[str]) -> None:
    assert texts(html) == expected


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p><a href='/x'>عنوان خبر</a></p>", 1.0),
        ("<p>- <a href='/x'>عنوان خبر</a></p>", 1.0),
        ("<a href='/x'><h3>عنوان</h3></a>", 1.0),
        ("<p><a href='#part'>فقرة</a></p>", 0.0),
        ("<p><a>بلا وجهة</a></p>", 0.0),
        ("<p>12345<a href='/x'>12345</a></p>", 0.5),
    ],
)
def test_the_linked_share_counts_links_to_other_pages(html: str, linked: float) -> None:
    assert blocks(tree(html))[-1].linked == pytest.approx(linked)


def test_the_lines_of_an_element_leave_its_tree_as_it_is() -> None:
    parsed = tree("<html><body><span>سامر<br>رنا</span> ذيل</body></html>")
    span = parsed.find(".//span")
    assert text_lines(span) == ["سامر", "رنا"]
    assert parsed.text_content() == "سامررنا ذيل"
