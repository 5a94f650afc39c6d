"""The time of a request: the wall clock on the network, the recording's in a replay."""

from datetime import UTC, datetime
from typing import Any

from scrapy import Request

# Set by the replay handler to the WARC-Date of the record that answers, so that relative dates are reproducible.
FETCHED_AT = "fetched_at"


def fetched_at(request: Request) -> datetime:
    """When `request` was answered."""
    recorded: Any = request.meta.get(FETCHED_AT)
    return recorded if isinstance(recorded, datetime) else datetime.now(UTC)
