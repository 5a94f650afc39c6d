"""Persons are told from desks, papers, places, sections and jobs."""

import pytest

from crawler.extraction import names


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("رنا سامر", "person"),
        ("د. رنا سامر", "person"),
        ("عبد الواحد نور", "person"),
        ("أبو محمد الحلبي", "person"),
        ("سلمى الخضراء حداد", "person"),
        ("دمشق", "place"),
        ("دمشق، سوريا", "place"),
        ("رويترز", "agency"),
        ("أ ف ب", "agency"),
        ("وكالة الأفق", "medium"),
        ("صحيفة الأفق", "medium"),
        ("الأفق نيوز", "medium"),
        ("وزارة المياه", "organisation"),
        ("Horizon News", "medium"),
        ("horizon.com", "medium"),
        ("غرفة الأخبار", "own"),
        ("فريق التحرير", "desk"),
        ("المحرر السياسي", "desk"),
        ("قسم الأخبار", "desk"),
        ("admin", "desk"),
        ("عرب وعالم", "section"),
        ("الجريدة", "own"),
        ("صحيفة الجريدة", "own"),
        ("الجريدة نت", "own"),
        ("np_user", "unknown"),
        ("تيم ووترز", "unknown"),
    ],
)
def test_a_name_has_a_role(name: str, role: str) -> None:
    assert names.role(name, frozenset({"الجريده"})) == role


@pytest.mark.parametrize(
    "text", ["محمد", "نور الشمس في الشتاء", "علي أن", "كريم ما", "دمشق القديمة", "رنا سامر 2024", "رنا، سامر"]
)
def test_not_every_line_that_begins_like_a_name_is_one(text: str) -> None:
    assert not names.is_surely_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("رنا سامر كاتبة سورية", "رنا سامر"),
        ("رنا سامر صحافية وباحثة", "رنا سامر"),
        ("الصحفي وسيم نور", "وسيم نور"),
        ("رنا سامر في دمشق", "رنا سامر"),
        ("رنا سامر 12/3/2024", "رنا سامر"),
        ("رنا سامر الأحد 12", "رنا سامر"),
        ("محمد الكاتب", "محمد الكاتب"),
        ("كاتب سوري", ""),
        ("user17", "user17"),
    ],
)
def test_what_follows_a_name_is_cut(text: str, name: str) -> None:
    assert names.trimmed(text) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رنا سامر ووسيم نور", ["رنا سامر", "وسيم نور"]),
        ("أحمد سالم ومحمود نور", ["أحمد سالم", "محمود نور"]),
        ("رنا سامر وعبد الله نور", ["رنا سامر", "عبد الله نور"]),
        ("رنا وسيم", ["رنا وسيم"]),
        ("أحمد وائل سالم", ["أحمد وائل سالم"]),
        ("عبد الواحد وليد سالم", ["عبد الواحد وليد سالم"]),
        ("هند محمد وردة سالم", ["هند محمد وردة سالم"]),
    ],
)
def test_a_glued_and_parts_names_only_where_a_given_name_tells(text: str, expected: list[str]) -> None:
    assert names.parted(text) == expected


def test_one_name_in_two_scripts_is_one_author() -> None:
    assert names.without_doubles(["Rana Samer", "رنا سامر", "رنا سامر"]) == ("رنا سامر",)
    assert names.without_doubles(["Ahmad al-Khatib", "أحمد الخطيب"]) == ("أحمد الخطيب",)
    assert names.without_doubles(["Wasim Nour", "رنا سامر"]) == ("Wasim Nour", "رنا سامر")


@pytest.mark.parametrize(
    ("name", "host", "same"), [("عنب بلدي", "www.enabbaladi.net", True), ("رنا سامر", "www.enabbaladi.net", False)]
)
def test_a_site_is_known_by_the_sound_of_its_address(name: str, host: str, same: bool) -> None:
    assert names.sounds_like_host(name, host) is same
