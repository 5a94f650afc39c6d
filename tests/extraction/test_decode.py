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
    "sign", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "&#0;", "&#1;", "&#x1F;", "&#11;", "&#xFFFE;"]
)
def test_what_xml_cannot_hold_is_dropped(sign: str) -> None:
    assert decode(f"سل{sign}مية".encode(), None) == "سلمية"


@pytest.mark.parametrize("reference", ["&#1575;", "&#10;", "&#9;", "&#x627;", "&#310;"])
def test_other_numeric_references_stay(reference: str) -> None:
    assert decode(reference.encode(), None) == reference
