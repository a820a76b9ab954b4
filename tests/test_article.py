"""The records: what goes out as JSON comes back the same, and what does not fit is refused."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given

from bodycopy import SCHEMA_VERSION, Article, InputError, Reason, Verdict, json_schema
from records import NO_STREET, STREET, articles, verdicts

SCHEMA = Path(__file__).parents[1] / "docs" / "schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@given(articles)
def test_article_round_trip(article: Article) -> None:
    """Any article survives the way to JSON text and back."""
    assert Article.from_dict(json.loads(json.dumps(article.to_dict()))) == article


@given(verdicts)
def test_verdict_round_trip(verdict: Verdict) -> None:
    """So does any verdict."""
    assert Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))) == verdict


@given(articles)
def test_article_fits_the_schema(article: Article) -> None:
    """What ``to_dict`` gives of any article is what the schema promises."""
    VALIDATOR.validate(article.to_dict())


@given(verdicts)
def test_verdict_fits_the_schema(verdict: Verdict) -> None:
    """The same for any verdict."""
    VALIDATOR.validate(verdict.to_dict())


def test_schema_refuses_a_wrong_record() -> None:
    """The schema is no rubber stamp: a body that is a string is refused."""
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(STREET.to_dict() | {"body": "The first bus came at six."})


def test_schema_file_is_current() -> None:
    """docs/schema.json is what tools/write_schema.py would write today."""
    written = json.loads(SCHEMA.read_text(encoding="utf-8"), object_hook=in_one_order)
    current = json.loads(json.dumps(json_schema()), object_hook=in_one_order)
    assert written == current, "run: python tools/write_schema.py"


def in_one_order(part: dict[str, object]) -> dict[str, object]:
    """Alternatives sorted: versions of msgspec do not agree on their order."""
    choices = part.get("anyOf")
    return {**part, "anyOf": sorted(choices, key=str)} if isinstance(choices, list) else part


def test_article_is_true_even_when_empty() -> None:
    """Truth tells an article from a verdict, not a full one from an empty one."""
    assert Article()


def test_verdict_is_false_and_has_no_text() -> None:
    """``if record:`` sees that there is no article, and nothing can be taken for its text."""
    assert not NO_STREET
    assert NO_STREET.text == NO_STREET.to_dict()["text"] == ""


def test_text_is_standfirst_and_body() -> None:
    """The text reads as on the page: standfirst, then the blocks, a blank line between."""
    assert STREET.text == (
        "Buses run again on Monday. The shops have waited for it.\n\n"
        "The first bus came at six.\n\nWhat it cost\n\nEleven million, says the city."
    )
    assert STREET.to_dict()["text"] == STREET.text


def test_to_dict_is_plain_json() -> None:
    """No tuple, enum or record is left in the dictionary: JSON gives it back equal."""
    record = STREET.to_dict()
    assert json.loads(json.dumps(record)) == record
    assert type(record["body"][0]["role"]) is str


def test_from_dict_names_the_place_of_a_fault() -> None:
    """A stored record with a damaged block says which block, and what it should hold."""
    record = STREET.to_dict()
    record["body"][1]["index"] = "six"
    with pytest.raises(InputError, match=r"Expected `int`, got `str` - at `\$\.body\[1\]\.index`"):
        Article.from_dict(record)


def test_from_dict_refuses_an_unknown_role() -> None:
    """The set of roles is closed."""
    record = STREET.to_dict()
    record["dropped"][0]["role"] = "horoscope"
    with pytest.raises(InputError, match=r"horoscope.*\$\.dropped\[0\]\.role"):
        Article.from_dict(record)


def test_from_dict_wants_its_own_schema_version() -> None:
    """A record of another version is refused by name, not misread."""
    with pytest.raises(
        InputError, match=rf"schema_version 99, this bodycopy reads {SCHEMA_VERSION}"
    ):
        Article.from_dict(STREET.to_dict() | {"schema_version": 99})


def test_from_dict_wants_a_schema_version() -> None:
    """A dictionary that names no version is not one of our records."""
    with pytest.raises(InputError, match="schema_version None"):
        Verdict.from_dict({"reason": "empty"})


def test_from_dict_ignores_what_it_does_not_know() -> None:
    """Users may keep fields of their own beside ours."""
    assert Article.from_dict(STREET.to_dict() | {"shelf": "B7"}) == STREET


def test_records_are_frozen() -> None:
    """A record cannot change behind the back of who shares it."""
    with pytest.raises(AttributeError):
        STREET.headline = "Street closed again"  # type: ignore[misc]


def test_records_compare_by_value() -> None:
    """Two records with the same content are the same record."""
    assert Verdict(reason=Reason.EMPTY) == Verdict(reason=Reason.EMPTY)
    assert msgspec.structs.replace(STREET, headline=None) != STREET
