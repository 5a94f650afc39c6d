"""One spelling for one page, and which hosts a crawler may be sent to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.urls import is_public_host, normalise, number_key, url_key

PAGE = "https://www.example.com/news/%D8%AE%D8%A8%D8%B1/"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Www.Example.COM", "https://www.example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:80/a", "http://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://user:secret@example.com/a", "https://example.com/a"),
        ("  https://example.com/a#comments ", "https://example.com/a"),
        ("https://example.com/خبر/", "https://example.com/%D8%AE%D8%A8%D8%B1/"),
        ("https://example.com/%d8%ae%d8%a8%d8%b1/", "https://example.com/%D8%AE%D8%A8%D8%B1/"),
        ("https://example.com/%7Euser/%61", "https://example.com/~user/a"),
        ("https://example.com/100%/a b", "https://example.com/100%25/a%20b"),
        ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ("https://example.com/a/../b/./c", "https://example.com/b/c"),
        ("https://example.com/a?utm_source=x&p=123&fbclid=y", "https://example.com/a?p=123"),
        ("https://example.com/?p=123", "https://example.com/?p=123"),
        ("https://example.com/archives/123", "https://example.com/archives/123"),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/a?q=خبر", "https://example.com/a?q=%D8%AE%D8%A8%D8%B1"),
        ("https://example.com/a?amp=1", "https://example.com/a"),
        ("https://example.com/a?amp", "https://example.com/a"),
        ("https://example.com/a/amp/", "https://example.com/a/"),
        ("https://example.com/amp/a/b", "https://example.com/a/b"),
        ("https://example.com/ampere/camp", "https://example.com/ampere/camp"),
        ("https://صحيفة.مثال/خبر", "https://xn--ogbhx3c3b.xn--mgbh0fb/%D8%AE%D8%A8%D8%B1"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_the_canonical_spelling(url: str, canonical: str) -> None:
    assert normalise(url) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a url",
        "mailto:a@example.com",
        "/relative/path",
        "//example.com/a",
        "http://",
        "http://[::1",
        "http://a:b/",
        "http://a%2Fb.com/",
        "http://a%3A80/",
        "http://exa mple.com/",
    ],
)
def test_what_is_no_web_address_comes_back_stripped(text: str) -> None:
    assert normalise(f"  {text}\n") == text


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.com/news/%D8%AE%D8%A8%D8%B1/",
        "https://example.com/news/%D8%AE%D8%A8%D8%B1/",
        "https://www.example.com/news/%D8%AE%D8%A8%D8%B1",
        "https://www.example.com/news/%d8%ae%d8%a8%d8%b1/",
        "https://www.example.com/news/خبر/",
        "https://www.example.com/news/%D8%AE%D8%A8%D8%B1/?amp=1",
        "https://www.example.com/news/%D8%AE%D8%A8%D8%B1/amp/",
        "https://www.example.com/amp/news/%D8%AE%D8%A8%D8%B1",
        "https://www.example.com/news/%D8%AE%D8%A8%D8%B1/?utm_source=rss&utm_medium=feed&gclid=1",
        "https://WWW.example.com:443/news/%D8%AE%D8%A8%D8%B1/#top",
    ],
)
def test_spellings_of_one_page_have_one_key(other: str) -> None:
    assert url_key(other) == url_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://m.example.com/news/%D8%AE%D8%A8%D8%B1/",
        "https://news.example.com/news/%D8%AE%D8%A8%D8%B1/",
        "https://www.example.com:8443/news/%D8%AE%D8%A8%D8%B1/",
        "https://www.example.com/news/%D8%AE%D8%A8%D8%B1/?p=2",
        "https://www.example.com/news/",
        "https://www.example.com/NEWS/%D8%AE%D8%A8%D8%B1/",
    ],
)
def test_other_pages_have_other_keys(other: str) -> None:
    assert url_key(other) != url_key(PAGE)


def test_keys_are_32_hexadecimal_digits_and_stay_as_they_are() -> None:
    # Pinned: they identify pages in databases.
    assert url_key(PAGE) == "2c28319d7db4fa1627d971a588ba304b"
    assert number_key("enab_baladi", "700101") == "93ee0ca34cae7613606d8e6cfcb5a01b"


def test_a_number_is_an_article_of_its_outlet_only() -> None:
    assert number_key("enab_baladi", "1") != number_key("syria_tv", "1")
    assert number_key("enab_baladi", "12") != number_key("enab_baladi1", "2")


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert len(url_key(text)) == 32


SEGMENTS = st.lists(
    st.sampled_from(
        [
            "amp",
            "..",
            ".",
            "",
            "a",
            "خبر",
            "%d8",
            "%zz",
            "%2e",
            "%2E%2e",
            "a b",
            "é",
            "?amp",
            "?utm_x=1&amp=1",
            "&",
            "#f",
        ]
    )
)


@given(st.sampled_from(["http://", "HTTPS://www."]), SEGMENTS)
def test_normalising_twice_changes_nothing(scheme: str, segments: list[str]) -> None:
    url = normalise(f"{scheme}example.com/{'/'.join(segments)}")
    assert normalise(url) == url
    assert url_key(url) == url_key(f"{scheme}example.com/{'/'.join(segments)}")


@pytest.mark.parametrize("host", ["example.com", "www.enabbaladi.net", "8.8.8.8", "2001:4860:4860::8888", "صحيفة.مثال"])
def test_machines_of_the_public_internet(host: str) -> None:
    assert is_public_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST.", "db.localhost", "database", "printer.local", "metadata.google.internal", "",
        "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1",
        "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "1.2.3.4.5", "999.1.1.1",
        "::1", "[::1]", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "１２７.0.0.1", "127.0.0.1。",
    ],
)  # fmt: skip
def test_machines_that_are_nobodys_business(host: str) -> None:
    assert not is_public_host(host)
