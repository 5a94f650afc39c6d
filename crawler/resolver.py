"""Name resolution that refuses hosts inside the operator's own network."""

import logging
import socket
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.text.urls import is_public_host

logger = logging.getLogger(__name__)

# How the system's resolver says that there is no such name, as opposed to a name server that does not answer.
NO_SUCH_NAME = tuple(
    f"[Errno {getattr(socket, name)}]" for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)
# Twisted passes on that a name was not resolved, and not why: the last answer for each name that was not.
_unknown: set[str] = set()


def is_unknown(host: str) -> bool:
    """Whether the last look-up of `host` said that there is no such name."""
    return host.lower() in _unknown


class PublicAddressResolver(CachingThreadedResolver):
    """Answers with public addresses only, unless ALLOW_PRIVATE_ADDRESSES says otherwise.

    The check is on the address that will be connected to, so a name that resolves differently the second time (DNS
    rebinding) gains nothing.
    """

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build from settings, as Scrapy does once per process."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """The IPv4 address of `name`; fails with DNSLookupError, the one failure that Twisted passes on quietly."""
        looked_up = super().getHostByName(name, timeout).addErrback(self._noted, name)
        return looked_up.addCallback(self._checked, name)

    def _noted(self, failure: Failure, name: str) -> Failure:
        said = failure.getErrorMessage()
        (_unknown.add if any(sign in said for sign in NO_SUCH_NAME) else _unknown.discard)(name.lower())
        return failure

    def _checked(self, address: str, name: str) -> str:
        if self.allow_private or is_public_host(address):
            return address
        logger.warning("%s resolves to %s, which is not a public address; it is not asked", name, address)
        raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
