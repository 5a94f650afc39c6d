"""Around the headline stand the lines that may date and credit an article; cards and captions there do not."""

import pytest

from crawler.extraction.surroundings import Said, said_near
from tests.extraction.reading import HEADLINE, STORY, paragraphs, tree


def page(around: str) -> list[Said]:
    """What is said around the headline of a page."""
    parsed = tree(f"<html><body><div>{around}{paragraphs(*STORY)}<p>12 شباط 2026</p></div></body></html>")
    heading = parsed.find(".//h1")
    return said_near(parsed, heading)


H1 = f"<h1>{HEADLINE}</h1>"


def test_a_stamp_below_the_headline_comes_before_one_above_it() -> None:
    said = page(f"<span>1 آذار 2026</span>{H1}<span>2 آذار 2026</span>")
    assert [one.text for one in said] == ["2 آذار 2026", "1 آذار 2026"]


def test_a_time_element_tells_what_machines_read_and_what_readers_see() -> None:
    said = page(f'{H1}<time class="updated" datetime="2026-03-01T10:00:00Z">1 آذار 2026</time>')
    assert said == [Said("2026-03-01T10:00:00Z", "time", updated=True), Said("1 آذار 2026", "text", updated=True)]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="caption">1 آذار 2026</div>',
        "<figure><span>1 آذار 2026</span></figure>",
        '<div class="related"><p>1 آذار 2026</p></div>',
        '<div><a href="/x">خبر آخر من أخبار المدينة</a> <span>1 آذار 2026</span></div>',
        "<nav>1 آذار 2026</nav>",
    ],
)
def test_other_things_there_say_nothing(box: str) -> None:
    assert page(H1 + box) == []


def test_the_story_ends_the_surroundings() -> None:
    assert page(f"{H1}<div>إسطنبول ـ وكالات</div>") == []
