"""Requests that are not sent and answers that are not read.

    Refused
    ├── OutOfScope      another site, another scheme, a private address
    ├── Disallowed      robots.txt forbids it, or cannot be read
    ├── NotNow          the host wants to be left alone for a while: it is as if the page had not been due
    ├── BotWall         it was sent, and a wall stood in the way: the answer is not the outlet's
    └── Interrupted     the crawl is being ended: nothing is known of the page, and it stays due

All are Scrapy's IgnoreRequest, so that a request's errback hears of them and the log does not.
"""

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request that must not be sent, or an answer that must not be read. The message says why."""


class OutOfScope(Refused):
    """Another site than the outlet's, not http, or a host inside the operator's own network.

    `led_to` is the host of another site that a page of the outlet redirected to.
    """

    def __init__(self, message: str, led_to: str | None = None) -> None:
        super().__init__(message)
        self.led_to = led_to


class Disallowed(Refused):
    """robots.txt forbids the page, or could not be read."""


class NotNow(Refused):
    """Its host is not to be asked now. Nothing was sent, so it is no visit: the page or source stays due, uncounted."""


class BotWall(Refused):
    """A challenge page stood in the way."""


class Interrupted(Refused):
    """The crawl is being ended before the answer came. It says nothing of the page."""
