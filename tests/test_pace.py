import pytest
from protego import Protego

from crawler import PRODUCT
from crawler.pace import Pace, pace


@pytest.mark.parametrize(
    ("lines", "own_delay", "expected"),
    [
        ("", 1.0, Pace(1.0)),
        ("Crawl-delay: 10", 1.0, Pace(10.0, declared=True)),
        ("Crawl-delay: 2", 5.0, Pace(5.0, declared=True)),
        ("Crawl-delay: 0", 1.0, Pace(1.0)),
        ("Crawl-delay: 0", 0.0, Pace(0.0)),
        ("Request-rate: 1/10", 1.0, Pace(10.0, declared=True)),
        ("Request-rate: 30/1m 0800-1700", 1.0, Pace(2.0, declared=True)),
        ("Crawl-delay: 5\nRequest-rate: 1/10", 1.0, Pace(10.0, declared=True)),
        ("Crawl-delay: 60", 1.0, Pace(60.0, declared=True)),
        ("Crawl-delay: 600", 1.0, Pace(60.0, a_day=144, declared=True)),
        ("Request-rate: 100/1d", 1.0, Pace(60.0, a_day=100, declared=True)),
        ("Crawl-delay: 1e9", 1.0, Pace(60.0, a_day=1, declared=True)),
        ("Crawl-delay: nan", 1.0, Pace(1.0)),
        ("Crawl-delay: soon\nRequest-rate: often", 1.0, Pace(1.0)),
    ],
)
def test_the_slower_of_robots_txt_and_our_own_delay_holds(lines: str, own_delay: float, expected: Pace) -> None:
    rules = Protego.parse(f"User-agent: *\nDisallow: /private\n{lines}\n")
    assert pace(rules, PRODUCT, own_delay) == expected


def test_what_other_crawlers_are_asked_for_is_not_ours() -> None:
    rules = Protego.parse("User-agent: other-bot\nCrawl-delay: 600\n\nUser-agent: *\nCrawl-delay: 3\n")
    assert pace(rules, PRODUCT, 1.0) == Pace(3.0, declared=True)
