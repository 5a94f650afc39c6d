"""How often a host may be asked, by its robots.txt and by our own settings."""

from dataclasses import dataclass

from protego import Protego

DAY = 86_400
# A run cannot wait for longer between two requests: a Crawl-delay beyond it says how many requests a day are welcome.
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two requests to a host, and the most requests in any 24 hours, if there is such a limit."""

    delay: float = 0.0
    a_day: int | None = None
    declared: bool = False  # the site's own robots.txt asks for it: no random part is taken off


def pace(rules: Protego, agent: str, own_delay: float) -> Pace:
    """The pace that `rules` ask of the crawler called `agent`, never faster than `own_delay`.

    Crawl-delay and Request-rate (`1/10`, `30/1h`) are no part of RFC 9309, but widely written and understood; where a
    site has both, the slower holds. The hours of a Request-rate are passed over: a site's night is as busy as its day.
    """
    rate = rules.request_rate(agent)
    asked = max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    if asked <= LONGEST_DELAY:
        return Pace(max(asked, own_delay), declared=asked > 0)
    return Pace(max(LONGEST_DELAY, own_delay), max(1, int(DAY / asked)), declared=True)
