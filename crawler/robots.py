"""Reads robots.txt files."""

from protego import Protego

from storage.records import RobotsFile


def parse(file: RobotsFile) -> Protego:
    """The rules of a robots.txt; a 4xx one has none."""
    return Protego.parse("" if file.status >= 400 else file.body.decode("utf-8-sig", "replace"))
