"""What is an edit, and what changes by itself."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawler.extraction.edits import edit

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PARAGRAPHS = [
    "أعلنت بلدية الزيتونة أن ورشاتها أنهت ترميم المكتبة العامة بعد سبعة أشهر.",
    "وقال رئيس البلدية سالم النجار إن المكتبة ستفتح أبوابها صباح السبت المقبل.",
    "وتضم المكتبة نحو أربعين ألف كتاب نجت من الرطوبة في الشتاء الماضي.",
]


@dataclass(frozen=True)
class Told:
    headline: str = "«الزيتونة» تنهي ترميم مكتبتها"
    body: str = "\n\n".join(PARAGRAPHS)
    authors: tuple[str, ...] = ("هالة الكاتبة",)
    published_at: datetime | None = NOW
    published_on: date | None = date(2026, 3, 2)
    published_precision: str | None = "minute"


TOLD = Told()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"headline": '"الزيتونة"  تُنهي ترميمَ مكتبتها'},
        {"body": "\n\n".join(PARAGRAPHS).replace("،", " ,").replace(" ", "  ")},
        {"body": "\n\n".join([*PARAGRAPHS, "عدد المشاهدات: 1204"])},
        {"body": "\n\n".join([PARAGRAPHS[0], "اقرأ أيضاً: افتتاح حديقة في الزيتونة", *PARAGRAPHS[1:]])},
        {"body": "\n\n".join([*PARAGRAPHS, "17 تعليقا"])},
        {"authors": ("هالة الكاتبه",)},
        {"published_at": NOW + timedelta(minutes=20)},  # 'منذ ساعة', read later
        {"published_at": None, "published_on": None, "published_precision": None},
    ],
    ids=lambda changes: next(iter(changes), "nothing"),
)
def test_what_no_reader_would_call_an_edit(changes: dict[str, Any]) -> None:
    assert edit(TOLD, replace(TOLD, **changes)) is None


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"headline": "الزيتونة تفتتح مكتبتها"}, ("headline",)),
        ({"body": "\n\n".join(PARAGRAPHS).replace("أربعين", "خمسين")}, ("body",)),
        ({"body": "\n\n".join(PARAGRAPHS[:2])}, ("body",)),
        ({"authors": ("سامر المحرر",)}, ("byline",)),
        ({"authors": ()}, ("byline",)),
        ({"published_at": NOW + timedelta(hours=5)}, ("time",)),
        ({"headline": "تصحيح", "authors": ("سامر المحرر",)}, ("headline", "byline")),
    ],
)
def test_what_was_changed_is_said(changes: dict[str, Any], changed: tuple[str, ...]) -> None:
    found = edit(TOLD, replace(TOLD, **changes))
    assert found is not None
    assert found.changed == changed


def test_how_much_was_changed_is_the_share_of_the_words() -> None:
    one_word = edit(TOLD, replace(TOLD, body=TOLD.body.replace("أربعين", "خمسين")))
    cut = edit(TOLD, replace(TOLD, body=PARAGRAPHS[0]))
    byline = edit(TOLD, replace(TOLD, authors=("سامر المحرر",)))
    assert one_word is not None and cut is not None and byline is not None
    assert one_word.share == pytest.approx(1 / 38, abs=0.01)
    assert cut.share == pytest.approx(0.6, abs=0.05)
    assert byline.share == 0


def test_a_day_is_another_one_whatever_the_hour() -> None:
    day = replace(TOLD, published_precision="day")
    assert edit(TOLD, replace(day, published_at=NOW.replace(hour=0))) is None
    moved = edit(day, replace(day, published_on=NOW.date() + timedelta(days=1)))
    assert moved is not None
    assert moved.changed == ("time",)
