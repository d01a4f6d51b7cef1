"""Where settings come from, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from server.bootstrap import Settings, open_service
from server.errors import IndexUnavailable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, where no ``policyqa.toml`` lies unless a test writes it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "policyqa.toml").write_text(text, encoding="utf-8")


def test_by_default_nothing_but_this_machine_is_listened_to() -> None:
    settings = Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.embedding.model == "builtin:policy-e5"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_HOME", "/srv/lib-a")
    monkeypatch.setenv("POLICYQA_PORT", "8123")
    monkeypatch.setenv("POLICYQA_RETRIEVAL__DEPTH", "50")
    settings = Settings()
    assert settings.home == Path("/srv/lib-a")
    assert settings.port == 8123
    assert settings.retrieval.depth == 50


def test_the_file_is_read_and_the_environment_goes_before_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, 'home = "/srv/file"\nport = 9000\n[build]\nkeep_snapshots = 2\n')
    monkeypatch.setenv("POLICYQA_PORT", "9001")
    settings = Settings()
    assert (settings.home, settings.port, settings.build.keep_snapshots) == (Path("/srv/file"), 9001, 2)
    assert Settings(port=9002).port == 9002


@pytest.mark.parametrize(
    "variable",
    ["POLICYQA_HOEM", "POLICYQA_RETRIEVAL__DEPHT", "POLICYQA_EMBEDING__MODEL"],
)
def test_a_misspelt_variable_is_refused(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "5")
    with pytest.raises(ValidationError, match="Extra inputs"):
        Settings()


@pytest.mark.parametrize("text", ['hoem = "x"', "[retrieval]\ndepht = 5", "[no_such_part]\na = 1"])
def test_a_misspelt_key_of_the_file_is_refused(folder: Path, text: str) -> None:
    write(folder, text)
    with pytest.raises(ValidationError, match="Extra inputs"):
        Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("POLICYQA_PORT", "65536"),
        ("POLICYQA_PORT", "-1"),
        ("POLICYQA_PORT", "eighty"),
        ("POLICYQA_RETRIEVAL__DEPTH", "0"),
        ("POLICYQA_RETRIEVAL__DENSE_WEIGHT", "1.1"),
        ("POLICYQA_EMBEDDING__MODEL", ""),
        ("POLICYQA_BUILD__KEEP_SNAPSHOTS", "0"),
    ],
)
def test_a_value_out_of_bounds_is_refused(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError):
        Settings()


def test_variables_of_other_programs_are_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_HOME", "/elsewhere")
    monkeypatch.setenv("POLICYQAX_PORT", "1")
    assert Settings().port == 8000


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_a_service_without_an_index_says_how_to_make_one(folder: Path) -> None:
    with pytest.raises(IndexUnavailable, match="policyqa index build"):
        open_service(Settings(home=folder / "nothing"))
