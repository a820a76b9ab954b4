"""Credits of pictures: split off captions in every language, and left alone where there is none."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LIMIT, growth

from bodycopy.facts.pictures.credits import (
    Split,
    has_label,
    is_button,
    is_credit,
    is_name,
    names_source,
    split_credit,
    split_named,
    strip_label,
)

# Language, caption, what stands between, credit.
LABELLED: list[tuple[str, str, str, str]] = [
    ("af", "Die brug in die mis.", " ", "Foto: Ansie Botma"),
    ("ar", "الجسر في الضباب", " - ", "تصوير: سامر القيسي / الساحل"),
    ("az", "Körpü duman içində.", " ", "Foto: Elnur Quliyev"),
    ("be", "Мост у тумане.", " ", "Фота: Алесь Дуб"),
    ("bg", "Мостът в мъглата.", " ", "Снимка: Иван Горов"),
    ("bn", "কুয়াশায় সেতু।", " ", "ছবি: রাহুল সেন"),
    ("ca", "El pont dins la boira.", " ", "Fotografia: Pau Roure"),
    ("cs", "Most v mlze", " | ", "Foto: Jana Malá, Denní Posel"),
    ("cy", "Y bont yn y niwl.", " ", "Llun: Gwen Rhys"),
    ("da", "Broen i tågen.", " ", "Foto: Mads Holm"),
    ("de", "Die Brücke im Nebel", " ", "(Bild: Keystone)"),
    ("de", "Die Brücke im Nebel.", " ", "Foto: Max Muster/dpa"),
    ("de", "Die Brücke im Nebel.", " ", "© AFP"),
    ("de", "Die Brücke im Nebel.", " ", "Bildquelle: Stadt Hafenau"),
    ("el", "Η γέφυρα στην ομίχλη.", " ", "Φωτογραφία: Άννα Δήμου"),
    ("en", "The bridge in fog", " | ", "Photo: Ann Moe"),
    ("en", "The bridge in fog", " ", "(Photo by Ann Moe/Getty Images)"),
    ("en", "The bridge in fog.", " ", "Image credit: Harbour Trust"),
    ("en", "The bridge, which opened in 1931.", " ", "AP Photo/Ann Moe, File"),
    ("en", "The bridge as it was", " ", "Courtesy of the Harbour Museum"),
    ("es", "El puente en la niebla.", " ", "Foto: Ana Ruiz | El Faro"),
    ("et", "Sild udus.", " ", "Foto: Mari Mets"),
    ("eu", "Zubia lainotan.", " ", "Argazkia: Ane Etxe"),
    ("fa", "پل در مه.", " ", "عکس: سارا کریمی"),
    ("fi", "Silta sumussa.", " ", "Kuva: Aino Salo"),
    ("fr", "Le pont dans la brume.", " ", "Crédit photo : Luc Morel"),
    ("ga", "An droichead sa cheo.", " ", "Grianghraf: Áine Ní Bhriain"),
    ("he", "הגשר בערפל", " ", "(צילום: דנה לוי)"),
    ("hi", "कोहरे में पुल।", " ", "फोटो: राहुल वर्मा"),
    ("hr", "Most u magli.", " ", "Foto: Ivo Horvat"),
    ("hu", "A híd a ködben", " ", "Fotó: Kis Anna / Hírlap"),
    ("hy", "Կամուրջը մառախուղում։", " ", "Լուսանկարը: Անի Սարյան"),
    ("id", "Jembatan dalam kabut.", " ", "Foto: Budi Santoso"),
    ("is", "Brúin í þoku.", " ", "Ljósmynd: Jón Jónsson"),
    ("it", "Il ponte nella nebbia.", " ", "(Foto: Ugo Neri)"),
    ("ja", "霧の中の橋", "", "（写真：港新聞）"),
    ("ja", "霧の中の橋＝4日、港市、", "", "三枝ゆかり撮影"),
    ("ka", "ხიდი ნისლში.", " ", "ფოტო: ანა კობახიძე"),
    ("kk", "Тұмандағы көпір.", " ", "Фото: Айгүл Серік"),
    ("ko", "안개 속의 다리가 보인다.", " ", "고영권 기자"),
    ("ko", "안개 속의 다리.", " ", "사진=항구신문"),
    ("lt", "Tiltas rūke.", " ", "Nuotr.: Ona Kazlė"),
    ("lv", "Tilts miglā.", " ", "Foto: Ilze Kalna"),
    ("mk", "Мостот во магла.", " ", "Фото: Ана Стојан"),
    ("ms", "Jambatan dalam kabus.", " ", "Gambar: Siti Aminah"),
    ("nl", "De brug in de mist.", " ", "Beeld: Piet Dam"),
    ("no", "Broen i tåka.", " ", "Foto: Ola Berg"),
    ("pl", "Most we mgle", " ", "Fot. Leon Waligóra / Kurier"),
    ("pt", "A ponte na neblina", " ", "(Foto: Rui Lobo/Agência)"),
    ("ro", "Podul în ceață.", " ", "Sursa foto: Ziarul Portului"),
    ("ru", "Мост в тумане.", " ", "Фото: Анна Белова / Вестник"),
    ("sk", "Most v hmle.", " ", "Zdroj: Pobrežný denník"),
    ("sl", "Most v megli.", " ", "Foto: Ana Kos"),
    ("sq", "Ura në mjegull.", " ", "Burimi: Gazeta e Portit"),
    ("sr", "Мост у магли.", " ", "Фото: Ана Јовић"),
    ("sv", "Bron i dimman.", " ", "Foto: EVA LUND"),
    ("sw", "Daraja kwenye ukungu.", " ", "Picha: Asha Juma"),
    ("ta", "மூடுபனியில் பாலம்.", " ", "படம்: குமார்"),
    ("th", "สะพานในหมอก", " ", "ภาพ: สมชาย"),
    ("tr", "Köprü sis içinde.", " ", "Fotoğraf: Ece Demir"),
    ("uk", "Міст у тумані.", " ", "Світлина: Оля Гай"),
    ("ur", "پل دھند میں۔", " ", "تصویر: سارہ خان"),
    ("vi", "Cây cầu trong sương.", " ", "Ảnh: Minh Anh"),
    ("zh", "雾中的大桥。", "", "（摄影：陆子安）"),
    ("zh", "雾中的大桥", " ", "李尕 摄"),
    ("zu", "Ibhuloho enkungwini.", " ", "Isithombe: Sipho Zulu"),
]

# Caption, what stands between, credit: no word says that it is one.
BARE: list[tuple[str, str, str]] = [
    ("The bridge in fog.", " ", "Ann Moe/AFP"),
    ("The bridge in fog.", " ", "REUTERS/Ann Moe"),
    ("The bridge in fog.", " ", "ANN MOE / AFP"),
    ("The bridge in fog.", " ", "Harbour Weekly via Getty Images"),
    ("The bridge in fog.", " ", "Ann van der Moe"),
    ("The bridge in fog", " ", "(Ann Moe/Harbour Press)"),
    ("The bridge in fog", " ", "(Reuters)"),
    ("The bridge in fog", " / ", "Ann Moe"),
    ("The bridge in fog", " | ", "Ann Moe"),
    ("The bridge in fog", " – ", "AFP"),
    ("다리가 안개에 싸여 있다.", " ", "연합뉴스"),
]


def _bare(credit: str) -> str:
    return credit.strip("()（）")


@pytest.mark.parametrize(("language", "caption", "gap", "credit"), LABELLED)
def test_splits_a_credit_that_is_introduced(
    language: str, caption: str, gap: str, credit: str
) -> None:
    """Words and signs that introduce a credit are known in more than fifty languages."""
    del language
    found = split_credit(f"{caption}{gap}{credit}")
    assert found.credit == _bare(credit)
    assert (found.caption or "").rstrip("、，") == caption.rstrip("、，")


@pytest.mark.parametrize(("caption", "gap", "credit"), BARE)
def test_splits_a_credit_that_names_a_house_or_joins_names(
    caption: str, gap: str, credit: str
) -> None:
    """Behind the last sentence, in brackets or behind a bar, names are a credit."""
    assert split_credit(f"{caption}{gap}{credit}") == Split(caption, _bare(credit))


@pytest.mark.parametrize(
    "text",
    [
        "The bridge in fog, seen from the north pier (left).",
        "Die Brücke im Nebel (Archivbild)",
        "Nach dem Foto: Wie der Fotograf den Steg wiederfand, von dem alle im Ort seit Jahren "
        "erzählen und den doch niemand mehr betreten durfte, weil er gesperrt war seit damals im "
        "Herbst, als das Wasser stieg und die halbe Stadt am Ufer stand",
        "The bridge in fog. Nobody crossed it that day.",
        "The agreement was signed in 1994/95.",
        "Die Brücke - ein Bauwerk für Generationen",
        "Mayor Ann Moe and harbour master J. K. Lee.",
        "3:1 für den Hafen",
        "",
    ],
)
def test_leaves_captions_without_credit_alone(text: str) -> None:
    """Brackets, colons, slashes and names inside a caption are no credit."""
    assert split_credit(text) == Split(text or None, None)


@pytest.mark.parametrize(
    "text",
    ["Foto: dpa", "© Ann Moe", "Ann Moe/AFP", "Getty Images", "写真＝時事", "(Reuters)"],
)
def test_knows_a_text_that_is_all_credit(text: str) -> None:
    """A row that holds nothing but a credit has no caption."""
    assert is_credit(text)


def test_takes_the_first_of_two_credits_to_the_end() -> None:
    """Two labels in a row are one credit; a credit in a bracket in the middle leaves the rest."""
    assert (
        split_credit("The pier. Foto: A. Moe, Grafik: B. Lee").credit
        == "Foto: A. Moe, Grafik: B. Lee"
    )
    assert split_credit("The pier (Foto: A. Moe) and the bridge") == Split(
        "The pier and the bridge", "Foto: A. Moe"
    )


def test_a_label_may_touch_the_sentence_before_it() -> None:
    """Elements that touch leave no space: ``... in Rom.Foto: dpa``."""
    assert split_credit("Der Steg in Rom.Foto: dpa") == Split("Der Steg in Rom.", "Foto: dpa")
    assert split_credit("Ein Kleid von VALERIAFoto: dpa") == Split(
        "Ein Kleid von VALERIA", "Foto: dpa"
    )
    assert split_credit("霧の中の橋（Ｃ）港通信") == Split("霧の中の橋", "（Ｃ）港通信")
    assert split_credit("Most w SopocieŹródło: PAP") == Split("Most w Sopocie", "Źródło: PAP")


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ('A motorcycle that says "solid" VW', 'A motorcycle that says "solid"', "VW"),
        ("The pier at noon Ann Moe", "The pier at noon", "Ann Moe"),
        ("The pier at noon in Oslo Reuters", "The pier at noon in Oslo", "Reuters"),
        ("The pier at noon. Harbour Museum", "The pier at noon.", "Harbour Museum"),
        ("the pier at noon", "the pier at noon", None),
        ("By Ann Moe", "By Ann Moe", None),
    ],
)
def test_finds_the_names_at_the_end_where_the_page_says_there_are_some(
    text: str, caption: str, credit: str | None
) -> None:
    """An element named after credits stands inside the caption: only its start is unknown."""
    assert split_named(text) == Split(caption, credit)


@pytest.mark.parametrize(
    ("credit", "bare"),
    [
        ("Foto: Ann Moe", "Ann Moe"),
        ("Photo by Ann Moe", "Ann Moe"),
        ("© AFP", "AFP"),
        ("Bild © Ann Moe (hr)", "Ann Moe (hr)"),
        ("写真：港新聞", "港新聞"),
        ("Ann Moe/dpa", "Ann Moe/dpa"),
    ],
)
def test_strips_the_label(credit: str, bare: str) -> None:
    """What introduces a credit goes; what is not introduced stays as it is."""
    assert strip_label(credit) == bare


def test_small_questions() -> None:
    """Houses, names and buttons are told from sentences."""
    assert names_source("Ann Moe / Pool via AP")
    assert not names_source("the AP reported")
    assert is_name("Ann Moe, Bo Lee")
    assert not is_name("The pier at noon")
    assert is_button("[Click to enlarge]")
    assert not is_button("A click")
    assert has_label("The pier. Photo: Ann Moe")
    assert not has_label("The pier. Ann Moe/AFP")


def test_the_word_list_has_every_language_once_for_each_kind() -> None:
    """Kinds are known, languages do not repeat, and there are more than thirty of them."""
    text = resources.files("bodycopy").joinpath("data", "credit_words.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert {len(row) for row in rows} == {3}
    assert {row[0] for row in rows} == {"label", "by", "end", "button"}
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
    assert len({row[1] for row in rows}) > 30


@given(st.text(max_size=400))
def test_gives_parts_of_the_text_and_never_raises(text: str) -> None:
    """Whatever the text, caption and credit are made of its own words."""
    for found in (split_credit(text), split_named(text)):
        for part in found:
            assert part is None or all(word in text for word in part.split())
    is_credit(text)
    strip_label(text)
    has_label(text)


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "piece", ["Foto: ", "(", "a.b ", "© ", "A/B ", "Photo by ", "、撮影", "1 "]
)
def test_takes_linear_time(piece: str) -> None:
    """Only the end of a caption is looked at, whatever stands before it."""

    def job(text: str) -> object:
        return split_credit(text), split_named(text), strip_label(text), is_credit(text)

    assert growth(job, lambda n: piece * n, 8_000) < LIMIT
