"""Embeds: shown and withheld, by frame, by class and by the words of a consent box."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.article import Embed
from bodycopy.facts.pictures.embeds import find_embeds, named_provider, provider_of
from bodycopy.roles import Role


def embeds(
    between: str, roles: dict[str, Role] | None = None, *, before: str = "", after: str = ""
) -> tuple[Embed, ...]:
    """The embeds of a page that holds ``between`` in the middle of its body."""
    first, second, *_ = PARAGRAPHS
    html = html_of(f"{before}<h1>Pier closed</h1><p>{first}</p>{between}<p>{second}</p>{after}")
    view = view_of(html, roles)
    return find_embeds(view, headline_of(view))


@pytest.mark.parametrize(
    ("html", "kind", "provider"),
    [
        ('<iframe src="https://www.youtube.com/embed/a1"></iframe>', "video", "YouTube"),
        ('<iframe src="//www.youtube-nocookie.com/embed/a1"></iframe>', "video", "YouTube"),
        ('<iframe data-src="https://player.vimeo.com/video/7"></iframe>', "video", "Vimeo"),
        ('<iframe src="https://open.spotify.com/embed/x"></iframe>', "audio", "Spotify"),
        ('<iframe src="https://datawrapper.dwcdn.net/x/1/"></iframe>', "chart", "Datawrapper"),
        ('<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>', "map", "Google Maps"),
        ('<iframe src="https://docs.google.com/forms/d/1"></iframe>', "form", "Google Forms"),
        ('<blockquote class="twitter-tweet"><p>Rain</p></blockquote>', "post", "X"),
        ('<blockquote class="a instagram-media">Rain</blockquote>', "post", "Instagram"),
        ('<blockquote class="tiktok-embed"><p>Rain</p></blockquote>', "video", "TikTok"),
        ('<div class="fb-post"><p>Rain</p></div>', "post", "Facebook"),
        ('<video src="/rain.mp4" controls></video>', "video", None),
        ('<audio src="/rain.mp3" controls></audio>', "audio", None),
    ],
)  # fmt: skip
def test_knows_what_is_embedded(html: str, kind: str, provider: str | None) -> None:
    """Frames by their hosts, posts by the class that the provider's script looks for."""
    assert embeds(html) == (Embed(kind=kind, provider=provider),)


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://ads.example/slot?u=https://www.youtube.com/"></iframe>',
        '<iframe src="about:blank"></iframe>',
        "<iframe></iframe>",
        '<blockquote class="pull-quote"><p>Rain</p></blockquote>',
        '<video src="/mood.mp4" autoplay muted loop></video>',
        '<iframe src="https://notyoutube.com/embed/1"></iframe>',
    ],
)
def test_passes_over_what_is_no_embed(html: str) -> None:
    """Ads, counters, quotations of the paper's own and moving decoration are none."""
    assert [found for found in embeds(html) if found.provider or found.kind != "video"] == []


def test_counts_only_what_stands_in_the_article() -> None:
    """Videos above the headline and behind the end belong to the page, not to the article."""
    frame = '<iframe src="https://www.youtube.com/embed/a1"></iframe>'
    after = "<p>More news</p>" * 6 + frame
    assert embeds("", before=frame + "<p>Menu</p>", after=after) == ()


@pytest.mark.parametrize(
    ("box", "provider"),
    [
        ("An dieser Stelle finden Sie einen externen Inhalt von Lesetipp Netzwerk Ltd, der den "
         "Artikel ergänzt. Sie können Cookies akzeptieren.", "Lesetipp Netzwerk Ltd"),
        ("Mit dem Laden des Beitrags akzeptieren Sie die Datenschutzerklärung von Instagram.",
         "Instagram"),
        ("Zum Anzeigen des Videos von YouTube müssen Sie Cookies zustimmen.", "YouTube"),
        ("This post is shown once you allow content from Chirrup. It may set cookies.", "Chirrup"),
        ("Pour voir ce contenu de Facebook, acceptez les cookies.", "Facebook"),
        ("Aby zobaczyć ten film z TikTok, zaakceptuj pliki cookie.", "TikTok"),
    ],
)  # fmt: skip
def test_names_the_provider_of_what_a_consent_box_withholds(box: str, provider: str) -> None:
    """The box stands in the content's place, and says whose content it is."""
    (found,) = embeds(f"<div>{box}</div>", {box[:20]: Role.EMBED_PLACEHOLDER})
    assert (found.provider, found.withheld) == (provider, True)


def test_neighbouring_rows_are_one_box() -> None:
    """Heading, text and button of a box are one embed, and the frame beside it is the same."""
    rows = ("Recommended content", "Please accept cookies to see this YouTube video.", "Show it")
    html = "".join(f"<div>{row}</div>" for row in rows)
    roles = dict.fromkeys(rows, Role.EMBED_PLACEHOLDER)
    assert embeds(html, roles) == (Embed(kind="video", provider="YouTube", withheld=True),)
    shown = embeds('<iframe src="https://youtu.be/a"></iframe>' + html, roles)
    assert shown == (Embed(kind="video", provider="YouTube"),)


def test_a_frame_that_waits_for_consent_is_withheld() -> None:
    """Consent tools move the address to an attribute of their own."""
    html = '<iframe data-cmp-src="https://www.youtube.com/embed/a1" src="about:blank"></iframe>'
    assert embeds(html) == (Embed(kind="video", provider="YouTube", withheld=True),)


def test_a_page_without_a_body_has_no_embeds() -> None:
    """Where there is no article, nothing stands in it."""
    view = view_of(html_of('<iframe src="https://www.youtube.com/embed/a1"></iframe>'))
    assert find_embeds(view, None) == ()


def test_hosts_count_whole() -> None:
    """A host below a provider's is the provider's; one that only ends like it is not."""
    found = provider_of("https://fast.wistia.net/x")
    assert found is not None
    assert found.name == "Wistia"
    assert provider_of("https://mywistia.net/x") is None
    assert provider_of("wistia.net") is None
    assert named_provider("A wonderful day") is None


def test_the_table_of_providers_is_whole() -> None:
    """Four cells a line, kinds from a small set, no host under two providers."""
    text = resources.files("bodycopy").joinpath("data", "embed_providers.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert {len(row) for row in rows} == {4}
    assert {row[0] for row in rows} == set("post video audio map chart document form".split())
    keys = [key for row in rows for key in row[2].split(" | ")]
    assert len(keys) == len(set(keys))
    assert len(rows) > 60


@given(st.text(max_size=300))
def test_never_raises_on_any_address_or_text(text: str) -> None:
    """Addresses and boxes may hold anything."""
    provider_of(text)
    provider_of(f"https://{text}")
    named_provider(text)


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("piece", ["content from A ", "Inhalt von ", "A.a ", "X-", "von A B C D "])
def test_takes_linear_time(piece: str) -> None:
    """The words of a box are read once."""
    assert growth(named_provider, lambda n: piece * n, 8_000) < LIMIT


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "piece",
    ['<blockquote class="twitter-tweet">a</blockquote>', '<iframe src="//vimeo.com/1"></iframe>',
     "<div>accept cookies</div><p>x</p>"],
)  # fmt: skip
def test_finds_embeds_in_linear_time(piece: str) -> None:
    """Twice the embeds take twice the time."""
    roles = {"accept": Role.EMBED_PLACEHOLDER}

    def find(view: object) -> object:
        return find_embeds(view, 0)  # type: ignore[arg-type]

    end = f"<p>{PARAGRAPHS[0]}</p>"
    assert growth(find, lambda n: view_of(html_of(piece * n + end), roles), 400) < LIMIT
