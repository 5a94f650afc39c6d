"""JSON as pages write it is put right where it can be, in time that grows with its length and no faster."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.lenient_json import values

NODE = {"@type": "NewsArticle", "headline": "عنوان", "author": {"name": "رنا سامر"}, "keywords": ["ماء", "مطر"]}
TEXT = json.dumps(NODE, ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"\ufeff{TEXT}",
        f"{TEXT};",
        f"<!-- {TEXT} -->",
        f"/* <![CDATA[ */ {TEXT} /* ]]> */",
        TEXT.replace("}", ",}").replace("]", ",]"),
        TEXT.replace(", ", ", , "),
        TEXT.replace('", "', '" "', 1),
        TEXT.replace('"headline"', '/* comment */ "headline"'),
        TEXT.replace('"headline"', '// comment\n"headline"'),
        TEXT.replace('"', "&quot;"),
        TEXT.replace('"', "'"),
        TEXT.replace('"author"', "author"),
        TEXT[:-1],
        TEXT + "}",
    ],
)
def test_what_is_nearly_json_is_read_as_meant(text: str) -> None:
    assert values(text) == [NODE]


@pytest.mark.parametrize("between", ["", ",", "\n", ";"])
def test_objects_glued_together_are_several(between: str) -> None:
    assert values(TEXT + between + TEXT) == [NODE, NODE]


@pytest.mark.parametrize(
    "headline",
    [
        'قال "نعم" للجميع',
        '"نعم" قالها',
        'قالها: "نعم"',
        'قال "نعم", ثم مضى',
        'من "أ" إلى "ب"',
        "it's",
        "سطر\nآخر",
        "لسان\tطويل\x01",
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_quotes_and_controls_within_a_text_stay_in_it(headline: str, last: bool) -> None:
    text = f'{{"@type": "Article", "headline": "{headline}"' + ("}" if last else ', "author": {"name": "رنا"}}')
    assert values(text)[0]["headline"] == headline


def test_single_quotes_may_hold_both_kinds() -> None:
    assert values("""{'a': 'it's', 'b': 'say "yes"'}""") == [{"a": "it's", "b": 'say "yes"'}]


@pytest.mark.parametrize(
    ("escape", "read"), [(r"\'", "'"), (r"\،", "،"), (r"\u00zz", "u00zz"), (r"\/", "/"), (r"\n", "\n")]
)
def test_escapes_that_json_has_not_are_the_letter_itself(escape: str, read: str) -> None:
    assert values(f'{{"a": "x{escape}y",}}') == [{"a": f"x{read}y"}]


def test_values_that_are_missing_or_no_json_are_none() -> None:
    assert values('{"a": , "b": undefined, "c": NaN1, "d": 5}') == [{"a": None, "b": None, "c": None, "d": 5}]


@pytest.mark.parametrize("text", ["", "   ", "<p>", "[" * 100_000, '{"a":' * 100_000])
def test_nothing_is_made_of_nothing(text: str) -> None:
    assert [value for value in values(text) if value] == []


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    assert isinstance(values(text), list)


@given(st.text(alphabet="{}[]:,\"'\\ab/*<!->&\n ", max_size=120))
def test_no_mixture_of_marks_raises(text: str) -> None:
    assert isinstance(values(text), list)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_itself_is_read_as_it_is(value: object) -> None:
    assert values(json.dumps([value], ensure_ascii=False)) == [[value]]
