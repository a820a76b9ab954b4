"""What recurs on the pages of a site is furniture; what an agency's story brings along is not."""

import pickle
from dataclasses import dataclass

import numpy as np
import pytest

import bodycopy
from authored import html_of
from bodycopy import Options, SiteProfile, UsageError


@dataclass(frozen=True)
class Site:
    """An invented outlet whose pages have the same furniture between their paragraphs."""

    paragraphs: tuple[str, ...]
    furniture: tuple[str, ...]
    """Sentences that read like any of the article's."""
    towns: tuple[str, ...]

    def story(self, number: int) -> list[str]:
        """The paragraphs of one story."""
        town = self.towns[number % len(self.towns)]
        other = self.towns[(number * 7 + 3) % len(self.towns)]
        weeks = "two three four five six seven eight nine".split()[number % 8]
        return [text.format(town=town, other=other, weeks=weeks) for text in self.paragraphs]

    def page(self, number: int) -> list[str]:
        """The same with the site's furniture between them."""
        one, *rest = self.story(number)
        return [one, self.furniture[0], *rest[:2], *self.furniture[1:], *rest[2:]]


ELL_VALLEY = Site(
    paragraphs=(
        "The council of {town} voted on Tuesday night to rebuild the footbridge to {other}, which "
        "the flood of last November had carried half a mile downstream.",
        "Nine members from {town} were in favour, two from {other} against. The new bridge will be "
        "wide enough for wheelchairs, prams and the occasional determined sheep.",
        "Work in {town} is to start when the water is low, and to take {weeks} weeks. Until then "
        "the ferry to {other} runs every half hour, free of charge.",
        "Most of the money comes from the county. The rest was collected in {town} by the school, "
        "the choir and the two pubs on the bank that faces {other}.",
    ),
    furniture=(
        "The Ell Valley Herald has been walking the valley with its readers for ninety years, and "
        "every story in it begins with somebody who stopped us in the street.",
        "Our reporters answer every letter that reaches the old mill on Weir Lane. Whoever has "
        "seen something that others ought to know writes to them before the weekend.",
    ),
    towns=tuple(
        "Ashford Birkby Colne Dunlow Eskdale Farnby Gorsley Hexton Ingham Jarby Kelby Lindon "
        "Marrick Norby Oxley Parnham Quorn Ripley Selby Thorne".split()
    ),
)
OBERELL = Site(
    paragraphs=(
        "Der Gemeinderat von {town} hat am Dienstagabend beschlossen, den Steg nach {other} neu zu "
        "bauen, den das Hochwasser im November fortgerissen hatte.",
        "Neun Räte aus {town} stimmten dafür, zwei aus {other} dagegen. Die neue Brücke soll breit "
        "genug für Rollstühle, Kinderwagen und gelegentlich ein Schaf werden.",
        "Die Arbeiten in {town} beginnen bei niedrigem Wasser und dauern {weeks} Wochen. Bis dahin "
        "fährt die Fähre nach {other} jede halbe Stunde und ist kostenlos.",
        "Das meiste Geld kommt vom Kreis. Den Rest haben in {town} die Schule, der Chor und die "
        "beiden Wirte am Ufer gegenüber von {other} gesammelt.",
    ),
    furniture=(
        "Der Oberell-Bote geht seit neunzig Jahren mit seinen Lesern durch das Tal, und jede "
        "Geschichte beginnt mit jemandem, der uns auf der Straße angehalten hat.",
        "Unsere Redakteure beantworten jeden Brief, der die alte Mühle am Wehr erreicht. Wer etwas "
        "gesehen hat, das andere wissen sollten, schreibt ihnen vor dem Wochenende.",
    ),
    towns=tuple(
        "Aubach Birkweil Dornau Ellingen Farnheim Gründau Hasloch Immenrode Jettbach Kellau "
        "Lindach Moosau Nordell Ostheim Perlbach Quirnau Rodach Seeau Talheim Ulmbach".split()
    ),
)
SITES = pytest.mark.parametrize("site", [ELL_VALLEY, OBERELL], ids=["en", "de"])


def as_text(paragraphs: list[str]) -> str:
    """The page as a scraper leaves it."""
    return "\n\n".join(["Brücke / Bridge", *paragraphs, "Impressum"])


def as_html(paragraphs: list[str]) -> str:
    """The page as a browser gets it."""
    parts = "".join(f"<p>{text}</p>" for text in paragraphs)
    return html_of(f"<article><h1>Bridge to be rebuilt</h1>{parts}</article>")


def text_profile(site: Site, pages: int = 20) -> SiteProfile:
    """The profile of a site's pages, flattened."""
    return SiteProfile.of(bodycopy.extract_text(as_text(site.page(n))) for n in range(pages))


@SITES
def test_furniture_of_flattened_pages_is_left_out_and_no_paragraph_is(site: Site) -> None:
    """With twenty pages known, less than half of the noise is kept, and every paragraph."""
    options = Options(profile=text_profile(site))
    before = after = 0
    for number in range(20):
        plain = bodycopy.extract_text(as_text(site.page(number))).text
        text = bodycopy.extract_text(as_text(site.page(number)), options=options).text
        before += sum(sentence in plain for sentence in site.furniture)
        after += sum(sentence in text for sentence in site.furniture)
        assert [part for part in site.story(number) if part in plain and part not in text] == []
    assert before > 0
    assert after <= before / 2


@SITES
def test_furniture_of_pages_of_html_is_left_out_too(site: Site) -> None:
    """A profile works on the blocks of HTML as on lines."""
    pages = [as_html(site.page(number)) for number in range(20)]
    options = Options(profile=SiteProfile.of(map(bodycopy.extract, pages)))
    for number, page in enumerate(pages):
        record = bodycopy.extract(page, options=options)
        assert record.text.split("\n\n") == site.story(number)
        furniture = [block for block in record.dropped if block.text in site.furniture]
        assert {block.role for block in furniture} == {bodycopy.Role.BOILERPLATE}


def test_a_story_that_ran_more_than_once_keeps_its_paragraphs() -> None:
    """An agency's story under ten addresses is one story."""
    pages = [ELL_VALLEY.page(number) for number in range(12)] + [ELL_VALLEY.page(3)] * 10
    profile = SiteProfile.of(bodycopy.extract_text(as_text(page)) for page in pages)
    assert profile.stories == 12
    assert [text for text in ELL_VALLEY.story(3) if profile.is_furniture(text)] == []
    assert all(map(profile.is_furniture, ELL_VALLEY.furniture))


def test_a_paragraph_of_background_is_no_furniture() -> None:
    """What three of twenty stories tell again stays in each."""
    background = "The flood of November was the highest since the gauge at Weir Lane was set up."
    pages = [ELL_VALLEY.page(n) + ([background] if n < 3 else []) for n in range(20)]
    profile = SiteProfile.of(bodycopy.extract_text(as_text(page)) for page in pages)
    assert profile.count(background) == 3
    assert not profile.is_furniture(background)


def test_few_pages_prove_nothing() -> None:
    """On three pages nothing is furniture yet."""
    profile = text_profile(ELL_VALLEY, 3)
    assert not any(map(profile.is_furniture, ELL_VALLEY.furniture))


def test_profiles_merge_and_pickle() -> None:
    """Halves made on two machines are the whole; a copy from a file says the same."""
    records = [bodycopy.extract_text(as_text(ELL_VALLEY.page(n))) for n in range(20)]
    whole = SiteProfile.of(records)
    merged = SiteProfile.of(records[:10]) | SiteProfile.of(records[10:])
    assert merged.stories == whole.stories
    assert np.array_equal(merged.counts, whole.counts)
    again = pickle.loads(pickle.dumps(whole))
    assert np.array_equal(again.counts, whole.counts)
    assert again.is_furniture(ELL_VALLEY.furniture[0])


def test_a_profile_takes_the_same_memory_for_any_number_of_pages() -> None:
    """Its counts do not grow."""
    assert text_profile(OBERELL, 2).counts.nbytes == text_profile(OBERELL, 20).counts.nbytes


def test_a_profile_is_read_only() -> None:
    """Reading pages with it changes nothing: the same page gives the same record."""
    profile = text_profile(OBERELL)
    with pytest.raises(ValueError, match="read-only"):
        profile.counts[0, 0] = 1
    options = Options(profile=profile)
    text = as_text(OBERELL.page(4))
    assert bodycopy.extract_text(text, options=options) == bodycopy.extract_text(
        text, options=options
    )


def test_what_is_no_record_is_refused() -> None:
    """A profile is made of records; the caller is told."""
    with pytest.raises(UsageError, match="made of records, not of str"):
        SiteProfile.of(["text"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="profile must be a SiteProfile"):
        Options(profile="x")  # type: ignore[arg-type]


def test_only_profiles_merge() -> None:
    """Anything else is no half of a profile."""
    with pytest.raises(TypeError):
        SiteProfile.of([]) | 1  # type: ignore[operator]
