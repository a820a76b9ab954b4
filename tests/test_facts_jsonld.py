"""JSON-LD as found in the wild: read where valid, repaired where not, bounded always."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.facts.jsonld import MAX_NODES, JsonLd, clean_text, parse
from bodycopy.facts.loose_json import MAX_CHARS, MAX_DEPTH, decode, repair
from growth import LIMIT, growth

ARTICLE = '{"@type": "NewsArticle", "headline": "Rain returns", "author": {"@id": "#ann"}}'


def test_graph_arrays_and_nested_nodes_become_one_flat_list():
    """Nodes come outer before inner, in page order, over all scripts."""
    graph = '{"@graph": [{"@type": "WebPage", "about": {"@type": "Thing"}}, {"@type": "Person"}]}'
    nodes = parse((graph, '[{"@type": "Organization"}]'))
    assert [node["@type"] for node in nodes] == ["WebPage", "Thing", "Person", "Organization"]


def test_a_reference_by_id_finds_the_node_in_another_script():
    """An author given as a bare ``@id`` is the fullest node of that id."""
    person = '{"@type": "Person", "@id": "#ann", "name": "Ann Example"}'
    jsonld = JsonLd((ARTICLE, person))
    author = jsonld.resolve(jsonld.articles[0]["author"])
    assert author is not None
    assert jsonld.text(author, "name") == "Ann Example"


def test_a_reference_to_nothing_stays_what_it_is():
    """A dangling ``@id`` resolves to the reference itself, strings and None to None."""
    jsonld = JsonLd((ARTICLE,))
    assert jsonld.resolve({"@id": "#gone"}) == {"@id": "#gone"}
    assert jsonld.resolve("Ann") is None
    assert jsonld.resolve([]) is None


@pytest.mark.parametrize(
    "wild",
    [
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/ {ARTICLE} /*]]>*/",
        f"\ufeff{ARTICLE};",
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace('"Rain', '"Rain\n\t').replace("\n\t", "\x0b"),
        ARTICLE[:-1] + ",}",
        ARTICLE[:-1] + ",,}",
        ARTICLE[:-1],
        ARTICLE[:-2] + '], "section": "Weather"}}}}',
        ARTICLE + ARTICLE,
        ARTICLE + "\n" + ARTICLE,
        ARTICLE.replace("{", "{ // note\n", 1),
        ARTICLE.replace('", "', '"\n "'),
        ARTICLE.replace('"@type"', "'@type'"),
        ARTICLE.replace('"@type": ', '"image": , "@type": '),
    ],
)
def test_every_fault_seen_in_the_wild_is_repaired(wild: str):
    """Comments, CDATA, entities, control characters, commas, brackets: the headline survives."""
    jsonld = JsonLd((wild,))
    assert clean_text(jsonld.articles[0]["headline"]).replace("\x0b", " ") == "Rain returns"


def test_quotes_left_bare_inside_a_string_do_not_end_it():
    """A quote ends a string only where JSON can go on behind it."""
    wild = '{"@type": "Article", "headline": "He said "no", and left", "name": "x"}'
    jsonld = JsonLd((wild,))
    assert jsonld.text(jsonld.articles[0], "headline") == 'He said "no", and left'
    assert jsonld.text(jsonld.articles[0], "name") == "x"


def test_an_article_cut_in_its_body_keeps_what_came_before():
    """A page cut inside a string still has its headline and the start of its body."""
    jsonld = JsonLd(('{"@type":"NewsArticle","headline":"Rain","articleBody":"It rained all d',))
    assert jsonld.article_body() == "It rained all d"
    assert jsonld.text(jsonld.articles[0], "headline") == "Rain"


@pytest.mark.fault("deep-json")
@pytest.mark.parametrize("opener", ["[", '{"a":', '{"@type":"Article","a":[', '{"a" '])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_a_hundred_thousand_deep_gives_nothing_and_never_a_recursion_error(
    opener: str, closed: bool
):
    """Depth is bounded on the fast path and on the repair path."""
    closers = {"[": "]", "{": "}"}
    tail = "".join(closers[c] for c in reversed(opener) if c in closers)
    text = opener * 100_000 + ("1" + tail * 100_000 if closed else "")
    assert parse((text,)) == ()


@pytest.mark.fault("deep-json")
def test_nesting_up_to_the_limit_is_read_and_one_deeper_is_not():
    """The limit is a depth, not the stack that happens to be left."""

    def nested(depth: int) -> str:
        return "[" * depth + '{"@type":"Article"}' + "]" * depth

    assert len(parse((nested(MAX_DEPTH - 1),))) == 1
    assert parse((nested(MAX_DEPTH),)) == ()


@pytest.mark.fault("deep-json")
def test_scripts_and_lists_beyond_the_limits_are_left_unread():
    """Sizes are bounded: characters of all scripts together, and nodes."""
    big = json.dumps({"@type": "Article", "articleBody": "x" * MAX_CHARS})
    assert parse((big,)) == ()
    many = json.dumps([{"@type": "Article"}] * (MAX_NODES + 5))
    assert len(parse((many,))) == MAX_NODES


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize("unit", ['"', "\\", '" ', "'", "/*", '"a,', '"a \n', '{"a":"b" '])
def test_junk_is_read_in_linear_time(unit: str):
    """Eight times the junk takes about eight times as long."""
    assert growth(decode, lambda count: unit * count, 40_000) < LIMIT


def test_the_pages_own_article_comes_before_the_ones_it_lists():
    """Items of a list, entries of a liveblog and related works stand behind the article."""
    page = json.dumps(
        [
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "B"}]},
            {"@type": ["Thing", "https://schema.org/Article"], "headline": "A", "x": 1},
        ]
    )
    jsonld = JsonLd((page,))
    assert [node["headline"] for node in jsonld.own_articles] == ["A"]
    assert jsonld.articles[0]["headline"] == "A"
    assert "article" in jsonld.types


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "A", "url": "x"}},
        {"@graph": {"@type": "http://schema.org/NewsArticle", "headline": "A", "url": "x"}},
        [[{"@type": ["Thing", "schema:NewsArticle"], "headline": ["A"], "url": "x"}]],
        {"@type": "WebPage", "mainEntityOfPage": [{"@type": "Article", "headline": "A", "url": 1}]},
    ],
)
def test_the_pages_article_is_found_wherever_it_stands(data: object):
    """As the main entity of its page, in a graph that is no list, in lists of lists."""
    jsonld = JsonLd((json.dumps(data),))
    assert [jsonld.text(node, "headline") for node in jsonld.own_articles] == ["A"]


def test_parts_of_a_page_are_not_its_article():
    """Other articles that it is made of, or that it is part of."""
    for key in ("hasPart", "isPartOf", "mentions", "citation"):
        data = {"@type": "WebPage", key: {"@type": "Article", "headline": "B", "url": "x"}}
        assert JsonLd((json.dumps(data),)).own_articles == ()


def test_a_page_without_json_ld_has_nothing_and_parses_nothing():
    """The empty view is false and every property is empty."""
    jsonld = JsonLd(())
    assert not jsonld
    assert jsonld.articles == ()
    assert jsonld.article_body() is None
    assert jsonld.types == frozenset()


def test_text_is_what_a_reader_sees():
    """Entities escaped twice are decoded, white space folded, lone surrogates replaced."""
    assert clean_text(" K&amp;ouml;ln \n am&nbsp;Rhein ") == "Köln am Rhein"
    assert clean_text("a\ud800b") == "a\ufffdb"


@pytest.mark.fault("bad-text")
@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"a\ud800b", "a\ufffdb"),
        (r"\uDFFF", "\ufffd"),
        (r"\udc00\ud800", "\ufffd\ufffd"),
        (r"\ud83d\ude00 \ud83d", "\U0001f600 \ufffd"),
        (r"\\ud800", r"\ud800"),
    ],
)
def test_half_a_character_is_none(escaped: str, text: str):
    """Escaped halves become U+FFFD in whatever field they stand; pairs stay what they are."""
    assert decode(f'{{"a": "{escaped}"}}') == [{"a": text}]


json_like = st.text(alphabet="{}[]\":,\\/*'abn0-1 \n\x00é\ud800<!")


@pytest.mark.fault("deep-json")
@given(st.text() | json_like)
def test_repaired_text_is_always_valid_json(text: str):
    """Whatever goes in, what comes out is a JSON array."""
    repaired = repair(text)
    assert repaired is not None
    assert isinstance(json.loads(repaired, strict=False), list)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["@type", "@id", "@graph", "headline", "author"]), inner)
    ),
)


@pytest.mark.fault("deep-json")
@given(values)
def test_no_value_makes_the_view_raise(value: object):
    """Every property copes with any JSON in any place."""
    jsonld = JsonLd((json.dumps(value), json.dumps(value)[:-1]))
    for node in jsonld.nodes:
        jsonld.resolve(node.get("author"))
        text = jsonld.text(node, "headline")
        assert text is None or text == clean_text(text) or "&" in text
    assert isinstance(jsonld.articles, tuple)
    assert jsonld.article_body() is None


@pytest.mark.parametrize("broken", ["", ","])
def test_nul_that_json_spells_out_is_in_no_string(broken: str):
    """HTML drops the character, XML and most files cannot hold it: here it is gone as well."""
    script = rf'{{"@type": "Article", "headline": "Fer\u0000ry \\u0000 stops"{broken}}}'
    assert [node["headline"] for node in parse((script,))] == [r"Ferry \u0000 stops"]
