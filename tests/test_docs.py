"""The documents that say what the code has: a test fails when they and the code disagree."""

import re
from pathlib import Path

from scrapy.commands import ScrapyCommand

import crawler
from crawler import settings
from crawler.commands import crawl, crawlall, extract, ingest, rescreen, revisions
from docs.generate import DOCUMENT, MARK, generated

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Settings of our own, as opposed to those of Scrapy that settings.py chooses.
OWN = {
    "DATABASE_URL",
    "CRAWLER_CONTACT",
    "OUTLETS_FILE",
    "REPLAY",
    "EXTRACTION_WORKERS",
    "EXTRACTION_TIME_LIMIT",
    "EXTRACTION_MEMORY_LIMIT",
    "OUTLETS_AT_ONCE",
    "OUTLET_TIME_LIMIT",
    "ONLY_DUE_SOURCES",
    "SOURCE_MAXSIZE",
    "ALLOW_PRIVATE_ADDRESSES",
    "REVISIT_AFTER",
    "RELEVANCE_THRESHOLD",
}


def test_the_readme_has_a_row_for_every_setting_of_the_project() -> None:
    from scrapy.settings import default_settings

    own = {name for name in vars(settings) if name.isupper() and not hasattr(default_settings, name)}
    assert own == OWN
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)) == OWN


def test_the_readme_names_every_command_of_the_project() -> None:
    for module in (crawl, crawlall, ingest, extract, rescreen, revisions):
        assert issubclass(module.Command, ScrapyCommand)
        assert f"scrapy {module.__name__.rpartition('.')[2]} " in README


def test_the_readme_names_the_two_commands_that_make_has() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in README
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE)


def test_the_page_of_outlets_is_what_the_declarations_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").split(MARK)[1].strip() == generated().strip(), "run `make docs`"


def test_links_between_the_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links {target}"


def test_lock_files_name_versions_and_hashes_but_no_addresses() -> None:
    for lock in ROOT.glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^[A-Za-z0-9][^\n]*", text, re.MULTILINE)
        assert pins
        assert all("==" in pin for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)


def test_the_version_is_the_same_everywhere() -> None:
    assert f'version = "{crawler.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
