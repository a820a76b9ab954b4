"""Facts in the forms that only flattened text has."""

from importlib import resources

import pytest

import bodycopy
from authored import PARAGRAPHS
from bodycopy import Article
from bodycopy.lines.facts import section_named


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Mehr aus Politik", "Politik"),
        ("Mehr aus dem Ressort Wirtschaft", "Wirtschaft"),
        ("More in Local News ›", "Local News"),
        ("MORE FROM SPORT:", "SPORT"),
        ("More Politics News", "Politics"),
        ("Más en Sociedad", "Sociedad"),
        ("Altre notizie di Cronaca", "Cronaca"),
        ("Mais de Economia", "Economia"),
        ("Dans la rubrique Société", "Société"),
        ("Więcej z Kultura", "Kultura"),
        ("Ещё в разделе Политика", "Политика"),
        ("社会の記事一覧", "社会"),
        ("사회 최신기사", "사회"),
        ("המזג", None),
        ("Mehr aus unserem Netzwerk", None),
        ("More from author", None),
        ("More from the authors of this long and winding list of names", None),
        ("Mehr aus", None),
        ("More than a game", None),
        ("", None),
    ],
)
def test_a_heading_over_further_articles_names_the_section(line: str, section: str | None) -> None:
    """What stands in the section's place is a name, or there is none."""
    assert section_named(line) == section


def test_the_forms_have_one_place_each() -> None:
    """Every form of the data file has a language and one place for the name."""
    path = resources.files("bodycopy").joinpath("data", "more_from.tsv")
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for row in rows:
        language, form = row.split("\t")
        assert language == "-" or form.count("{}") == 1, row
        assert form == form.casefold(), row
    assert len({row.split("\t")[0] for row in rows}) > 35


def read(*lines: str) -> Article:
    """The made-up report with these lines behind it."""
    record = bodycopy.extract_text("\n\n".join(["The bridge", *PARAGRAPHS, *lines]))
    assert isinstance(record, Article)
    return record


def test_topics_stand_under_their_label() -> None:
    """Short lines under a label, as long as nothing else begins."""
    record = read("Topics", "Ell Valley", "Bridges", "Related articles", "Ferry runs again")
    assert record.topics == ("Ell Valley", "Bridges")
    assert record.sources["topics"] == "text"


def test_no_label_no_topics() -> None:
    """Lines behind an article are not topics by themselves."""
    assert read("Ell Valley", "Bridges").topics == ()


def test_a_withheld_embed_is_named_by_its_box() -> None:
    """The provider that the box names, though it stands behind the body."""
    record = read(
        "Advertisement",
        "Empfohlener redaktioneller Inhalt",
        "An dieser Stelle finden Sie einen externen Inhalt von Weir Maps Ltd, der den Artikel "
        "ergänzt. Sie können ihn sich mit einem Klick anzeigen lassen.",
    )
    assert [(embed.provider, embed.withheld) for embed in record.embeds] == [
        ("Weir Maps Ltd", True)
    ]


def test_a_credit_behind_a_caption_is_the_pictures() -> None:
    """The copy of the caption between them does not part them."""
    caption = "The footbridge over the Ell before the flood of last November."
    text = ["Council votes for a new footbridge", caption, caption, "Photo: Jo Weir"]
    record = bodycopy.extract_text("\n\n".join([*text, *PARAGRAPHS]))
    assert isinstance(record, Article)
    assert [(image.caption, image.credit) for image in record.images] == [
        (caption, "Photo: Jo Weir")
    ]
    assert caption not in record.text
