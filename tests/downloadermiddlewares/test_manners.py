"""Crawls of a server that says how it wants to be asked."""

import re
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import monotonic

import pytest

from storage.database import open_database
from storage.records import RobotsFile
from storage.robots import Robots
from tests.declared import crawl, database_url, held, let_time_pass, site_of, slot, states
from tests.pages import numbered
from tests.running import outcomes
from tests.site import Answer, Asked, Fault, LoopbackSite, Route, page

HOUR = timedelta(hours=1)
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={cType: 'managed'};"
    "document.head.append('/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1')</script>"
    "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)
# Without a delay the next request is on its way when the body of an answer is read.
AT_MOST_ONE_LATE = (5, 6)


def wall(status: int = 403) -> Answer:
    return status, {"Content-Type": "text/html"}, CHALLENGE.encode()


def too_much(status: int, retry_after: str) -> Answer:
    return status, {"Content-Type": "text/html", "Retry-After": retry_after}, b"too much"


def answer_first(site: LoopbackSite, answer: Answer) -> None:
    """The first article that is asked for gets `answer`, whichever it is."""
    answers = [answer]

    def once(then: Route) -> Route:
        assert not callable(then)
        return lambda asked: answers.pop() if answers else then

    site.routes |= {path: once(then) for path, then in site.routes.items() if path[1:].isdigit()}


def robots(*lines: str) -> Answer:
    return page("\n".join(("User-agent: *", *lines, "Disallow: /private", "")), "text/plain")


def timed(site: LoopbackSite) -> list[float]:
    """When each request came, from now on."""
    times: list[float] = []

    def noting(route: Route) -> Route:
        def noted(asked: Asked) -> Answer | Fault:
            times.append(monotonic())
            return route(asked) if callable(route) else route

        return noted

    site.routes |= {path: noting(route) for path, route in site.routes.items()}
    return times


def last_line(run: subprocess.CompletedProcess[str]) -> str:
    return run.stderr.splitlines()[-1]


def pages_asked(site: LoopbackSite) -> list[str]:
    return [path for path in site.paths if path[1:].isdigit()]


# --- Crawl-delay ------------------------------------------------------------------------------------------------------


def test_a_crawl_delay_stands_between_all_requests_however_fast_the_server_is(tmp_path: Path) -> None:
    with site_of(3) as site:
        site.routes["/robots.txt"] = robots("Crawl-delay: 0.5")
        started = monotonic()
        run = crawl(site, tmp_path, AUTOTHROTTLE_ENABLED="1", AUTOTHROTTLE_START_DELAY="0")
        took = monotonic() - started
    assert run.returncode == 0, run.stderr
    assert len(site.asked) == 5
    assert took > 4 * 0.5
    # Scrapy's random part would take half of it off, AutoThrottle nearly all of it.
    assert slot(run) == {"slot": "127.0.0.1", "delay": 0.5, "jitter": 0.0, "at_once": 1}


def test_a_crawl_delay_remembered_from_an_earlier_run_holds_from_the_first_request(tmp_path: Path) -> None:
    with site_of(1) as site:
        remember(site, tmp_path, b"User-agent: *\nCrawl-delay: 0.2")
        run = crawl(site, tmp_path)
    assert site.paths == ["/feed/", "/1001"]
    assert slot(run)["delay"] == 0.2


def test_a_crawl_delay_of_nothing_does_not_undercut_our_own(tmp_path: Path) -> None:
    with site_of(1) as site:
        site.routes["/robots.txt"] = robots("Crawl-delay: 0")
        run = crawl(site, tmp_path, DOWNLOAD_DELAY="0.2")
    assert slot(run)["delay"] == 0.2


def test_a_host_that_is_asked_too_much_is_asked_at_half_the_pace(tmp_path: Path) -> None:
    with site_of(1) as site:
        site.routes["/1001"] = (429, {}, b"")
        run = crawl(site, tmp_path, AUTOTHROTTLE_ENABLED="1", AUTOTHROTTLE_START_DELAY="0", DOWNLOAD_DELAY="0.2")
    assert slot(run)["delay"] == 0.4


def test_a_crawl_delay_over_a_minute_is_a_daily_budget_across_runs(tmp_path: Path) -> None:
    with site_of(2) as site:
        remember(site, tmp_path, b"User-agent: *\nCrawl-delay: 86400")
        first = crawl(site, tmp_path)
        assert site.paths == ["/feed/"]
        assert states(tmp_path) == {"/1001": (None, 0), "/1002": (None, 0)}
        assert "1 requests in 24 hours (2 not asked for)" in last_line(first)
        let_time_pass(tmp_path, 23 * HOUR)
        second = crawl(site, tmp_path)
        assert site.paths == ["/feed/"]
        assert "(1 not asked for); no page fetched" in last_line(second)
        let_time_pass(tmp_path, HOUR)
        third = crawl(site, tmp_path)
    assert site.paths == ["/feed/", "/feed/"]
    assert [run.returncode for run in (first, second, third)] == [0, 0, 0]


def remember(site: LoopbackSite, folder: Path, robots_txt: bytes) -> None:
    """Have robots.txt of the site read in an earlier run of the same day."""
    with closing(open_database(database_url(folder))) as database:
        file = RobotsFile(site.url().rstrip("/"), 200, robots_txt, datetime.now(UTC))
        Robots(database).keep_robots_file(file)


# --- Retry-After ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_retry_after_is_waited_for_and_the_page_asked_once_more(tmp_path: Path, status: int) -> None:
    with site_of(3) as site:
        answer_first(site, too_much(status, "2"))
        times = timed(site)
        run = crawl(site, tmp_path, RETRY_TIMES="2")
    assert run.returncode == 0, run.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 3}
    asked = pages_asked(site)
    assert sorted(asked) == sorted([*{"/1001", "/1002", "/1003"}, asked[0]])
    assert times[-4 + 1] - times[-4] > 1.9  # nothing else is asked meanwhile


def test_a_page_that_asks_to_wait_again_and_again_is_asked_twice(tmp_path: Path) -> None:
    with site_of(2) as site:
        site.routes["/1001"] = too_much(503, "0")
        assert crawl(site, tmp_path, RETRY_TIMES="2").returncode == 0
    assert sorted(pages_asked(site)) == ["/1001", "/1001", "/1002"]
    assert states(tmp_path) == {"/1001": ("failed", 1), "/1002": ("stored", 0)}


@pytest.mark.parametrize(("status", "form"), [(429, "seconds"), (503, "date")])
def test_a_long_retry_after_is_kept_to_across_runs_and_costs_no_page_an_attempt(
    tmp_path: Path, status: int, form: str
) -> None:
    now = datetime.now(UTC)
    asked_for = "7200" if form == "seconds" else format_datetime(now + 2 * HOUR, usegmt=True)
    with site_of(4) as site:
        answer_first(site, too_much(status, asked_for))
        first = crawl(site, tmp_path, RETRY_TIMES="2")
        [refused] = pages_asked(site)
        until, _ = held(tmp_path)
        assert until and timedelta(hours=2) - timedelta(seconds=2) <= until - now < timedelta(hours=2, minutes=2)
        found = states(tmp_path)
        assert found.pop(refused) == ("blocked" if status == 429 else "failed", 1)
        assert list(found.values()) == [(None, 0)] * 3
        assert f"answered with status {status} and Retry-After (3 not asked for)" in last_line(first)
        before = len(site.asked)
        second = crawl(site, tmp_path)
        assert len(site.asked) == before
        assert (second.returncode, "(1 not asked for); no page fetched" in last_line(second)) == (0, True)
        let_time_pass(tmp_path, 2 * HOUR + timedelta(minutes=2))
        assert crawl(site, tmp_path).returncode == 0
    assert len(pages_asked(site)) == 5
    assert set(states(tmp_path).values()) == {("stored", 0)}


def test_robots_txt_can_ask_for_a_pause_for_its_site(tmp_path: Path) -> None:
    with site_of(1) as site:
        site.routes["/robots.txt"] = too_much(503, "3600")
        first, second = crawl(site, tmp_path), crawl(site, tmp_path)
    assert site.paths == ["/robots.txt"]
    assert first.returncode == 1  # robots.txt could not be read
    assert "Retry-After (1 not asked for)" in last_line(second)


def test_many_429_in_a_row_end_the_asking_without_a_word_of_retry_after(tmp_path: Path) -> None:
    with site_of(9) as site:
        site.routes |= {f"/{1001 + number}": (429, {}, b"") for number in range(9)}
        run = crawl(site, tmp_path)
    assert len(pages_asked(site)) in AT_MOST_ONE_LATE
    assert "it answered with status 429, 5 times in a row" in last_line(run)


# --- walls ------------------------------------------------------------------------------------------------------------


def test_a_challenge_is_blocked_and_never_an_article_whatever_its_status(tmp_path: Path) -> None:
    with site_of(5) as site:
        site.routes |= {f"/{1001 + n}": wall(status) for n, status in enumerate((200, 202, 403, 503))}
        assert crawl(site, tmp_path, RETRY_TIMES="2").returncode == 0
    assert len(pages_asked(site)) == 5
    assert outcomes(tmp_path / "news.db") == {"stored": 1, "blocked": 4}


def test_walls_in_a_row_end_the_asking_for_longer_each_time_until_an_ordinary_page_comes(tmp_path: Path) -> None:
    with site_of(12) as site:
        calm = dict(site.routes)
        site.routes |= {f"/{1001 + number}": wall() for number in range(12)}
        first = crawl(site, tmp_path)
        number = len(pages_asked(site))
        assert number in AT_MOST_ONE_LATE
        assert f"a bot wall answered, 5 times in a row ({12 - number} not asked for); blocked {number}" in last_line(
            first
        )
        assert sorted(states(tmp_path).values(), key=str) == [("blocked", 1)] * number + [(None, 0)] * (12 - number)
        until, walls = held(tmp_path)
        assert until and until - datetime.now(UTC) < timedelta(minutes=30)
        assert walls == 1
        before = len(site.asked)
        crawl(site, tmp_path)
        assert len(site.asked) == before
        let_time_pass(tmp_path, HOUR)
        crawl(site, tmp_path)  # the feed answers, but that does not count
        until, walls = held(tmp_path)
        assert until and until - datetime.now(UTC) > timedelta(minutes=55)
        assert walls == 2
        let_time_pass(tmp_path, HOUR)
        site.routes |= calm
        assert crawl(site, tmp_path).returncode == 0
    assert held(tmp_path) == (None, 0)
    assert {outcome for outcome, _ in states(tmp_path).values()} == {"stored"}


def test_a_wall_between_ordinary_answers_is_no_row(tmp_path: Path) -> None:
    with site_of(12) as site:
        site.routes |= {f"/{1001 + number}": wall() for number in range(12) if number % 3}
        crawl(site, tmp_path)
    assert len(pages_asked(site)) == 12


# --- the operator's choices -------------------------------------------------------------------------------------------


def test_choices_of_the_operator_hold_for_their_outlet(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text(
        '[loopback]\nuser_agent_form = "compatible"\ndownload_delay = 0.1\nconcurrency = 3\n[other]\nconcurrency = 1\n'
    )
    with site_of(2) as site:
        site.routes["/robots.txt"] = page("User-agent: syria-news-crawler\nDisallow: /1002\n", "text/plain")
        run = crawl(site, tmp_path, CRAWLER_CONTACT="https://example.org/bot", DOWNLOAD_DELAY="")
    assert run.returncode == 0, run.stderr
    assert {asked.headers["user-agent"] for asked in site.asked} == {
        "Mozilla/5.0 (compatible; syria-news-crawler/0.1.0; +https://example.org/bot)"
    }
    assert pages_asked(site) == ["/1001"]  # robots.txt knows us by name in either form
    assert slot(run) == {"slot": "127.0.0.1", "delay": 0.1, "jitter": 0.5, "at_once": 3}
    assert "[other] is not an outlet" in run.stderr


def test_a_wrong_choice_ends_a_crawl_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text("[loopback]\nconcurency = 3\n")
    with site_of(1) as site:
        run = crawl(site, tmp_path)
    assert (run.returncode, site.asked) == (2, [])
    assert "did you mean concurrency?" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_host_is_asked_for_so_many_things_at_once_and_no_more(tmp_path: Path, at_once: int) -> None:
    (tmp_path / "outlets.toml").write_text(f"[loopback]\nconcurrency = {at_once}\n")
    going_on: set[str] = set()
    most = 0
    met = threading.Event()

    def slow(asked: Asked) -> Answer:
        """Answers when two requests are going on, or when it is clear that none joins."""
        nonlocal most
        going_on.add(asked.path)
        most = max(most, len(going_on))
        if len(going_on) > 1:
            met.set()
        met.wait(0.3)
        going_on.discard(asked.path)
        return page(numbered(int(asked.path[1:])))

    with site_of(4) as site:
        site.routes |= {path: slow for path in site.routes if path[1:].isdigit()}
        assert crawl(site, tmp_path).returncode == 0
    assert most == at_once


def test_a_host_that_is_left_alone_need_not_refuse_its_whole_archive_page_by_page(tmp_path: Path) -> None:
    with site_of(700) as site:
        site.routes |= {path: too_much(429, "7200") for path in site.routes if path[1:].isdigit()}
        run = crawl(site, tmp_path)
    assert len(pages_asked(site)) == 1
    [not_asked] = re.findall(r"\((\d+) not asked for\)", last_line(run))
    assert int(not_asked) < 500
    assert list(states(tmp_path).values()).count((None, 0)) == 699
