import pytest

from storage.database import open_database
from storage.migrate import main


def test_an_empty_database_gets_the_newest_tables(empty_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database-url", empty_url]) == 0
    open_database(empty_url).close()
    assert capsys.readouterr().out.endswith("has the newest tables\n")


def test_a_second_time_changes_nothing(empty_url: str) -> None:
    assert main(["--database-url", empty_url]) == 0
    assert main(["--database-url", empty_url]) == 0


def test_the_url_comes_from_the_environment(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    assert main([]) == 0
    open_database(empty_url).close()


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database-url", "postgres://host/news"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
