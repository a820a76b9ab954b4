"""Images: whose caption is whose, what is a credit, what is no image of the article."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authored import PARAGRAPHS, html_of
from tests.growth import LIMIT, growth
from tests.views import headline_of, view_of

from bodycopy.article import Embed, Image
from bodycopy.facts.header.header import find_header
from bodycopy.facts.header.headline import Candidate
from bodycopy.facts.jsonld import JsonLd
from bodycopy.facts.pictures.corrections import find_corrections
from bodycopy.facts.pictures.embeds import find_embeds
from bodycopy.facts.pictures.image_url import best_url, file_name, is_decoration
from bodycopy.facts.pictures.images import Images, find_images
from bodycopy.facts.view import View
from bodycopy.roles import ROLES, Role
from bodycopy.tape import Elements, Tape

CAPTION = "The pier at low tide, seen from the old lifeboat house."


def found(
    between: str,
    roles: dict[str, Role] | None = None,
    *,
    head: str = "",
    before: str = "",
    after: str = "",
) -> Images:
    """What is found on a page that holds ``between`` in the middle of its body."""
    first, second, *_ = PARAGRAPHS
    body = f"<h1>Pier closed</h1>{before}<p>{first}</p>{between}<p>{second}</p>{after}"
    view = view_of(html_of(body, head=head), roles)
    return find_images(view, JsonLd(view.tape.head.jsonld), headline_of(view))


def figure(caption: str, src: str = "/pier.jpg", more: str = "") -> str:
    """A figure with a picture and its caption."""
    return f'<figure><img src="{src}" {more}><figcaption>{caption}</figcaption></figure>'


def test_splits_the_credit_off_the_caption() -> None:
    """One row that holds both gives both."""
    text = f"{CAPTION} Foto: Ann Moe/dpa"
    (image,) = found(figure(text), {CAPTION: Role.CAPTION}).images
    assert image == Image(url="/pier.jpg", caption=CAPTION, credit="Foto: Ann Moe/dpa")


@pytest.mark.parametrize(
    ("rows", "roles", "credit"),
    [
        (f"<p>{CAPTION}</p><p>Foto: Ann Moe</p>", {"Foto": Role.CREDIT}, "Foto: Ann Moe"),
        (f"<p>{CAPTION}</p><p>Foto:</p><p>Ann Moe</p>",
         {"Foto": Role.CREDIT, "Ann": Role.CREDIT}, "Foto: Ann Moe"),
        (f"<p>{CAPTION} (</p><p>Image:</p><p>Harbour Echo)</p>",
         {"Image": Role.CREDIT, "Harbour": Role.CREDIT}, "Image: Harbour Echo"),
        (f"<p>{CAPTION}</p><p>Ann Moe / Harbour Echo</p>",
         {"Ann": Role.CAPTION}, "Ann Moe / Harbour Echo"),
        (f'<p>{CAPTION}</p><p class="photo-credit">Harbour archive</p>',
         {"Harbour": Role.CAPTION}, "Harbour archive"),
        (f'{CAPTION} <span class="credit">Harbour Museum</span>', {}, "Harbour Museum"),
        (f"{CAPTION} <cite>Ann Moe</cite>", {}, "Ann Moe"),
    ],
)  # fmt: skip
def test_joins_caption_and_credit_of_one_figure(
    rows: str, roles: dict[str, Role], credit: str
) -> None:
    """Rows of one figure are one image, however the page cuts them."""
    images = found(figure(rows), {CAPTION: Role.CAPTION, **roles}).images
    assert [(image.caption, image.credit) for image in images] == [(CAPTION, credit)]


def test_the_alt_text_proves_where_the_caption_ends() -> None:
    """What the caption has more than the picture's own description is the credit."""
    html = figure(f"{CAPTION} Harbour town archive", more=f'alt="{CAPTION}"')
    (image,) = found(html, {CAPTION: Role.CAPTION}).images
    assert (image.caption, image.credit) == (CAPTION, "Harbour town archive")


def test_a_caption_counts_once() -> None:
    """The second copy is boilerplate, and gives what only it knows."""
    copy = figure(f"{CAPTION} © Ann Moe")
    html = figure(CAPTION) + "<p>Share</p>" + copy
    result = found(html, {CAPTION: Role.CAPTION})
    (image,) = result.images
    assert (image.caption, image.credit) == (CAPTION, "© Ann Moe")
    assert list(result.roles.values()) == [Role.BOILERPLATE]


def test_one_caption_under_two_photographers_pictures_counts_twice() -> None:
    """Other file, other credit: another picture."""
    two = figure(f"{CAPTION} Foto: Ann Moe") + figure(f"{CAPTION} Foto: Bo Lee", "/mole.jpg")
    images = found(two, {CAPTION: Role.CAPTION}).images
    assert [(image.url, image.credit) for image in images] == [
        ("/pier.jpg", "Foto: Ann Moe"),
        ("/mole.jpg", "Foto: Bo Lee"),
    ]
    same = figure(f"{CAPTION} Foto: Ann Moe") + figure(f"{CAPTION} Foto: Ann Moe", "/mole.jpg")
    assert len(found(same, {CAPTION: Role.CAPTION}).images) == 1


def test_a_still_that_a_player_shows_once_more_is_one_picture() -> None:
    """Its caption is the one with a credit, wherever it stands."""
    title = "Storm closes the pier: what the harbour master says about the coming night"
    player, picture = figure(title), figure(f"{CAPTION} Foto: Ann Moe")
    for order in (player + picture, picture + player):
        (image,) = found(order, {CAPTION: Role.CAPTION, title: Role.CAPTION}).images
        assert image == Image(url="/pier.jpg", caption=CAPTION, credit="Foto: Ann Moe")


def test_a_copy_for_those_who_do_not_see_the_picture_is_left_out() -> None:
    """The caption stands twice in one row, its credit between."""
    text = f"{CAPTION} Photo: Ann Moe/APThe end."
    text = text.replace("The end.", CAPTION)
    (image,) = found(figure(text), {CAPTION: Role.CAPTION}).images
    assert image == Image(url="/pier.jpg", caption=CAPTION, credit="Photo: Ann Moe/AP")


@pytest.mark.parametrize("line", ["By Ada Berg, Harbour Reporter", "2024年04月24日23:52"])
def test_what_stands_beside_the_authors_portrait_is_no_caption(line: str) -> None:
    """A byline, a date."""
    assert not found(figure(line), {line: Role.CAPTION}).images


def test_a_row_above_a_labelled_credit_is_the_caption() -> None:
    """Though the labeller takes both for credits."""
    rows = f"<p>{CAPTION}</p><p>Image: ANN MOE</p>"
    images = found(figure(rows), {CAPTION: Role.CREDIT, "Image": Role.CREDIT}).images
    assert images == (Image(url="/pier.jpg", caption=CAPTION, credit="Image: ANN MOE"),)


def test_a_figure_of_several_pictures_gives_each_its_caption() -> None:
    """A gallery in one figure: captions in the order of the pictures."""
    html = (
        '<figure><img src="/a.jpg"><p>First, the pier at low tide.</p>'
        '<img src="/b.jpg"><p>Then, the pier at high tide.</p></figure>'
    )
    images = found(html, {"First": Role.CAPTION, "Then": Role.CAPTION}).images
    assert [(image.url, image.caption) for image in images] == [
        ("/a.jpg", "First, the pier at low tide."),
        ("/b.jpg", "Then, the pier at high tide."),
    ]


def test_the_picture_before_the_body_leads() -> None:
    """The first image above the text is the lead; those between paragraphs are not."""
    roles = {"First": Role.CAPTION, "Then": Role.CAPTION}
    before, between = figure("First, the whole pier."), figure("Then, a part of it.", "/b.jpg")
    images = found(between, roles, before=before).images
    assert [image.lead for image in images] == [True, False]


def test_the_picture_that_the_page_declares_leads() -> None:
    """An image further down leads where ``og:image`` names the same file."""
    head = '<meta property="og:image" content="https://cdn.example/x/pier-1200x800.jpg">'
    (image,) = found(figure(CAPTION, "/y/pier.webp"), {CAPTION: Role.CAPTION}, head=head).images
    assert image.lead


def test_the_declared_picture_above_the_text_needs_no_caption() -> None:
    """The lead in no figure is known by its file; its copy further down gives the caption."""
    head = '<meta property="og:image" content="https://cdn.example/x/pier-1200x800.jpg">'
    hero = '<div><img src="/y/pier.webp"></div><div><img src="/y/other.webp"></div>'
    assert found("", head=head, before=hero).images == (Image(url="/y/pier.webp", lead=True),)
    copy = figure(CAPTION, "/z/pier-300x200.jpg")
    (image,) = found(copy, {CAPTION: Role.CAPTION}, head=head, before=hero).images
    assert image == Image(url="/y/pier.webp", caption=CAPTION, lead=True)


@pytest.mark.parametrize("role", [Role.PARAGRAPH, Role.TEASER, Role.BYLINE, Role.KICKER])
def test_a_row_in_a_box_with_picture_and_credit_is_its_caption(role: Role) -> None:
    """Captions are never body: the labeller's mistake is mended by the box."""
    html = f'<div><img src="/a.jpg"><p>{CAPTION} Photo: Ann Moe</p></div>'
    result = found(html, {CAPTION: role})
    assert [image.credit for image in result.images] == ["Photo: Ann Moe"]
    assert list(result.roles.values()) == [Role.CAPTION]


def test_a_caption_in_a_link_to_the_picture_is_one() -> None:
    """Light boxes wrap picture and caption in a link to the large version."""
    html = f'<a href="/large.jpg"><img src="/a.jpg"><span>{CAPTION}</span></a>'
    assert [i.caption for i in found(html, {CAPTION: Role.CAPTION}).images] == [CAPTION]


@pytest.mark.parametrize(
    "html",
    [
        f'<figure><img src="/a.jpg"><a href="/other-story"><p>{CAPTION}</p></a></figure>',
        f'<figure class="video-player"><img src="/a.jpg"><p>{CAPTION}</p></figure>',
        f'<figure><iframe src="https://www.youtube.com/embed/1"></iframe><p>{CAPTION}</p></figure>',
        f'<figure><img src="/a.jpg"><p>{CAPTION} 21.04.2024 | 3:18 min</p></figure>',
        '<figure><blockquote>It was low tide.</blockquote><figcaption>The pier at low tide, '
        "said the harbour master</figcaption></figure>",
        f'<div class="rich-video"><p>{CAPTION}</p></div>',
        f'<span class="mediaEmbed"><span class="media-caption">{CAPTION}</span></span>',
    ],
)  # fmt: skip
def test_leaves_out_what_is_no_image_of_the_article(html: str) -> None:
    """Teasers, stills of players and the speakers of quotations."""
    roles = {CAPTION: Role.CAPTION, "The pier": Role.CAPTION, "It was": Role.QUOTE}
    assert [image.caption for image in found(html, roles).images if image.caption] == []


def test_leaves_out_pictures_far_from_the_article() -> None:
    """Pictures of the teasers below the article are not its own."""
    after = "<p>More</p>" * 9 + figure("The harbour at night, yesterday.")
    assert found("", {"The harbour": Role.CAPTION}, after=after).images == ()


def test_a_figure_without_caption_is_an_image_all_the_same() -> None:
    """A picture between the paragraphs has no text, a button is none; an icon is no image."""
    html = '<figure><img src="/a.jpg"><button>Enlarge image</button></figure>'
    assert found(html, {"Enlarge": Role.CREDIT}).images == (Image(url="/a.jpg"),)
    assert found('<figure><img src="/i.svg" width="20"></figure>').images == ()


def test_an_unsure_caption_needs_a_picture_or_a_credit() -> None:
    """Where neither stands by it and the labeller doubts, a row is no caption."""
    view = view_of(
        html_of(f"<h1>A</h1><p>{PARAGRAPHS[0]}</p><i>{CAPTION}</i>"), {CAPTION: Role.CAPTION}
    )
    view.probabilities[:, :] = 0.02
    assert find_images(view, JsonLd(()), 0).images == ()


@pytest.mark.parametrize(
    ("attributes", "url"),
    [
        ({"src": "/a.jpg"}, "/a.jpg"),
        ({"src": "data:image/gif;base64,R0lGOD", "data-src": "/a.jpg"}, "/a.jpg"),
        ({"src": "/img/placeholder.png", "data-original": "/a.jpg"}, "/a.jpg"),
        ({"src": "/s.jpg", "srcset": "/m.jpg 640w, /l.jpg 1280w, /k.jpg 320w"}, "/l.jpg"),
        ({"srcset": "https://i.example/w=640,q=70/1.jpg, https://i.example/w=900,q=70/1.jpg 2x"},
         "https://i.example/w=900,q=70/1.jpg"),
        ({"data-srcset": "/a.jpg"}, "/a.jpg"),
        ({"src": "data:image/gif;base64,R0lGOD"}, None),
        ({"src": "{{ image.url }}"}, None),
        ({"src": ""}, None),
        ({"srcset": " , ,"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_takes_the_best_address(attributes: dict[str, str], url: str | None) -> None:
    """The widest version of a set; lazy ones before the placeholder that stands in for them."""
    assert best_url(attributes) == url


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"src": "/pier.jpg", "width": "800", "height": "600"}, False),
        ({"src": "/images/pier-author-unknown-title.jpg"}, True),
        ({"src": "/pier.jpg", "class": "avatar"}, True),
        ({"src": "/px", "width": "1", "height": "1"}, True),
        ({"src": "/site-logo.png"}, True),
        ({"src": "/pier.svg?v=2"}, True),
        ({"src": "/pier.jpg", "width": "100%"}, False),
        ({"src": "/pier.jpg", "width": "²"}, False),
    ],
)
def test_knows_decoration(attributes: dict[str, str], expected: bool) -> None:
    """Icons, logos, portraits of authors and counters are no images of the article."""
    assert is_decoration(attributes, attributes["src"]) is expected


def test_file_names_do_not_depend_on_the_size() -> None:
    """Versions of one picture have one name."""
    assert file_name("https://a.example/b/pier-640x480.jpg?x=1") == file_name("/pier_1280w.webp")
    assert file_name("") == file_name("https://a.example/") == ""


fragments = st.sampled_from(
    [f"<p>{PARAGRAPHS[0]}</p>", "<figure>", "</figure>", "<img src=/a.jpg>", "<img>", "<picture>",
     "<source srcset='/a 1w, /b'>", "<figcaption>", "</figcaption>", "<p>Foto:</p>", "<p>(</p>",
     f"<p>{CAPTION}</p>", f"<p>{CAPTION} © X</p>", "<a href=/x>", "</a>", "<iframe src=//x>",
     "<video>", "<div class=video>", "</div>", "<blockquote>", "</blockquote>", "<h1>A</h1>"],
)  # fmt: skip


@given(
    st.lists(fragments, max_size=25),
    st.dictionaries(
        st.sampled_from(["Foto", "(", "The pier", PARAGRAPHS[0][:9]]),
        st.sampled_from([Role.CAPTION, Role.CREDIT, Role.PARAGRAPH, Role.TEASER]),
    ),
)
def test_never_raises_and_names_only_rows_of_the_page(
    parts: list[str], roles: dict[str, Role]
) -> None:
    """Whatever stands beside whatever, roles are of rows, images have something, none twice."""
    view = view_of("".join(parts), roles)
    result = find_images(view, JsonLd(()), headline_of(view))
    assert set(result.roles) <= set(range(len(view.tape)))
    for image in result.images:
        assert image.url or image.caption or image.credit
    captions = [image.caption for image in result.images if image.caption]
    assert len(captions) == len(set(captions))


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "piece",
    [
        figure("A pier. Foto: X"),
        '<img src="/a.jpg"><p>Foto: Ann Moe</p>',
        "<p>Foto: (</p>",
        '<div><img src="/a.jpg"></div>',
        '<picture><source srcset="/a.jpg 1w"></picture>',
    ],
)
def test_takes_linear_time(piece: str) -> None:
    """Twice the pictures take twice the time."""
    roles = {"Foto": Role.CREDIT, "A pier": Role.CAPTION}
    last = f"<p>{PARAGRAPHS[0]}</p>"

    def find(view: object) -> object:
        return find_images(view, JsonLd(()), 0)  # type: ignore[arg-type]

    def page(n: int) -> object:
        return view_of(f"<h1>A</h1>{last}<figure>{piece * n}{last}", roles)

    assert growth(find, page, 240) < LIMIT
    assert growth(find, lambda n: view_of(f"<h1>A</h1>{piece * n}{last}", roles), 240) < LIMIT


def flat_view(*rows: tuple[str, Role]) -> View:
    """Text without markup, as the labeller saw it: a tape of one element."""
    n = len(rows)
    zeros, root = np.zeros(n, dtype=np.int32), np.zeros(1, dtype=np.int32)
    tape = Tape(
        texts=tuple(text for text, _ in rows),
        context=np.zeros(n, dtype=np.uint32),
        element=zeros,
        leaf=zeros,
        level=zeros,
        link_chars=zeros,
        strong_chars=zeros,
        links={},
        elements=Elements(("",), root - 1, root + 1, ("",), root, root + n),
    )
    numbers = np.array([ROLES.index(role) for _, role in rows], dtype=np.intp)
    chances = np.full((n, len(ROLES)), 0.01, dtype=np.float32)
    chances[np.arange(n), numbers] = 0.9
    return View(tape, numbers, chances)


def test_works_on_flattened_text() -> None:
    """Where there is no markup, captions, boxes and notices are told by role and words alone."""
    view = flat_view(
        ("City traffic", Role.KICKER),
        ("Pier closed", Role.HEADLINE),
        (PARAGRAPHS[0], Role.PARAGRAPH),
        (f"{CAPTION} Foto: Ann Moe/dpa", Role.CAPTION),
        ("Please accept cookies to see this YouTube video.", Role.EMBED_PLACEHOLDER),
        (PARAGRAPHS[1], Role.PARAGRAPH),
        ("Correction: The pier has 310 metres, not 210.", Role.CORRECTION),
    )
    (image,) = find_images(view, JsonLd(()), 1).images
    assert (image.caption, image.credit) == (CAPTION, "Foto: Ann Moe/dpa")
    assert find_embeds(view, 1) == (Embed(kind="video", provider="YouTube", withheld=True),)
    assert find_corrections(view, 1) == ("Correction: The pier has 310 metres, not 210.",)
    found = find_header(view, JsonLd(()), [Candidate("Pier closed", 0, 1, 0.9)])
    assert found.headline is not None
    assert found.kicker is not None
    assert (found.headline.value, found.kicker.value) == ("Pier closed", "City traffic")
