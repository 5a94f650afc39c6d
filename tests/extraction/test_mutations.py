"""The fuzzer's damage to pages does not stop the fuzzer."""

import random

import pytest

from benchmarks.mutations import elements
from tests.extraction.reading import story


@pytest.mark.parametrize("seed", range(20))
def test_elements_that_hold_a_control_character_are_damaged_as_others(seed: int) -> None:
    html = story("<p>خبر\x08</p><b>\x1f</b>" * 30)  # libxml2 reads what lxml refuses to write
    assert "<html" in elements(random.Random(seed), html, [html])
