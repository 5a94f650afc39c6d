"""`scrapy crawlall` and what is safe to kill: real processes, real sites on loopback, real signals."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from storage.database import connect, migrate
from storage.locks import Holder, try_lock
from tests.outlets import declare, run, sites, started
from tests.running import opened, outcomes
from tests.site import Answer, Asked, Fault, LoopbackSite, page, redirect
from tests.storage.conftest import create_postgres_database

# Port 9 of loopback has no listener: as near to no network as a test can come without touching one.
NOBODY = "http://127.0.0.1:9/"
# What a process that was told to end may take, and something for a machine that does ten other things.
AT_MOST = 60
ONE = {"CONCURRENT_REQUESTS": "1"}


def runs(folder: Path) -> list[tuple[str, str, str | None]]:
    """Outlet, outcome and message of every run, in order."""
    with opened(folder / "news.db") as connection:
        query = "SELECT slug, outcome, message FROM runs JOIN outlets ON outlets.id = outlet_id ORDER BY runs.id"
        return [tuple(row) for row in connection.execute(query)]


def rows(table: str) -> dict[str, list[str]]:
    """The cells of the table by outlet, but the message's words each for themselves."""
    return {line.split()[0]: line.split()[1:] for line in table.splitlines()[1:-1]}


def fetched(site: LoopbackSite) -> list[str]:
    """The articles that a site was asked for, in the order of their addresses."""
    return sorted(path for path in site.paths if path[1:].isdecimal())


@contextmanager
def held_up(site: LoopbackSite, path: str) -> Iterator[threading.Event]:
    """While `path` is asked for, its server hangs; the event is set as soon as it is."""
    asked, calm = threading.Event(), site.routes[path]

    def hang(_: Asked) -> Fault:
        asked.set()
        return Fault.HANG

    site.routes[path] = hang
    yield asked
    site.routes[path] = calm


def test_a_round_crawls_every_outlet_and_the_next_asks_nothing_while_nothing_is_due(tmp_path: Path) -> None:
    with sites(1, 2, 3) as made:
        declare(tmp_path, {f"paper{number}": site.url() for number, site in enumerate(made)})
        first = run(tmp_path, "crawlall", OUTLETS_AT_ONCE="2", EXTRACTION_WORKERS="1")
        assert first.returncode == 0, first.stderr
        asked = [list(site.paths) for site in made]
        second = run(tmp_path, "crawlall")
    assert second.returncode == 0, second.stderr
    assert outcomes(tmp_path / "news.db") == {"stored": 6}
    assert {name: cells[:5] for name, cells in rows(first.stdout).items()} == {
        f"paper{number}": ["finished", "1", "2", "0", "0"] for number in range(3)
    }
    assert [site.paths for site in made] == asked
    assert second.stdout == "3 outlets: 0 above, 3 with nothing due\n"


def test_an_outlet_that_is_being_crawled_is_passed_over_and_a_second_crawl_of_it_says_by_whom(tmp_path: Path) -> None:
    with sites(1, 2) as (busy, free):
        declare(tmp_path, {"busy": busy.url(), "free": free.url()})
        with held_up(busy, "/1001") as asked, started(tmp_path, "crawl", "busy", **ONE) as process:
            assert asked.wait(AT_MOST)
            before = list(busy.paths)
            second = run(tmp_path, "crawl", "busy")
            all_ = run(tmp_path, "crawlall")
            assert busy.paths == before
    assert second.returncode == 3
    assert f"pid {process.pid} on {os.uname().nodename}, since 20" in second.stderr
    assert all_.returncode == 0, all_.stderr
    assert rows(all_.stdout)["busy"][:2] == ["passed", "over"]
    assert f"pid {process.pid} on" in all_.stdout
    assert rows(all_.stdout)["free"][:3] == ["finished", "1", "2"]


def test_outlets_are_locked_on_postgresql_too(tmp_path: Path, postgres_url: str) -> None:
    database = connect(create_postgres_database(postgres_url))
    migrate(database)
    url = database.engine.url.render_as_string(hide_password=False)
    database.close()
    with sites(1, 2) as (busy, free):
        declare(tmp_path, {"busy": busy.url(), "free": free.url()})
        lock = try_lock(url, "busy")
        assert not isinstance(lock, Holder)
        second = run(tmp_path, "crawl", "busy", DATABASE_URL=url)
        all_ = run(tmp_path, "crawlall", DATABASE_URL=url)
        lock.release()
        later = run(tmp_path, "crawlall", DATABASE_URL=url)
    assert second.returncode == 3
    assert f"pid {os.getpid()} on {os.uname().nodename}, since 20" in second.stderr
    assert all_.returncode == later.returncode == 0, all_.stderr + later.stderr
    assert rows(all_.stdout)["busy"][:2] == ["passed", "over"]
    assert rows(all_.stdout)["free"][:3] == rows(later.stdout)["busy"][:3] == ["finished", "1", "2"]


def test_outlets_that_share_a_host_are_crawled_one_after_the_other(tmp_path: Path) -> None:
    with sites(1, 2) as (site, other):
        site.routes["/2/feed/"] = site.routes["/feed/"]
        declare(tmp_path, {"first": site.url(), "second": f"{site.url()}2/", "other": other.url()})
        with held_up(site, "/1000") as asked, started(tmp_path, "crawlall", OUTLETS_AT_ONCE="3") as process:
            assert asked.wait(AT_MOST)
            while outcomes(tmp_path / "news.db") != {"stored": 2}:  # of the other outlet
                assert process.poll() is None
            assert len([path for path in site.paths if path.endswith("feed/")]) == 1
    assert set(fetched(other)) == {"/2000", "/2001"}


def test_a_second_round_says_that_one_is_going_and_exits_with_0(tmp_path: Path) -> None:
    with sites(1, 2) as (busy, other):
        declare(tmp_path, {"busy": busy.url(), "other": other.url()})
        with held_up(busy, "/1001") as asked, started(tmp_path, "crawlall", "--outlets", "busy") as process:
            assert asked.wait(AT_MOST)
            second = run(tmp_path, "crawlall")
    assert second.returncode == 0
    assert f"a round is going: pid {process.pid} on" in second.stderr
    assert other.paths == []


def test_after_a_kill_the_next_round_takes_up_what_was_left_and_closes_the_run(tmp_path: Path) -> None:
    with sites(1, articles=9) as [site]:
        declare(tmp_path, {"paper": site.url()})
        with held_up(site, "/1005") as asked, started(tmp_path, "crawl", "paper", **ONE):
            assert asked.wait(AT_MOST)
        stored = outcomes(tmp_path / "news.db").get("stored", 0)
        again = run(tmp_path, "crawlall")
        assert again.returncode == 0, again.stderr
    [killed, finished] = runs(tmp_path)
    assert killed == ("paper", "interrupted", "its process was killed; what was not fetched is due in the next run")
    assert finished[:2] == ("paper", "finished")
    assert outcomes(tmp_path / "news.db") == {"stored": 9}
    assert set(fetched(site)) == {f"/{1000 + number}" for number in range(9)}
    assert len(fetched(site)) <= 9 + (9 - stored)  # nothing again that was stored


def ended(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    """Tell a process to end; what it said, once it has."""
    process.send_signal(number)
    _, log = process.communicate(timeout=AT_MOST)
    return log


def assert_ended_in_order(folder: Path, process: subprocess.Popen[str], log: str) -> None:
    """The process ended by itself, with its runs interrupted and without anything noted against a page."""
    assert process.returncode == 1, log
    assert "Traceback" not in log
    assert "pending" not in log
    assert {outcome for _, outcome, _ in runs(folder)} == {"interrupted"}
    assert "failed" not in outcomes(folder / "news.db")
    with opened(folder / "news.db") as connection:
        assert connection.execute("SELECT count(*) FROM pages WHERE outcome IS NULL").fetchone()[0] > 0
        assert connection.execute("SELECT count(*) FROM sources WHERE last_error IS NOT NULL").fetchone()[0] == 0


@pytest.mark.parametrize(
    ("args", "number"),
    # A round's own alarm, for one that hangs, ends it as SIGTERM would.
    [(("crawl", "paper"), signal.SIGTERM), (("crawlall",), signal.SIGTERM), (("crawlall",), signal.SIGALRM)],
)
def test_a_signal_ends_a_crawl_of_a_server_that_hangs(tmp_path: Path, args: tuple[str, ...], number: int) -> None:
    with sites(1, articles=4) as [site]:
        declare(tmp_path, {"paper": site.url()})
        with held_up(site, "/1001") as asked, started(tmp_path, *args) as process:
            assert asked.wait(AT_MOST)
            log = ended(process, number)
    assert_ended_in_order(tmp_path, process, log)


@pytest.mark.parametrize(
    ("args", "told"), [(("crawl", "paper"), "SIGTERM: ending"), (("crawlall",), "Closing spider (closespider_timeout)")]
)
def test_after_a_signal_or_its_time_limit_a_crawl_stores_what_is_on_the_wire_and_asks_for_no_further_page(
    tmp_path: Path, args: tuple[str, ...], told: str
) -> None:
    with sites(1, articles=6) as [site]:
        declare(tmp_path, {"paper": site.url()})
        asked, released, answer = threading.Event(), threading.Event(), site.routes["/1001"]

        def wait(_: Asked) -> Answer:
            asked.set()
            released.wait(AT_MOST)
            return cast("Answer", answer)

        site.routes["/1001"] = wait
        with started(tmp_path, *args, OUTLET_TIME_LIMIT="5", LOG_LEVEL="DEBUG") as process:
            assert asked.wait(AT_MOST)
            if args[0] == "crawl":
                process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            assert any(told in line for line in process.stderr)
            released.set()
            process.communicate(timeout=AT_MOST)
    assert fetched(site) == ["/1000", "/1001"]
    assert outcomes(tmp_path / "news.db") == {"stored": 2}
    assert [outcome for _, outcome, _ in runs(tmp_path)] == ["interrupted"]


@pytest.mark.parametrize("hanging", ["/robots.txt", "/feed/"])
def test_sigterm_ends_a_crawl_that_waits_for_its_first_answer(tmp_path: Path, hanging: str) -> None:
    with sites(1) as [site]:
        declare(tmp_path, {"paper": site.url()})
        site.routes.setdefault(hanging, (404, {}, b""))
        with held_up(site, hanging) as asked, started(tmp_path, "crawl", "paper") as process:
            assert asked.wait(AT_MOST)
            log = ended(process)
    assert process.returncode == 1, log
    assert "Traceback" not in log
    assert [outcome for _, outcome, _ in runs(tmp_path)] == ["interrupted"]
    with opened(tmp_path / "news.db") as connection:
        assert connection.execute("SELECT count(*) FROM sources WHERE last_error IS NOT NULL").fetchone()[0] == 0


def test_sigterm_ends_a_crawl_whose_next_request_is_a_minute_away(tmp_path: Path) -> None:
    with sites(1, articles=4) as [site]:
        declare(tmp_path, {"paper": site.url()})
        answered, calm = threading.Event(), site.routes["/feed/"]

        def announce(_: Asked) -> object:
            answered.set()
            return calm

        site.routes["/feed/"] = announce  # type: ignore[assignment]
        settings = {
            "DOWNLOAD_SLOTS": '{"127.0.0.1": {"concurrency": 1, "delay": 60, "jitter": 0}}',
            "ROBOTSTXT_OBEY": "0",
        }
        with started(tmp_path, "crawl", "paper", **settings) as process:
            assert answered.wait(AT_MOST)
            wait_for_pages(tmp_path)
            log = ended(process)
    assert_ended_in_order(tmp_path, process, log)
    assert fetched(site) == []


def test_sigterm_ends_a_crawl_whose_worker_does_not_come_to_an_end(tmp_path: Path) -> None:
    with sites(1, articles=4) as [site]:
        declare(tmp_path, {"paper": site.url()})
        busy = {"EXTRACTION_WORKERS": "1", "EXTRACTION_TIME_LIMIT": "600"}
        with started(tmp_path, "crawl", "paper", **ONE, **busy) as process:
            while not (workers := grandchildren(process.pid)):
                assert process.poll() is None
            for worker in workers:
                os.kill(worker, signal.SIGSTOP)
            log = ended(process)
    assert_ended_in_order(tmp_path, process, log)


def test_a_second_signal_ends_a_crawl_at_once(tmp_path: Path) -> None:
    with sites(1) as [site]:
        declare(tmp_path, {"paper": site.url()})
        with held_up(site, "/1001") as asked, started(tmp_path, "crawl", "paper") as process:
            assert asked.wait(AT_MOST)
            process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            assert any("SIGTERM: ending" in line for line in process.stderr)
            while process.poll() is None:  # the first of these may still count as the same signal
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(0.3)
                except subprocess.TimeoutExpired:
                    continue
    assert process.returncode == -signal.SIGTERM


def test_when_most_outlets_give_no_answer_nothing_is_held_against_any_of_them(tmp_path: Path) -> None:
    with sites(1) as [site]:
        declare(tmp_path, {"there": site.url(), "a": NOBODY, "b": NOBODY, "c": NOBODY})
        ours = run(tmp_path, "crawlall")
    assert ours.returncode == 0, ours.stderr
    [line] = [line for line in ours.stderr.splitlines() if "WARNING" in line or "ERROR" in line]
    assert "3 of 4 outlets gave no answer" in line
    assert rows(ours.stdout)["there"][:3] == ["finished", "1", "2"]
    assert {slug: outcome for slug, outcome, _ in runs(tmp_path)} == {
        "there": "finished", "a": "interrupted", "b": "interrupted", "c": "interrupted",
    }  # fmt: skip
    with opened(tmp_path / "news.db") as connection:
        noted = connection.execute("SELECT slug FROM sources JOIN outlets ON outlets.id = outlet_id "
                                   "WHERE last_fetched_at IS NOT NULL OR last_error IS NOT NULL").fetchall()  # fmt: skip
    assert [tuple(row) for row in noted] == [("there",)]


def test_when_all_outlets_fall_silent_in_the_midst_of_a_round_nothing_is_held_against_their_pages(
    tmp_path: Path,
) -> None:
    with sites(1, 2, 3) as made:
        declare(tmp_path, {f"paper{number}": site.url() for number, site in enumerate(made)})
        all_asked = threading.Barrier(3)  # for their first pages, so that all feeds have answered
        calm = [dict(site.routes) for site in made]

        def fail(asked: Asked) -> Fault:
            if asked.path.endswith("000"):
                all_asked.wait(AT_MOST)
            return Fault.DROP

        for number, site in enumerate(made, start=1):
            site.routes |= dict.fromkeys((f"/{number}000", f"/{number}001"), fail)
        ours = run(tmp_path, "crawlall", RETRY_ENABLED="0", **ONE)
        assert ours.returncode == 0, ours.stderr
        [line] = [line for line in ours.stderr.splitlines() if "WARNING" in line or "ERROR" in line]
        assert "3 outlets gave no answer any more" in line
        assert [outcome for _, outcome, _ in runs(tmp_path)] == ["interrupted"] * 3
        assert outcomes(tmp_path / "news.db") == {}
        with opened(tmp_path / "news.db") as connection:
            assert connection.execute("SELECT sum(attempts), count(due_at) FROM pages").fetchone()[:] == (0, 0)
        for site, routes in zip(made, calm, strict=True):
            site.routes |= routes
        assert run(tmp_path, "crawlall").returncode == 0
    assert outcomes(tmp_path / "news.db") == {"stored": 6}


def test_an_outlet_that_alone_gives_no_answer_has_failed(tmp_path: Path) -> None:
    with sites(1, 2) as (one, two):
        declare(tmp_path, {"one": one.url(), "two": two.url(), "down": NOBODY})
        theirs = run(tmp_path, "crawlall")
    assert theirs.returncode == 1
    assert "our own network" not in theirs.stderr
    assert rows(theirs.stdout)["down"][0] == "failed"
    assert {slug: outcome for slug, outcome, _ in runs(tmp_path)}["down"] == "failed"
    with opened(tmp_path / "news.db") as connection:
        [[error]] = connection.execute("SELECT last_error FROM sources WHERE url LIKE '%:9/%'").fetchall()
    assert "refused" in error


def test_an_outlet_that_takes_too_long_makes_way_and_goes_on_in_the_next_round(tmp_path: Path) -> None:
    with sites(1, articles=6) as [site]:
        declare(tmp_path, {"paper": site.url()})
        late = {"OUTLET_TIME_LIMIT": "4", "DOWNLOAD_TIMEOUT": "8", "CONCURRENT_REQUESTS": "1", "RETRY_ENABLED": "0"}
        with held_up(site, "/1004"):
            first = run(tmp_path, "crawlall", **late)
        assert first.returncode == 0, first.stderr
        assert [outcome for _, outcome, _ in runs(tmp_path)] == ["interrupted"]
        assert "its time is up" in first.stdout
        assert run(tmp_path, "crawlall").returncode == 0
    assert outcomes(tmp_path / "news.db")["stored"] == 5  # the sixth failed and waits for its time


@pytest.mark.parametrize(("args", "settings", "said"), [
    (("--outlets", "paper,nobody"), {}, "nobody is not an outlet"),
    (("--group", "nowhere"), {}, "there are house"),
    (("paper",), {}, "--outlets"),
    ((), {"OUTLETS_AT_ONCE": "0"}, "OUTLETS_AT_ONCE='0'"),
    ((), {"OUTLET_TIME_LIMIT": "soon"}, "OUTLET_TIME_LIMIT='soon'"),
    ((), {"DATABASE_URL": "postgres://u:secret@h/d"}, "postgresql+psycopg://"),
])  # fmt: skip
def test_wrong_use_exits_with_2_and_says_what_is_wrong(
    tmp_path: Path, args: tuple[str, ...], settings: dict[str, str], said: str
) -> None:
    declare(tmp_path, {"paper": NOBODY}, group="house")
    wrong = run(tmp_path, "crawlall", *args, **settings)
    assert wrong.returncode == 2
    assert said in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_group_and_names_choose_outlets(tmp_path: Path) -> None:
    with sites(1, 2) as (one, two):
        declare(tmp_path, {"one": one.url(), "two": two.url()}, group="house")
        chosen = run(tmp_path, "crawlall", "--group", "house", "--outlets", "two")
    assert chosen.returncode == 0, chosen.stderr
    assert list(rows(chosen.stdout)) == ["two"]
    assert one.paths == []


def wait_for_pages(folder: Path) -> None:
    """Wait until what the feed announced is stored: from then on, requests wait for their turn."""
    while True:
        with opened(folder / "news.db") as connection:
            if connection.execute("SELECT count(*) FROM pages").fetchone()[0]:
                return


def grandchildren(pid: int) -> list[int]:
    """The workers of a crawl: children of its fork server (proc(5): the parent is the second field behind the name)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
    children = {child for child, parent in parents.items() if parent == pid}
    return [child for child, parent in parents.items() if parent in children]


def test_an_outlet_that_is_switched_off_is_left_out_unless_it_is_named(tmp_path: Path) -> None:
    choices = tmp_path / "outlets.toml"
    choices.write_text("[naba]\nenabled = false\n")
    with sites(1, 2) as (one, two):
        declare(tmp_path, {"naba": one.url(), "sada": two.url()})
        run(tmp_path, "crawlall", OUTLETS_FILE=str(choices))
        assert (one.paths, "/feed/" in two.paths) == ([], True)
        run(tmp_path, "crawlall", "--outlets", "naba", OUTLETS_FILE=str(choices))
        assert "/feed/" in one.paths


def test_a_move_is_followed_once_the_operator_agrees(tmp_path: Path) -> None:
    choices = tmp_path / "outlets.toml"
    choices.write_text('[naba]\nmoved_to = "localhost"\n')
    with sites(1) as (site,):
        elsewhere = site.url().replace("127.0.0.1", "localhost")
        site.routes["/old-feed/"] = redirect(f"{elsewhere}feed/")
        declare(tmp_path, {"naba": site.url("/old-")})
        run(tmp_path, "crawlall")
        assert "/feed/" not in site.paths
        run(tmp_path, "crawl", "naba", OUTLETS_FILE=str(choices))
        assert "/feed/" in site.paths


def test_a_round_asks_only_the_sources_that_are_due(tmp_path: Path) -> None:
    with sites(1) as [site]:
        declare(tmp_path, {"paper": site.url()})
        declaration = tmp_path / "declared.py"
        sources = f'sources=(Feed("{site.url()}feed/"), Feed("{site.url()}second/"))'
        declaration.write_text(declaration.read_text().replace(f'sources=(Feed("{site.url()}feed/"),)', sources))
        site.routes["/second/"] = site.routes["/feed/"]
        assert run(tmp_path, "crawlall").returncode == 0
        with opened(tmp_path / "news.db") as connection, connection:
            connection.execute("UPDATE sources SET due_at = last_fetched_at WHERE url LIKE '%second/'")
        before = len(site.paths)
        assert run(tmp_path, "crawlall").returncode == 0
    assert site.paths[before:] == ["/second/"]


@pytest.mark.parametrize("due", ["new-feed/", "feed/"])
def test_a_round_polls_what_was_found_in_the_place_of_sources_that_fail(tmp_path: Path, due: str) -> None:
    with sites(1) as [site]:
        declare(tmp_path, {"paper": site.url()})
        site.routes["/new-feed/"] = site.routes.pop("/feed/")
        link = "<link rel='alternate' type='application/rss+xml' href='/new-feed/'>"
        site.routes["/"] = page(f"<html><head>{link}</head><body></body></html>")
        assert run(tmp_path, "crawlall").returncode == 0
        assert run(tmp_path, "crawlall").stdout == "1 outlets: 0 above, 1 with nothing due\n"
        with opened(tmp_path / "news.db") as connection, connection:
            connection.execute(f"UPDATE sources SET due_at = last_fetched_at WHERE url LIKE '%/{due}'")
        before = len(site.paths)
        polled = run(tmp_path, "crawlall")
    assert rows(polled.stdout)["paper"][0] == "finished"
    assert f"sources found: feed {site.url('/new-feed/')}" in polled.stdout
    assert sorted(site.paths[before:]) == (["/feed/"] if due == "feed/" else []) + ["/new-feed/"]
