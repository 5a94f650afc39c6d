"""Scrapy's AutoThrottle, within what each host asks for."""

from urllib.parse import urlsplit

from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from crawler.extensions.manners import TOO_MUCH, manners_of


class Throttle(AutoThrottle):
    """Follows the time that a host takes to answer, and slows down for one that is asked too much.

    Scrapy's goes by that time alone, down to DOWNLOAD_DELAY: a server that answers 429 at once would be asked faster.
    """

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        """Set the delay of the slot that `response` came through."""
        if response.status in TOO_MUCH:
            slot.delay = min(slot.delay * 2, self.maxdelay)  # ordinary answers bring it down again, by half each
        else:
            super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, manners_of(self.crawler).slowest(urlsplit(response.url).hostname or ""))
