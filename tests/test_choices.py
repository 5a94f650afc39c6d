from pathlib import Path

import pytest

from crawler.choices import CHECKS, Choices, read_choices
from crawler.errors import ConfigurationError

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_without_the_file_nothing_is_chosen(tmp_path: Path) -> None:
    assert read_choices(tmp_path / "outlets.toml") == {}


def test_choices_are_read_by_outlet_and_what_is_not_said_is_left_to_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[enab_baladi]\nuser_agent_form = "compatible"\nconcurrency = 2\n["example.com"]\nenabled = false\n'
    )
    assert read_choices(file) == {
        "enab_baladi": Choices(user_agent_form="compatible", concurrency=2),
        "example.com": Choices(enabled=False),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[syria_tv]\ndownlod_delay = 2", ["[syria_tv]", "downlod_delay", "did you mean download_delay?"]),
        ("[syria_tv]\ndownload_delay = -1", ["[syria_tv]", "download_delay = -1", "0 to 3600"]),
        ("[syria_tv]\ndownload_delay = true", ["download_delay = true", "seconds"]),
        ("[syria_tv]\nconcurrency = 1.5", ["concurrency = 1.5", "whole number"]),
        ("[syria_tv]\nconcurrency = true", ["concurrency = true", "whole number"]),
        ('[syria_tv]\nenabled = "no"', ['enabled = "no"', "true or false"]),
        ('[syria_tv]\nuser_agent_form = "chrome"', ['"chrome"', '"plain", "compatible"']),
        ("[syria_tv]\nverify_certificates = 0", ["verify_certificates = 0", "true or false"]),
        ('[syria_tv]\nmoved_to = "https://example.org/"', ["moved_to", "the domain alone"]),
        ("enabled = false", ["enabled", "[enab_baladi]"]),
        ("[syria_tv\nenabled = true", ["TOML", "line 1"]),
    ],
)
def test_a_wrong_line_is_named_with_its_file_its_table_and_what_to_write(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        read_choices(file)
    for part in (str(file), *said):
        assert part in str(error.value)


def test_the_example_of_the_readme_can_be_read_and_has_every_choice(tmp_path: Path) -> None:
    example = README.partition("# outlets.toml\n")[2].partition("\n\n")[0]
    file = tmp_path / "outlets.toml"
    file.write_text("\n".join(line.strip() for line in example.splitlines()))
    assert len(read_choices(file)) >= 2
    for key in CHECKS:
        assert f"{key} = " in example
