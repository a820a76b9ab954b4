"""Bytes become text by the rules in their order, and a refuted rule gives way to the next."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodycopy.article import Encoding
from bodycopy.decode import decode, prescan

GERMAN = "<p>Die Bürger müssen über höhere Gebühren abstimmen, sagt der Bürgermeister.</p>"
RUSSIAN = "<p>Городской совет во вторник отложил решение о новом мосте через реку.</p>"
JAPANESE = "<p>市議会は火曜日、新しい橋の建設についての決定を延期した。</p>"
# Each is invented, and a sentence of a council that put off its decision on a bridge.
SENTENCES = {
    "cs": "Městská rada v úterý odložila rozhodnutí o novém mostě přes řeku; žádný termín není.",
    "pl": "Rada miasta we wtorek odłożyła decyzję w sprawie nowego mostu, później się spotka.",
    "hu": "A városi tanács kedden elhalasztotta a döntést az új hídról, mert kevés a pénz erre; "
    "a következő ülés időpontja bizonytalan, a képviselők újra szűk körben tárgyalnak.",
    "ru": "Городской совет во вторник отложил решение о новом мосте через реку.",
    "uk": "Міська рада у вівторок відклала рішення про новий міст через річку, її засідання далі.",
    "fr": "Le conseil a reporté à mardi sa décision sur le pont; le coût a été jugé très élevé.",
    "el": "Το δημοτικό συμβούλιο ανέβαλε την Τρίτη την απόφαση για τη νέα γέφυρα.",
    "tr": "Belediye meclisi salı günü yeni köprüye ilişkin kararını erteledi; görüşme sürüyor.",
    "he": "מועצת העיר דחתה ביום שלישי את ההחלטה על הגשר החדש מעל הנהר.",
    "ar": "أجل مجلس المدينة يوم الثلاثاء قراره بشأن الجسر الجديد فوق النهر.",
    "lv": "Pilsētas dome otrdien atlika lēmumu par jauno tiltu pār upi, sēde būs vēlāk šogad.",
    "th": "สภาเมืองเลื่อนการตัดสินใจเรื่องสะพานใหม่ข้ามแม่น้ำเมื่อวันอังคาร",
    "ja": "市議会は火曜日、新しい橋の建設についての決定を延期した。",
    "zh": "市议会星期二推迟了关于在河上修建新桥的决定，下次会议尚未确定。",
    "zh-tw": "市議會星期二推遲了關於在河上興建新橋的決定，下次會議尚未確定。",
    "ko": "시의회는 화요일에 강을 건너는 새 다리에 관한 결정을 연기했다.",
}


def _how(data: bytes, content_type: str | None = None) -> tuple[str, str]:
    encoding = decode(data, content_type).encoding
    return encoding.name, encoding.source


# --- the rules, each alone ---------------------------------------------------------------


@pytest.mark.fault("charset")
@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be")],
)
def test_byte_order_mark_outranks_every_declaration(mark: bytes, codec: str) -> None:
    """A marked page is read by its mark, whatever header and meta say; the mark is no text."""
    page = "<meta charset=koi8-r>" + GERMAN
    found = decode(mark + page.encode(codec), "text/html; charset=big5")
    assert found.text == page
    assert found.encoding == Encoding(name=codec, source="bom")


@pytest.mark.fault("charset")
def test_header_outranks_meta() -> None:
    """Both could be true of the bytes: the header decides."""
    page = b"<meta charset=iso-8859-2>" + RUSSIAN.encode("cp1251")
    found = decode(page, 'text/html; Charset="windows-1251"')
    assert found.text.endswith(RUSSIAN)
    assert found.encoding == Encoding(name="windows-1251", source="content_type")


@pytest.mark.fault("charset")
def test_meta_decides_where_the_header_has_no_charset() -> None:
    """A header without a charset, or with one that nobody knows, says nothing."""
    page = b"<meta charset=koi8-r>" + RUSSIAN.encode("koi8-r")
    for header in (None, "", "text/html", "text/html; charset=", "text/html; charset=utf-99"):
        assert decode(page, header).text.endswith(RUSSIAN)
        assert _how(page, header) == ("koi8-r", "meta")


@pytest.mark.fault("charset")
def test_undeclared_utf8_is_utf8() -> None:
    """Valid UTF-8 needs no declaration, and plain ASCII counts as it."""
    assert decode(GERMAN.encode()).text == GERMAN
    assert _how(GERMAN.encode()) == ("utf-8", "utf8")
    assert _how(b"<p>plain") == ("utf-8", "utf8")
    assert decode(b"").text == ""


@pytest.mark.fault("charset")
@pytest.mark.parametrize(
    ("language", "codec", "name"),
    [
        ("cs", "cp1250", "windows-1250"),
        ("pl", "iso8859_2", "iso-8859-2"),
        ("hu", "cp1250", "windows-1250"),
        ("ru", "cp1251", "windows-1251"),
        ("ru", "koi8_r", "koi8-u"),  # a superset for text, as in browsers
        ("ru", "iso8859_5", "iso-8859-5"),
        ("ru", "cp866", "ibm866"),
        ("uk", "koi8_u", "koi8-u"),
        ("fr", "cp1252", "windows-1252"),
        ("el", "cp1253", "windows-1253"),
        ("tr", "cp1254", "windows-1254"),
        ("he", "cp1255", "windows-1255"),
        ("ar", "cp1256", "windows-1256"),
        ("lv", "cp1257", "windows-1257"),
        ("th", "cp874", "windows-874"),
        ("ja", "cp932", "shift_jis"),
        ("ja", "euc_jp", "euc-jp"),
        ("ja", "iso2022_jp", "iso-2022-jp"),
        ("zh", "gb18030", "gb18030"),
        ("zh-tw", "big5", "big5"),
        ("ko", "cp949", "euc-kr"),
    ],
)
def test_detector_reads_undeclared_legacy_text(language: str, codec: str, name: str) -> None:
    """A paragraph in its language's old encoding, undeclared, comes out as it was written."""
    page = f"<html><body><p>{SENTENCES[language]}</p></body></html>"
    found = decode(page.encode(codec))
    assert found.text == page
    assert found.encoding == Encoding(name=name, source="detector")


def test_fallback_is_windows_1252() -> None:
    """Bytes that are text in no encoding still become text, by the browsers' default."""
    found = decode(b"\xff\x81\x8d\x8f\x90\x9d\xff\x81" * 4)
    assert found.encoding == Encoding(name="windows-1252", source="fallback")
    assert "\ufffd" in found.text


# --- declarations that the bytes refute --------------------------------------------------


@pytest.mark.fault("charset")
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1251", "gbk", "utf-16"])
def test_utf8_bytes_win_over_another_declaration(label: str) -> None:
    """Non-ASCII text is well-formed UTF-8 by intent, never by chance: the declaration gives way."""
    page = GERMAN.encode()
    assert decode(page, f"text/html; charset={label}").text == GERMAN
    assert _how(page, f"text/html; charset={label}") == ("utf-8", "utf8")


@pytest.mark.fault("charset")
def test_meta_decides_where_the_bytes_refute_the_header() -> None:
    """A server's default header over a page that declares itself rightly: the meta decided."""
    utf8 = b"<meta charset=utf-8>" + GERMAN.encode()
    assert _how(utf8, "text/html; charset=iso-8859-1") == ("utf-8", "meta")
    legacy = b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251")
    assert decode(legacy, "text/html; charset=utf-8").text.endswith(RUSSIAN)
    assert _how(legacy, "text/html; charset=utf-8") == ("windows-1251", "meta")


@pytest.mark.fault("charset")
def test_legacy_bytes_refute_utf8_and_the_detector_decides() -> None:
    """Declared UTF-8 twice, but no character of it is: read as what it is."""
    page = b"<meta charset=utf-8>" + RUSSIAN.encode("cp1251")
    found = decode(page, "text/html; charset=utf-8")
    assert found.text.endswith(RUSSIAN)
    assert found.encoding == Encoding(name="windows-1251", source="detector")


@pytest.mark.fault("charset")
def test_multi_byte_declaration_over_western_bytes_gives_way() -> None:
    """Umlauts are not Japanese: most of them do not fit the declared encoding."""
    page = GERMAN.encode("cp1252")
    found = decode(page, "text/html; charset=euc-jp")
    assert (found.text, found.encoding.name) == (GERMAN, "windows-1252")


@pytest.mark.parametrize("header", [None, "text/html; charset=utf-8"])
def test_stray_bytes_do_not_unmake_utf8(header: str | None) -> None:
    """A few bad bytes in a UTF-8 page become U+FFFD and everything else stays."""
    found = decode(GERMAN.encode() + b"<p>caf\xe9 \xff</p>", header)
    assert found.text == GERMAN + "<p>caf\ufffd \ufffd</p>"
    assert found.encoding.name == "utf-8"


def test_page_cut_inside_a_character_stays_utf8() -> None:
    """A crawler's size limit may fall into a character: only that one is lost."""
    found = decode("<p>Gebühr – höher".encode()[:-4])
    assert found.text == "<p>Gebühr – h\ufffd"
    assert found.encoding == Encoding(name="utf-8", source="utf8")


def test_one_accent_alone_is_no_utf8() -> None:
    """One bad byte and no well-formed character beside it: nothing speaks for UTF-8."""
    assert decode(b"<meta charset=utf-8><p>The caf\xe9 is closed.").text.endswith("café is closed.")


@pytest.mark.fault("charset")
def test_broken_page_behind_a_utf8_mark_is_read_without_it() -> None:
    """A UTF-8 mark in front of a legacy page (an include file's) does not damage the page."""
    found = decode(b"\xef\xbb\xbf<meta charset=koi8-r>" + RUSSIAN.encode("koi8-r"))
    assert found.text == "<meta charset=koi8-r>" + RUSSIAN
    assert found.encoding == Encoding(name="koi8-r", source="meta")


# --- UTF-16 and labels of the standard ---------------------------------------------------


@pytest.mark.fault("charset")
@pytest.mark.parametrize("codec", ["utf-16le", "utf-16be"])
def test_unmarked_utf16_is_known_by_its_nuls(codec: str) -> None:
    """With or without a header that says so, and even where the header says UTF-8."""
    page = "<html><head><title>Brücke</title></head><body>" + GERMAN + RUSSIAN
    data = page.encode(codec)
    assert decode(data).text == page
    assert _how(data) == (codec, "detector")
    assert _how(data, "text/html; charset=utf-8") == (codec, "detector")
    assert _how(data, f"text/html; charset={codec}") == (codec, "content_type")


def test_utf16_in_a_meta_means_utf8() -> None:
    """Who could read the meta was not reading UTF-16: the standard takes it for UTF-8."""
    assert _how(b"<meta charset=utf-16>" + GERMAN.encode()) == ("utf-8", "meta")


def test_latin1_means_windows_1252() -> None:
    """As on the web: quotation marks and the euro sign stand where ISO has control codes."""
    found = decode(b"<meta charset=ISO-8859-1><p>\x84Zehn \x80\x93 und mehr")
    assert found.text.endswith("„Zehn €“ und mehr")
    assert found.encoding == Encoding(name="windows-1252", source="meta")


def test_utf7_is_nobodys_label() -> None:
    """The standard left UTF-7 out on purpose: such a page stays as its bytes are."""
    page = b"<meta charset=utf-7><p>+ADw-script+AD4-"
    assert decode(page).text == page.decode("ascii")
    assert _how(page) == ("utf-8", "utf8")


def test_replacement_gives_one_replacement_character() -> None:
    """Labels that the standard withdrew (ISO-2022-KR, HZ) give U+FFFD and no text."""
    found = decode(b"\x1b$)C<p>\x0e0!\x0f", "text/html; charset=iso-2022-kr")
    assert found.text == "\ufffd"
    assert found.encoding == Encoding(name="replacement", source="content_type")


def test_user_defined_differs_between_header_and_meta() -> None:
    """From a header it is the private-use encoding, from a meta it means windows-1252."""
    assert decode(b"\xe9t\xe9", "text/html; charset=x-user-defined").text == "\uf7e9t\uf7e9"
    assert _how(b"<meta charset=x-user-defined>\xe9t\xe9") == ("windows-1252", "meta")


def test_joined_headers_are_two() -> None:
    """A proxy joins two headers by a comma: the charset ends there."""
    header = "text/html;charset=koi8-r,text/html"
    assert decode(RUSSIAN.encode("koi8-r"), header).text == RUSSIAN


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"\xad\xa1\xc5\xec", "euc-jp", "①東"),
        (b"\x81\x30\x84\x36\xd6\xd0", "gb2312", "¥中"),
    ],
)
def test_characters_that_python_leaves_out_are_read(data: bytes, label: str, text: str) -> None:
    """The standard's tables are wider than Python's codecs of the same name."""
    assert decode(data * 4, f"text/html; charset={label}").text == text * 4


# --- where a declaration is looked for ---------------------------------------------------


@pytest.mark.fault("charset")
@pytest.mark.parametrize(
    "markup",
    [
        b"<meta charset=koi8-r>",
        b"<META\nCharSet = 'KOI8-R' />",
        b"<meta/charset=koi8-r>",
        b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        b"<meta content='text/html;charset=koi8-r' http-equiv=content-type>",
        b'<?xml version="1.0" encoding="koi8-r"?><html>',
        b"<!-- <meta charset=big5> --><meta charset=koi8-r>",
        b"<meta charset=klingon><meta charset=koi8-r>",
        b'<meta name="x" content="text/html; charset=big5"><meta charset=koi8-r>',
        b'<a title="<meta charset=big5>"><meta charset=koi8-r>',
        b"<html><head>" + b"<link rel=x href=y>" * 200 + b"<meta charset=koi8-r>",
        b"<script>" + b"if (a<b && c='x) d();" * 90 + b"</script><meta charset=koi8-r>",
        b"<script>" + b"x();" * 300 + b'"<meta charset=big5>"</script><meta charset=koi8-r>',
    ],
)
def test_declaration_is_found(markup: bytes) -> None:
    """In its many spellings, and behind what hides a false one or stands in its way."""
    assert prescan(markup) == "koi8-r"


@pytest.mark.fault("charset")
@pytest.mark.parametrize(
    "markup",
    [
        b"",
        b"<meta charset=koi8-r",
        b'<meta charset="koi8-r>',
        b"<!-- <meta charset=koi8-r> -->",
        b"<!-- <meta charset=koi8-r>",
        b"<metacharset=koi8-r>",
        b'<meta content="text/html; charset=koi8-r">',
        b"<meta charset=utf-7>",
        b'<?xml version="1.0"?><p encoding="koi8-r">',
        b"<p>" + b"x" * 1100 + b"</head><body><meta charset=koi8-r>",
        b"<p>" + b"x" * 70_000 + b"<meta charset=koi8-r>",
    ],
)
def test_what_is_no_declaration_is_not_taken_for_one(markup: bytes) -> None:
    """Cut tags, comments, unknown labels, and what stands in the body of the page."""
    assert prescan(markup) is None


# --- what the detector is shown ----------------------------------------------------------


def test_detector_judges_text_and_not_scripts() -> None:
    """A script's stray Western bytes, many more than the text's, do not decide for the text."""
    script = (
        b"<script>var names = ['" + "Müller, Köln, Gäste ".encode("cp1252") * 400 + b"']</script>"
    )
    found = decode(script + RUSSIAN.encode("cp1251"))
    assert found.text.endswith(RUSSIAN)


def test_polish_without_its_acute_letters_is_still_polish() -> None:
    """An ą tells windows-1250 from Latin-2 where no ś or ź does: Polish has no š."""
    page = "<p>Rada odłożyła decyzję we wtorek. Cena wzrosła o jedną trzecią, rzeka płynie.</p>"
    for codec, name in (("cp1250", "windows-1250"), ("iso8859_2", "iso-8859-2")):
        found = decode(page.encode(codec))
        assert (found.text, found.encoding.name) == (page, name)
    czech = f"<p>{SENTENCES['cs']} Město šetří.</p>"
    assert decode(czech.encode("iso8859_2")).text == czech


def test_few_accents_are_not_russian() -> None:
    """A handful of accented letters in a long ASCII text are Western, not the DOS Cyrillic."""
    dutch = "<p>De gemeenteraad neemt dinsdag een besluit over de brug, zegt de wethouder.</p>" * 9
    page = dutch + "<p>België, België, geïnd</p>"
    assert decode(page.encode("cp1252")).text == page


def test_euro_sign_tells_latin_9() -> None:
    """In ISO-8859-15 the euro stands where windows-1252 has the currency sign."""
    page = "<p>Le pont coûtera dix millions d'€, a déclaré la mairie après le vote.</p>"
    assert decode(page.encode("iso8859_15")).text == page


def test_non_ascii_in_attributes_alone_is_detected() -> None:
    """Where the text is all ASCII, the rest of the page is looked at."""
    page = f"<img alt='{SENTENCES['el']}'><p>Photo</p>"
    assert decode(page.encode("cp1253")).text == page


def test_detector_is_not_loaded_for_a_declared_page() -> None:
    """Declared or valid UTF-8 pages never pay for the detector's import."""
    code = (
        "import sys; from bodycopy.decode import decode; decode('<p>\\xe4'.encode());"
        "decode(b'<meta charset=koi8-r>\\xe4'); sys.exit('chardetng_py' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- promises for any input --------------------------------------------------------------

_pieces = (
    b"<meta charset=|<!--|-->|<script>|</script>|'|\"|>|\0|<?xml encoding=|\x1b$B|\x1b(B"
    b"|\xef\xbb\xbf|\xff\xfe|\xed\xa0\x80|utf-8|utf-16|iso-2022-jp|gb18030|big5|euc-jp"
).split(b"|")
_markup = st.lists(st.binary(max_size=30) | st.sampled_from(_pieces), max_size=12).map(b"".join)
_headers = st.one_of(
    st.none(),
    st.text(),
    st.text(st.characters(), max_size=12).map("text/html; charset={}".format),
    st.sampled_from(
        "utf-8 utf-16 utf-16be utf-7 gbk big5 euc-kr shift_jis iso-2022-jp iso-2022-kr koi8-r "
        "x-user-defined windows-874 windows-1252 replacement \ud800 \u212a".split(" ")
    ).map("text/html; charset={}".format),
)


@given(_markup, _headers)
def test_any_bytes_give_valid_text(data: bytes, content_type: str | None) -> None:
    """Whatever the bytes and the header are: no exception, text that UTF-8 can hold, a source."""
    found = decode(data, content_type)
    assert found.text.encode("utf-8").decode("utf-8") == found.text
    assert found.encoding.source in "bom content_type meta utf8 detector fallback".split()
    assert decode(data, content_type) == found


@given(st.text(min_size=1), st.sampled_from([None, "text/html", "text/html; charset=utf-8"]))
def test_utf8_survives_unchanged(text: str, content_type: str | None) -> None:
    """Well-formed UTF-8 comes out as it went in, unless it declares or looks like UTF-16."""
    text = "".join(c for c in text if c not in "\0\x1b\ufeff" and not "\ud800" <= c <= "\udfff")
    assert decode(("<p>" + text).encode(), content_type).text == "<p>" + text


@pytest.mark.parametrize(
    "unit",
    b"<|<!--|<script|<script>|<a b='|&#|<meta |<meta charset=\"|<meta a=b a=|<!|</|<?x?>"
    b'|<!--x--><|[|["\\| >|<title>'.split(b"|"),
)
def test_time_is_linear_in_hostile_markup(unit: bytes) -> None:
    """A megabyte of near misses takes milliseconds; quadratic time would take minutes."""
    page = unit * (2**20 // len(unit)) + b"\xe9 charset"
    start = time.perf_counter()
    decode(page, "text/html; charset=" + "charset=" * 10_000)
    assert time.perf_counter() - start < 2


# --- speed -------------------------------------------------------------------------------


def test_declared_utf8_costs_little_more_than_decoding() -> None:
    """The best of many runs over 345 kB is at most twice that of ``bytes.decode`` alone."""
    page = b"<html><head><meta charset=utf-8></head><body>" + GERMAN.encode() * 4_000

    def best(call: Callable[[bytes], object]) -> float:
        times = []
        for _ in range(40):
            start = time.perf_counter()
            call(page)
            times.append(time.perf_counter() - start)
        return min(times)

    # 0.2 ms more, so that a noisy machine does not fail what is measured here: a loop over
    # bytes would take 10 ms.
    assert best(decode) < 2 * best(lambda data: data.decode()) + 0.0002
