"""Locks, on both databases, between real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.errors import DatabaseReadOnly, StorageError
from storage.locks import Holder, Lock, lock_number, session_name, try_lock

PROJECT = Path(__file__).parent.parent.parent
# Takes a lock, starts a child that outlives it, and says so.
HOLD = """
import subprocess, sys
from storage.locks import Holder, try_lock

lock = try_lock(sys.argv[1], sys.argv[2])
assert not isinstance(lock, Holder)
child = subprocess.Popen(["sleep", "60"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(url: str, name: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a lock until it is ended."""
    args = [sys.executable, "-c", HOLD, url, name]
    with subprocess.Popen(args, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            yield process
        finally:
            os.kill(child, signal.SIGKILL)
            process.kill()


def taken(url: str, name: str) -> Lock:
    """The lock, which must be free."""
    lock = try_lock(url, name)
    assert not isinstance(lock, Holder), f"held by {lock}"
    return lock


def test_a_lock_is_held_once_and_the_second_learns_by_whom_and_since_when(url: str) -> None:
    with holder(url, "enab_baladi") as process:
        second = try_lock(url, "enab_baladi")
        assert isinstance(second, Holder)
        assert second.who == f"pid {process.pid} on {os.uname().nodename}"
        assert second.since is not None
        assert abs(datetime.now(UTC) - second.since) < timedelta(minutes=5)
        taken(url, "syria_tv").release()


def test_a_holder_that_is_killed_leaves_its_lock_free_even_when_its_children_live(url: str) -> None:
    with holder(url, "enab_baladi") as process:
        process.kill()
        process.wait()
        # A PostgreSQL server takes note of the dead connection in its own time, so that this asks until it has.
        while isinstance(lock := try_lock(url, "enab_baladi"), Holder):
            assert "postgresql" in url
        lock.release()


def test_a_released_lock_can_be_taken_again_and_is_held_within_one_process_too(url: str) -> None:
    first = taken(url, "enab_baladi")
    assert isinstance(try_lock(url, "enab_baladi"), Holder)
    first.release()
    while isinstance(again := try_lock(url, "enab_baladi"), Holder):
        assert "postgresql" in url
    again.release()


def test_one_sqlite_file_has_the_same_locks_by_every_path(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").symlink_to(tmp_path / "here")
    lock = taken(f"sqlite:///{tmp_path}/here/news.db", "example.com/?")
    assert isinstance(try_lock(f"sqlite:///{tmp_path}/there/../there/news.db", "example.com/?"), Holder)
    [file] = (tmp_path / "here" / "news.db.locks").iterdir()
    pid, host, since = file.read_text().split()
    assert (int(pid), host) == (os.getpid(), os.uname().nodename)
    assert datetime.fromisoformat(since).tzinfo is not None
    lock.release()


def test_a_lock_that_cannot_be_opened_is_an_error_of_the_database_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "news.db.locks").write_text("no folder")
    with pytest.raises(StorageError, match=r"news\.db\.locks"):
        try_lock(f"sqlite:///{tmp_path}/news.db", "enab_baladi")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_to_this_user_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "news.db.locks").mkdir(mode=0o500)
    with pytest.raises(DatabaseReadOnly):
        try_lock(f"sqlite:///{tmp_path}/news.db", "enab_baladi")


def test_the_name_of_a_session_keeps_who_holds_it_and_fits_into_what_postgresql_keeps() -> None:
    assert session_name("enab_baladi", 4711, "news1") == "scrapy crawl enab_baladi 4711@news1"
    long = session_name("عنب-بلدي" * 12, 4711, "news1")
    assert long.endswith(" 4711@news1")
    assert len(long.encode()) <= 63


def test_the_number_of_a_lock_is_the_same_in_every_process() -> None:
    code = "from storage.locks import lock_number; print(lock_number('enab_baladi'))"
    told = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(told.stdout) == lock_number("enab_baladi")
    assert -(2**31) <= lock_number("enab_baladi") < 2**31
