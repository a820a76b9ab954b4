"""JSON: the whole record, for machines and for eyes."""

import json

from hypothesis import given

from bodycopy import Article, Verdict
from bodycopy.render import to_json
from records import NO_STREET, articles, block


@given(articles)
def test_json_reads_back(article: Article) -> None:
    """What is printed is the record, to the last field."""
    assert Article.from_dict(json.loads(to_json(article))) == article


def test_verdict_is_a_record_too() -> None:
    """Who asked for JSON gets JSON, also where there is no article."""
    assert Verdict.from_dict(json.loads(to_json(NO_STREET))) == NO_STREET


def test_letters_stay_letters() -> None:
    """A Japanese paragraph can be read in the output, not only decoded."""
    assert "東京で" in to_json(Article(body=(block("paragraph", "東京で"),)))
