"""``bodycopy text``: the same face as ``bodycopy extract``, for flattened text."""

import json
from pathlib import Path

import pytest

from bodycopy.cli import ARTICLE, NO_ARTICLE, USAGE, main

TEXT = Path(__file__).parent / "texts" / "de_steg.txt"


def test_prints_headline_and_body(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Text is the default."""
    assert main(["text", str(TEXT)]) == ARTICLE
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith("Oberell baut den Steg nach Ostheim neu\n\nDer Gemeinderat")
    assert "Anzeige" not in out


def test_prints_the_record_as_json(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """With the language that the caller knows."""
    arguments = ["text", "--format", "json", "--language", "de-AT", "--url", "https://a.example/b"]
    assert main([*arguments, str(TEXT)]) == ARTICLE
    record = json.loads(capsysbinary.readouterr().out)
    assert record["language"] == "de-AT"
    assert record["url"] == "https://a.example/b"
    assert record["sources"]["body"] == "text"


def test_explains_every_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Each block with its role."""
    assert main(["text", "--explain", "--color", "never", str(TEXT)]) == ARTICLE
    out = capsysbinary.readouterr().out.decode()
    for role in ("kicker", "headline", "ad_label", "liveblog_promo", "embed_placeholder"):
        assert role in out


def test_says_why_there_is_no_article(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A menu is no article."""
    menu = tmp_path / "menu.txt"
    menu.write_text("Home\nSport\nJobs\n", encoding="utf-8")
    assert main(["text", str(menu)]) == NO_ARTICLE
    assert b"no article" in capsysbinary.readouterr().err


def test_a_file_that_is_missing_is_a_mistake(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One line says which."""
    assert main(["text", "missing.txt"]) == USAGE
    assert b"missing.txt does not exist" in capsysbinary.readouterr().err
