"""The character set that a page really uses is found whatever it declares."""

import codecs

import pytest

from crawler.extraction.decode import decode

TEXT = "<html><body><p>قالت البلدية في بيان إن المياه ستصل إلى الأحياء بعد أسبوع من الآن</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "iso8859-6"])
@pytest.mark.parametrize(
    "content_type", [None, "text/html", "text/html; charset=ISO-8859-1", "text/html; charset=none"]
)
def test_undeclared_and_wrongly_declared_arabic_is_read(encoding: str, content_type: str | None) -> None:
    assert decode(TEXT.encode(encoding), content_type) == TEXT


def test_valid_utf8_overrules_a_declared_windows_1256() -> None:
    assert decode(TEXT.encode(), "text/html; charset=windows-1256") == TEXT


def test_windows_1256_overrules_a_declared_utf8() -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    assert decode((meta + TEXT).encode("cp1256"), "text/html; charset=UTF-8") == meta + TEXT


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "text/html; charset=windows-1256") == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", ["", "\r\n ", "<!DOCTYPE html>", '<?xml version="1.0"?>'])
def test_utf16_shows_without_a_mark(encoding: str, start: str) -> None:
    assert decode((start + TEXT).encode(encoding), "text/html; charset=utf-8") == start + TEXT


def test_marks_of_included_files_are_dropped() -> None:
    assert decode(codecs.BOM_UTF8 * 2 + TEXT.encode(), None) == TEXT


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "none"])
def test_utf8_with_a_few_broken_bytes_is_still_utf8(declared: str) -> None:
    broken = TEXT.encode().replace("بيان".encode(), b"\xd8\xa8\xe3\xd8")
    text = decode(broken, f"text/html; charset={declared}")
    before, after = TEXT.split("بيان")
    assert text.startswith(before)
    assert text.endswith(after)


def test_a_mark_before_windows_1256_does_not_overrule_it() -> None:
    assert decode(codecs.BOM_UTF8 + TEXT.encode("cp1256"), "text/html; charset=utf-8") == TEXT


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "none"])
def test_a_headline_without_an_everyday_word_is_enough(encoding: str, declared: str) -> None:
    text = "<title>افتتاح معرض الزهور السنوي</title>"
    assert decode(text.encode(encoding), f"text/html; charset={declared}") == text


def test_utf8_within_a_windows_1256_page_is_read_too() -> None:
    inset = "<p>أسعار الذهب</p>"
    assert decode(TEXT.encode("cp1256") * 3 + inset.encode(), None) == TEXT * 3 + inset


@pytest.mark.parametrize("encoding", ["latin-1", "cp1256"])
def test_a_page_or_a_part_of_it_that_was_encoded_twice_is_repaired(encoding: str) -> None:
    twice = TEXT.encode().decode(encoding).encode()
    assert decode(twice, None) == TEXT
    assert decode(TEXT.encode() + twice, None) == TEXT * 2


@pytest.mark.parametrize(
    ("reference", "sign"),
    [
        ("&#145;", "‘"),
        ("&#0146;", "’"),
        ("&#x93;", "“"),
        ("&#X94;", "”"),
        ("&#133", "…"),
        ("&#150;", "–"),
        ("&#129;", ""),
    ],
)
def test_references_to_controls_are_what_browsers_show(reference: str, sign: str) -> None:
    assert decode(f"قال {reference}".encode(), None) == f"قال {sign}"


@pytest.mark.parametrize("reference", ["&#1450;", "&#x930;", "&#127912;", "&amp;lt;", "&amp;", "?a=1&amp;nbsp=2"])
def test_references_that_look_alike_stay(reference: str) -> None:
    assert decode(reference.encode(), None) == reference


def test_references_that_were_escaped_twice_are_references() -> None:
    assert decode(b"&amp;quot;&amp;nbsp;&amp;#1575;&amp;laquo;", None) == "&quot;&nbsp;&#1575;&laquo;"


def test_a_page_cut_off_within_a_letter_is_still_utf8() -> None:
    cut = TEXT.encode()[: TEXT.encode().index("بعد".encode()) + 1]
    assert decode(cut, None).startswith(TEXT[:60])


def test_a_declared_encoding_without_arabic_is_believed() -> None:
    assert decode('<meta charset="windows-1252">café'.encode("cp1252"), None) == '<meta charset="windows-1252">café'


def test_an_undeclared_western_page_is_read_as_browsers_do() -> None:
    assert decode("déjà vu, garçon".encode("latin-1"), None) == "déjà vu, garçon"


def test_persian_in_utf8_that_is_cut_off_stays_persian() -> None:
    persian = "این یک متن فارسی است که برای آزمون نوشته شده است"
    assert decode(persian.encode()[:-1], None).startswith(persian[:-1])


@pytest.mark.parametrize("label", ["punycode", "utf-7", "unicode_escape", "base64", "\x00", "x" * 5000])
def test_encodings_that_no_browser_knows_are_not_followed(label: str) -> None:
    assert decode(TEXT.encode(), f"text/html; charset={label}") == TEXT


@pytest.mark.parametrize(
    "sign", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "&#0;", "&#1;", "&#x1F;", "&#11;", "&#xFFFE;", "&amp;#11;"]
)
def test_what_xml_cannot_hold_is_dropped(sign: str) -> None:
    assert decode(f"سل{sign}مية".encode(), None) == "سلمية"


@pytest.mark.parametrize("reference", ["&#1575;", "&#10;", "&#9;", "&#x627;", "&#310;"])
def test_other_numeric_references_stay(reference: str) -> None:
    assert decode(reference.encode(), None) == reference


def test_a_reference_ends_where_its_digits_end() -> None:
    assert decode(b"a&#6Cb &#x1Fg &#31;", None) == "aCb g "


def test_what_was_encoded_twice_brings_no_character_that_xml_cannot_hold() -> None:
    twice = "المياه في سلمية\ufffe على الخط".encode().decode("cp1252", "replace").encode()
    assert "\ufffe" not in decode(twice, "text/html; charset=utf-8")
