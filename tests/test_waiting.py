from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.waiting import LONGEST, retry_after

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SERVER = "Mon, 02 Mar 2026 13:00:00 GMT"  # its clock is three hours ahead


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("120", None, timedelta(minutes=2)),
        (" 0 ", None, timedelta(0)),
        ("Mon, 02 Mar 2026 10:05:00 GMT", None, timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 13:05:00 GMT", SERVER, timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 13:05:00 -0000", SERVER, timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 13:05:00 GMT", "yesterday", timedelta(hours=3, minutes=5)),
        ("Mon, 02 Mar 2020 10:00:00 GMT", None, timedelta(0)),
        ("Mon, 02 Mar 2037 10:00:00 GMT", None, LONGEST),
        ("86400000", None, LONGEST),
        ("9" * 5000, None, LONGEST),
        (None, SERVER, None),
        ("", None, None),
        ("soon", None, None),
        ("-5", None, None),
        ("١٢٠", None, None),
    ],
)
def test_the_time_that_a_server_asks_for(value: str | None, date: str | None, wait: timedelta | None) -> None:
    assert retry_after(value, date, NOW) == wait


@given(st.text(), st.text())
def test_no_header_is_too_odd_or_asks_for_more_than_a_day(value: str, date: str) -> None:
    wait = retry_after(value, date, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST
