"""How long a server asks to be left alone (Retry-After, RFC 9110, section 10.2.3)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A server that means a longer time means that it wants no crawler, and says so in robots.txt; what is seen beyond a day
# is a date of a wrong year or milliseconds taken for seconds. One request a day is no burden.
LONGEST = timedelta(days=1)


def retry_after(value: str | None, date: str | None, now: datetime) -> timedelta | None:
    """The time that a Retry-After header asks for, at most a day; None when there is none or it cannot be read.

    `value` is a number of seconds or an HTTP date. A date is measured against the answer's own Date header, which is
    `date`, since the two come from one clock; against `now` when it has none.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdecimal():
        return min(timedelta(seconds=int(value)), LONGEST) if len(value) < 10 else LONGEST
    moment = _moment(value)
    if moment is None:
        return None
    return min(max(moment - (_moment(date or "") or now), timedelta(0)), LONGEST)


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # '-0000' gives a naive one
