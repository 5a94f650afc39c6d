"""When most outlets fail together it is our outage, and nothing is held against any of them."""

import asyncio
from functools import partial

import pytest

from crawler.outage import CLEAR, Outage


async def seen(answers: list[str], failures: list[str]) -> tuple[list[str], dict[str, bool]]:
    """What is noted of outlets that fail and of outlets that answer, and how the runs of the silent ones end."""
    outage, noted, ended = Outage(), [], {}

    async def note(outlet: str) -> None:
        noted.append(outlet)

    async def end(outlet: str, ours: bool) -> None:
        ended[outlet] = ours

    for outlet in failures:
        await outage.unanswered(outlet, partial(note, outlet))
    assert noted == []
    for outlet in answers:
        outage.answered(outlet)
    for outlet in failures:
        if outage.is_silent(outlet):
            outage.at_end(outlet, partial(end, outlet))
    await outage.settle()
    return noted, ended


@pytest.mark.parametrize(
    ("answers", "failures", "noted", "ours"),
    [
        ([], ["a", "b", "c"], [], {"a", "b", "c"}),
        (["d"], ["a", "b", "c"], [], {"a", "b", "c"}),
        (["d", "e"], ["a", "b"], ["a", "b"], set()),  # half is not most
        ([], ["a", "b"], ["a", "b"], set()),  # two may fail by chance
        (["a", "d", "e"], ["a", "b"], ["a", "b"], set()),
        (["a"], ["a", "b", "c"], ["a"], {"b", "c"}),  # one that answered has failures of its own
    ],
)
def test_it_is_our_outage_when_most_of_three_outlets_or_more_give_no_answer(
    answers: list[str], failures: list[str], noted: list[str], ours: set[str]
) -> None:
    told, ended = asyncio.run(seen(answers, failures))
    assert told == noted
    assert {outlet for outlet, is_ours in ended.items() if is_ours} == ours
    assert ended.keys() == set(failures) - set(answers)


async def told(events: str) -> tuple[str, set[str]]:
    """What is noted after a round's events in their order, small letters for answers of outlets and large ones for
    failures, and which outlets are excused."""
    outage, noted = Outage(), []

    async def note(outlet: str) -> None:
        noted.append(outlet)

    for event in events:
        if event.islower():
            outage.answered(event)
        else:
            await outage.unanswered(event.lower(), partial(note, event))
    await outage.settle()
    return "".join(noted), outage.excused


@pytest.mark.parametrize(
    ("events", "noted", "excused"),
    [
        ("abcdeABCabcd", "", {"a", "b", "c"}),  # for a while
        ("abcdABCDF", "", {"a", "b", "c", "d", "f"}),  # until the end, with one that was first asked then
        ("abcdeABdC", "ABC", set()),  # somebody answers meanwhile
        ("abcAABB", "AABB", set()),  # two may fail together
        ("abcdABCaB", "B", {"a", "b", "c"}),  # what fails when the others answer again is its own fault
        ("aABCb", "ABC", set()),  # who never answered may have been down before
    ],
)
def test_it_is_our_outage_while_outlets_that_had_answered_fall_silent_and_nobody_answers(
    events: str, noted: str, excused: set[str]
) -> None:
    assert asyncio.run(told(events)) == (noted, excused)


def test_failures_of_an_outlet_that_answers_are_noted_while_the_round_goes_on() -> None:
    async def mixed() -> list[str]:
        outage, noted = Outage(), []

        async def note(number: str) -> None:
            noted.append(number)

        outage.answered("a")
        await outage.unanswered("a", partial(note, "1"))
        assert outage.in_doubt("a")
        outage.answered("b")
        assert not outage.in_doubt("a")
        await outage.unanswered("a", partial(note, "2"))
        return noted

    assert asyncio.run(mixed()) == ["1"]


def test_when_nobody_answers_the_remaining_outlets_need_not_be_tried() -> None:
    async def nothing() -> None:
        """Writes nothing."""

    async def end(ours: bool) -> None:
        """Ends nothing."""

    async def tried(number: int) -> Outage:
        outage = Outage()
        for outlet in map(str, range(number)):
            await outage.unanswered(outlet, nothing)
            outage.at_end(outlet, end)
        return outage

    assert not asyncio.run(tried(CLEAR - 1)).is_clear
    outage = asyncio.run(tried(CLEAR))
    assert outage.is_clear
    outage.answered("another")
    assert not outage.is_clear
