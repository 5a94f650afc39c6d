"""A document that hangs or dies costs one page; the others in flight and those to come are read."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from types import ModuleType

import pytest

from crawler.errors import ExtractionCrash, ExtractionError, ExtractionInterrupted, ExtractionTimeout
from crawler.extraction import Article, NoArticle, Page, Removed, Template
from crawler.extraction.document import parse
from crawler.outlet import Outlet
from crawler.workers import ExtractionWorkers

OUTLET = Outlet(
    slug="paper",
    name_ar="الجريدة",
    name_en="The Paper",
    domains=("example.com",),
    country="SY",
    time_zone="Asia/Damascus",
)
HEADLINE = "افتتاح سوق الخضار الجديد"
HTML = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><p>{{}}</p></body></html>"
STORY = "افتتحت البلدية سوق الخضار الجديد في وسط المدينة صباح اليوم بحضور عدد كبير من الأهالي والتجار."


def page(text: str, name: str = "1") -> Page:
    return Page(f"https://example.com/{name}", HTML.format(text).encode(), datetime(2026, 3, 2, 10, tzinfo=UTC))


def read(page: Page, outlet: Outlet, template: Template | None) -> Article | NoArticle:
    """Stands in for extraction: says which process read, and hangs, dies or raises when the page says so."""
    if b"hang" in page.body:
        threading.Event().wait()
    if b"die" in page.body:
        os._exit(3)
    if b"devour" in page.body:
        return NoArticle(page.url, str(parse("<p>" + "<i></i>" * 4_000_000)))
    if b"raise" in page.body:
        raise RuntimeError("no idea")
    return NoArticle(page.url, str(os.getpid()))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_page_is_read_in_another_process_as_in_this_one() -> None:
    async def both() -> tuple[Article | NoArticle, Article | NoArticle]:
        workers = ExtractionWorkers(1, 60)
        try:
            return await workers.extract(page(STORY), OUTLET), await ExtractionWorkers(0, 60).extract(
                page(STORY), OUTLET
            )
        finally:
            await workers.close()

    apart, inline = asyncio.run(both())
    assert isinstance(apart, Article)
    assert apart.body == STORY
    assert apart == inline


def test_lines_that_recur_are_cut_in_the_other_process_too() -> None:
    async def apart() -> Article | NoArticle:
        workers = ExtractionWorkers(1, 60)
        try:
            recurring = Template(4, frozenset({"ارسل خبرك الينا"}))
            return await workers.extract(page(f"{STORY}</p><p>أرسل خبرك إلينا"), OUTLET, recurring)
        finally:
            await workers.close()

    article = asyncio.run(apart())
    assert isinstance(article, Article)
    assert (article.body, article.template) == (STORY, 4)
    assert article.removed == (Removed("أرسل خبرك إلينا", "template 4"),)


def test_a_hanging_document_is_killed_and_the_others_are_read() -> None:
    async def crawl() -> tuple[list[object], list[int], int]:
        workers = ExtractionWorkers(2, 3, read)
        first = await workers.extract(page("a"), OUTLET)
        hangs = asyncio.create_task(workers.extract(page("hang", "bad"), OUTLET))
        others = await asyncio.gather(*(workers.extract(page("a"), OUTLET) for _ in range(20)))
        outcome = (await asyncio.gather(hangs, return_exceptions=True))[0]
        alive = [int(result.reason) for result in (first, *others) if isinstance(result, NoArticle)]
        after = await workers.extract(page("a"), OUTLET)
        await workers.close()
        return [outcome, after], alive, len(others)

    (outcome, after), pids, others = asyncio.run(crawl())
    assert isinstance(outcome, ExtractionTimeout)
    assert "https://example.com/bad" in str(outcome)
    assert isinstance(after, NoArticle)
    assert others == 20
    assert not any(is_alive(pid) for pid in pids)


def test_the_process_of_a_hanging_document_is_gone_when_the_error_is_raised() -> None:
    async def crawl() -> int:
        workers = ExtractionWorkers(1, 1, read)
        result = await workers.extract(page("a"), OUTLET)
        assert isinstance(result, NoArticle)
        with pytest.raises(ExtractionTimeout):
            await workers.extract(page("hang"), OUTLET)
        pid = int(result.reason)
        gone = not is_alive(pid)
        await workers.close()
        assert gone
        return pid

    asyncio.run(crawl())


def test_a_dying_worker_costs_one_page() -> None:
    async def crawl() -> list[object]:
        workers = ExtractionWorkers(2, 30, read)
        pages = [page("die" if number == 5 else "a", str(number)) for number in range(12)]
        results = await asyncio.gather(*(workers.extract(one, OUTLET) for one in pages), return_exceptions=True)
        await workers.close()
        return list(results)

    results = asyncio.run(crawl())
    assert [type(result) for result in results] == [NoArticle] * 5 + [ExtractionCrash] + [NoArticle] * 6
    assert "https://example.com/5" in str(results[5])


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_document_that_eats_memory_costs_one_page() -> None:
    async def crawl() -> list[object]:
        workers = ExtractionWorkers(1, 60, read, memory_limit=200)
        pages = [page("a", "1"), page("devour", "2"), page("a", "3"), page("a", "4")]
        results = [(await asyncio.gather(workers.extract(one, OUTLET), return_exceptions=True))[0] for one in pages]
        await workers.close()
        return list(results)

    before, devoured, after, last = asyncio.run(crawl())
    assert isinstance(devoured, ExtractionCrash)
    assert "https://example.com/2" in str(devoured)
    assert "more than 200 MB" in str(devoured)
    assert isinstance(before, NoArticle)
    assert isinstance(after, NoArticle)
    assert isinstance(last, NoArticle)
    assert before.reason != after.reason == last.reason


@pytest.mark.parametrize("limit", [0, 1024])
def test_the_same_document_within_the_limit_is_read(limit: int) -> None:
    async def crawl() -> Article | NoArticle:
        workers = ExtractionWorkers(1, 60, memory_limit=limit)
        result = await workers.extract(page(STORY), OUTLET)
        await workers.close()
        return result

    assert isinstance(asyncio.run(crawl()), Article)


def test_a_reading_function_that_raises_costs_one_page_and_no_worker() -> None:
    async def crawl() -> tuple[NoArticle, NoArticle]:
        workers = ExtractionWorkers(1, 30, read)
        before = await workers.extract(page("a"), OUTLET)
        with pytest.raises(ExtractionError, match="no idea"):
            await workers.extract(page("raise"), OUTLET)
        after = await workers.extract(page("a"), OUTLET)
        await workers.close()
        assert isinstance(before, NoArticle)
        assert isinstance(after, NoArticle)
        return before, after

    before, after = asyncio.run(crawl())
    assert before.reason == after.reason


def test_a_worker_that_has_read_its_share_makes_way_for_another() -> None:
    async def crawl() -> list[int]:
        workers = ExtractionWorkers(1, 30, read, lifetime=2)
        found = [await workers.extract(page("a"), OUTLET) for _ in range(5)]
        await workers.close()
        return [int(result.reason) for result in found if isinstance(result, NoArticle)]

    first, second, third, fourth, fifth = asyncio.run(crawl())
    assert first == second != third == fourth != fifth
    assert not any(map(is_alive, (first, third, fifth)))


def test_a_cancelled_page_frees_its_slot() -> None:
    async def crawl() -> Article | NoArticle:
        workers = ExtractionWorkers(1, 30, read)
        task = asyncio.create_task(workers.extract(page("hang"), OUTLET))
        await workers_busy(workers)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        result = await workers.extract(page("a"), OUTLET)
        await workers.close()
        return result

    async def workers_busy(workers: ExtractionWorkers) -> None:
        while not workers._free.empty():
            await asyncio.sleep(0)

    assert isinstance(asyncio.run(crawl()), NoArticle)


def test_closing_ends_busy_workers_too() -> None:
    async def crawl() -> int:
        workers = ExtractionWorkers(1, 30, read)
        result = await workers.extract(page("a"), OUTLET)
        assert isinstance(result, NoArticle)
        busy = asyncio.create_task(workers.extract(page("hang"), OUTLET))
        await asyncio.sleep(0)
        await workers.close()
        await asyncio.gather(busy, return_exceptions=True)
        return int(result.reason)

    assert not is_alive(asyncio.run(crawl()))


def test_workers_outlive_ctrl_c_until_they_are_closed() -> None:
    async def crawl() -> tuple[str, str]:
        workers = ExtractionWorkers(1, 30, read)
        before = await workers.extract(page("a"), OUTLET)
        assert isinstance(before, NoArticle)
        os.kill(int(before.reason), signal.SIGINT)
        after = await workers.extract(page("a"), OUTLET)
        await workers.close()
        assert isinstance(after, NoArticle)
        return before.reason, after.reason

    before, after = asyncio.run(crawl())
    assert before == after


KILLED_PARENT = """
import asyncio, os, signal
from tests.test_workers import OUTLET, page, read
from crawler.workers import ExtractionWorkers

async def crawl():
    workers = ExtractionWorkers(1, 30, read)
    print((await workers.extract(page("a"), OUTLET)).reason, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(crawl())
"""


def test_a_worker_ends_with_a_crawler_that_was_killed() -> None:
    # The worker holds the pipe that is its parent's stdout: this returns when both are gone, and fails after a minute.
    run = subprocess.run([sys.executable, "-c", KILLED_PARENT], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == -signal.SIGKILL
    assert run.stdout.strip().isdigit()


def test_a_worker_that_cannot_start_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # Known here and nowhere else: the process that is to import it dies.
    module = ModuleType("known_here_only")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec("def read(page, outlet, template): pass", module.__dict__)

    async def crawl() -> None:
        workers = ExtractionWorkers(1, 30, module.read)
        for _ in range(2):
            with pytest.raises(ExtractionError, match=r"https://example\.com/1 was not read, since no worker"):
                await workers.extract(page("a"), OUTLET)
        await workers.close()

    asyncio.run(crawl())


def test_a_worker_that_is_told_to_end_from_outside_says_nothing_of_its_page() -> None:
    async def told() -> tuple[Article | NoArticle, Article | NoArticle]:
        workers = ExtractionWorkers(1, 60, read)
        before = await workers.extract(page(STORY), OUTLET)
        assert isinstance(before, NoArticle)
        reading = asyncio.ensure_future(workers.extract(page("hang"), OUTLET))
        await asyncio.sleep(0)
        os.kill(int(before.reason), signal.SIGTERM)  # as `timeout` and systemd do to the whole group
        with pytest.raises(ExtractionInterrupted):
            await reading
        after = await workers.extract(page(STORY), OUTLET)
        await workers.close()
        return before, after

    before, after = asyncio.run(told())
    assert isinstance(after, NoArticle)
    assert after != before


def test_interrupted_workers_give_up_the_page_they_read_and_those_that_wait() -> None:
    async def interrupted() -> list[object]:
        workers = ExtractionWorkers(1, 60, read)
        await workers.extract(page(STORY), OUTLET)
        pages = [asyncio.ensure_future(workers.extract(page("hang"), OUTLET)) for _ in range(3)]
        await asyncio.sleep(0)
        await workers.interrupt()
        return list(await asyncio.gather(*pages, workers.extract(page(STORY), OUTLET), return_exceptions=True))

    assert [type(told) for told in asyncio.run(interrupted())] == [ExtractionInterrupted] * 4


def test_crawls_of_one_process_share_their_workers_until_the_last_is_done_with_them() -> None:
    async def shared() -> tuple[bool, bool]:
        first, second = (ExtractionWorkers.shared(1, 60, 0) for _ in range(2))
        assert isinstance(await first.extract(page(STORY * 40), OUTLET), Article | NoArticle)
        [worker] = first._workers
        await first.close()
        alive = worker.process.is_alive()
        await second.close()
        return first is second and alive, worker.process.is_alive()

    assert asyncio.run(shared()) == (True, False)
