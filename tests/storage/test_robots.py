from datetime import timedelta

from storage.database import Database
from storage.records import RobotsFile
from storage.robots import Robots
from tests.storage.news import NOW

FILE = RobotsFile("https://naba.example", 200, b"User-agent: *\nDisallow: /\xd8\xa3\xff\x00", NOW)


def test_a_robots_file_comes_back_byte_by_byte(database: Database) -> None:
    robots = Robots(database)
    robots.keep_robots_file(FILE)
    assert robots.robots_file("https://naba.example") == FILE


def test_a_newer_robots_file_takes_the_place_of_the_older(database: Database) -> None:
    robots = Robots(database)
    robots.keep_robots_file(FILE)
    newer = RobotsFile(FILE.origin, 404, b"", NOW + timedelta(days=1))
    robots.keep_robots_file(newer)
    assert robots.robots_file(FILE.origin) == newer


def test_schemes_and_ports_have_robots_files_of_their_own(database: Database) -> None:
    robots = Robots(database)
    robots.keep_robots_file(FILE)
    assert robots.robots_file("http://naba.example") is None
    assert robots.robots_file("https://naba.example:8443") is None
