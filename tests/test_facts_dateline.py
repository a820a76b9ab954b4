"""Datelines: the forms of agencies and papers in many languages, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import LIMIT, growth

from bodycopy.facts.people.dateline import read_place_line, split_dateline
from bodycopy.facts.people.dateline_dense import reporters

FORMS = [
    (
        "Minsk (dpa) - Der Präsident hat am Montag die Wahl gewonnen.",
        "Minsk (dpa) -",
        ("Minsk",),
        ("dpa",),
    ),
    ("Minsk. Der Präsident hat am Montag die Wahl gewonnen, sagt er.", "Minsk.", ("Minsk",), ()),
    (
        "BERLIN, 3. Dez. Die Regierung hat am Montag beschlossen, dass",
        "BERLIN, 3. Dez.",
        ("Berlin",),
        (),
    ),
    (
        "Hannover (dpa/lni) – Die Polizei sucht seit Montag nach Zeugen",
        "Hannover (dpa/lni) –",
        ("Hannover",),
        ("dpa",),
    ),
    (
        "Frankfurt/Main (epd). Die Kirchen rufen zu Spenden für die Opfer",
        "Frankfurt/Main (epd).",
        ("Frankfurt/Main",),
        ("epd",),
    ),
    (
        "PARIS (AFP) — Le président a annoncé lundi que la France",
        "PARIS (AFP) —",
        ("Paris",),
        ("AFP",),
    ),
    (
        "Genève (ats) Le Conseil fédéral a annoncé mardi que la Suisse",
        "Genève (ats)",
        ("Genève",),
        ("SDA",),
    ),
    (
        "Bruxelles (Belga) - Le gouvernement a annoncé mardi que la ligne",
        "Bruxelles (Belga) -",
        ("Bruxelles",),
        ("Belga",),
    ),
    (
        "MOSCOW, Dec 3 (Reuters) - Russia said on Monday that it would",
        "MOSCOW, Dec 3 (Reuters) -",
        ("Moscow",),
        ("Reuters",),
    ),
    (
        "AUBURN, Wash. (AP) — A man was arrested on Tuesday after police",
        "AUBURN, Wash. (AP) —",
        ("Auburn",),
        ("AP",),
    ),
    (
        "MANILA, Philippines — The government on Tuesday said that it",
        "MANILA, Philippines —",
        ("Manila",),
        (),
    ),
    ("Mumbai: The ferry service will start again on Monday after nine", "Mumbai:", ("Mumbai",), ()),
    (
        "NAPA COUNTY, Calif. (KXYZ) -- A plan to bring a paddle steamer to",
        "NAPA COUNTY, Calif. (KXYZ) --",
        ("Napa County",),
        (),
    ),
    (
        "MADRID, 3 Dic. (EUROPA PRESS) - El presidente del Gobierno ha dicho",
        "MADRID, 3 Dic. (EUROPA PRESS) -",
        ("Madrid",),
        ("Europa Press",),
    ),
    (
        "Madrid, 3 dic (EFE).- El presidente del Gobierno ha dicho este lunes",
        "Madrid, 3 dic (EFE).-",
        ("Madrid",),
        ("EFE",),
    ),
    (
        "Washington. El presidente dijo este lunes que el puente se abre",
        "Washington.",
        ("Washington",),
        (),
    ),
    (
        "(ANSA) - ROMA, 03 DIC - Il presidente del Consiglio ha detto oggi che",
        "(ANSA) - ROMA, 03 DIC -",
        ("Roma",),
        ("ANSA",),
    ),
    (
        "Lisboa, 03 dez 2024 (Lusa) - O presidente da República disse hoje que",
        "Lisboa, 03 dez 2024 (Lusa) -",
        ("Lisboa",),
        ("Lusa",),
    ),
    (
        "SÃO PAULO (Reuters) - O presidente da República disse hoje que",
        "SÃO PAULO (Reuters) -",
        ("São Paulo",),
        ("Reuters",),
    ),
    (
        "AMSTERDAM (ANP) - De regering heeft dinsdag ingestemd met",
        "AMSTERDAM (ANP) -",
        ("Amsterdam",),
        ("ANP",),
    ),
    (
        "STOCKHOLM. Regeringen lade på tisdagen fram förslaget om ny lag",
        "STOCKHOLM.",
        ("Stockholm",),
        (),
    ),
    (
        "OSLO (NTB): Regjeringen la tirsdag fram forslaget om ny lov",
        "OSLO (NTB):",
        ("Oslo",),
        ("NTB",),
    ),
    (
        "TALLINN, 3. dets, BNS – Valitsus kiitis teisipäeval heaks seaduse",
        "TALLINN, 3. dets, BNS –",
        ("Tallinn",),
        ("BNS",),
    ),
    (
        "RĪGA, 3. dec., LETA. Valdība otrdien apstiprināja likumprojektu par",
        "RĪGA, 3. dec., LETA.",
        ("Rīga",),
        ("LETA",),
    ),
    (
        "Vilnius, gruodžio 3 d. (BNS). Vyriausybė antradienį pritarė įstatymui",
        "Vilnius, gruodžio 3 d. (BNS).",
        ("Vilnius",),
        ("BNS",),
    ),
    (
        "Warszawa, 3.12.2024 (PAP) – Rząd przyjął we wtorek projekt ustawy",
        "Warszawa, 3.12.2024 (PAP) –",
        ("Warszawa",),
        ("PAP",),
    ),
    (
        "Praha 3. prosince (ČTK) - Vláda v úterý schválila návrh zákona o",
        "Praha 3. prosince (ČTK) -",
        ("Praha",),
        ("ČTK",),
    ),
    (
        "Bratislava 3. decembra (TASR) - Vláda v utorok schválila návrh",
        "Bratislava 3. decembra (TASR) -",
        ("Bratislava",),
        ("TASR",),
    ),
    (
        "Budapest, 2024. december 3., kedd (MTI) - A kormány kedden döntött arról",
        "Budapest, 2024. december 3., kedd (MTI) -",
        ("Budapest",),
        ("MTI",),
    ),
    (
        "ZAGREB, 3. prosinca (Hina) - Vlada je u utorak prihvatila prijedlog",
        "ZAGREB, 3. prosinca (Hina) -",
        ("Zagreb",),
        ("HINA",),
    ),
    (
        "BEOGRAD - Vlada je u utorak prihvatila prijedlog zakona o tome",
        "BEOGRAD -",
        ("Beograd",),
        (),
    ),
    (
        "București, 3 dec /Agerpres/ - Guvernul a adoptat marți proiectul",
        "București, 3 dec /Agerpres/ -",
        ("București",),
        ("AGERPRES",),
    ),
    (
        "София, 3 декември /БТА/ - Правителството прие във вторник проекта",
        "София, 3 декември /БТА/ -",
        ("София",),
        ("BTA",),
    ),
    (
        "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) - Η κυβέρνηση ανακοίνωσε την Τρίτη ότι θα",
        "ΑΘΗΝΑ (ΑΠΕ-ΜΠΕ) -",
        ("Αθηνα",),
        ("ANA-MPA",),
    ),
    (
        "ANKARA (AA) - Cumhurbaşkanı salı günü yaptığı açıklamada",
        "ANKARA (AA) -",
        ("Ankara",),
        ("AA",),
    ),
    (
        "МИНСК, 3 дек - РИА Новости. Президент Белоруссии заявил в понедельник",
        "МИНСК, 3 дек - РИА Новости.",
        ("Минск",),
        ("RIA Novosti",),
    ),
    (
        "МОСКВА, 3 декабря. /ТАСС/. Президент заявил в понедельник, что",
        "МОСКВА, 3 декабря. /ТАСС/.",
        ("Москва",),
        ("TASS",),
    ),
    (
        "Москва. 3 декабря. INTERFAX.RU - Президент заявил в понедельник, что",
        "Москва. 3 декабря. INTERFAX.RU -",
        ("Москва",),
        ("Interfax",),
    ),
    (
        "КИЇВ. 3 грудня. УНІАН. Уряд у вівторок ухвалив законопроєкт про",
        "КИЇВ. 3 грудня. УНІАН.",
        ("Київ",),
        ("UNIAN",),
    ),
    (
        "Київ • УНН - Уряд у вівторок ухвалив законопроєкт про державний",
        "Київ • УНН -",
        ("Київ",),
        ("UNN",),
    ),
    (
        "القاهرة (رويترز) - قال الرئيس المصري يوم الثلاثاء إن بلاده ستواصل",
        "القاهرة (رويترز) -",
        ("القاهرة",),
        ("Reuters",),
    ),
    (
        "الرياض - واس : أعلنت وزارة الداخلية السعودية اليوم الثلاثاء أن",
        "الرياض - واس :",
        ("الرياض",),
        ("SPA",),
    ),
    (
        "تهران- ایرنا- رئیس جمهور روز سه شنبه گفت که دولت به زودی",
        "تهران- ایرنا-",
        ("تهران",),
        ("IRNA",),
    ),
    (
        "ירושלים (AP) - הממשלה הודיעה ביום שלישי כי תמשיך לפעול",
        "ירושלים (AP) -",
        ("ירושלים",),
        ("AP",),
    ),
    ("नई दिल्ली: प्रधानमंत्री ने मंगलवार को कहा कि सरकार जल्द ही", "नई दिल्ली:", ("नई दिल्ली",), ()),
    ("ঢাকা: প্রধান উপদেষ্টা মঙ্গলবার বলেছেন যে সরকার শিগগিরই নতুন", "ঢাকা:", ("ঢাকা",), ()),
    (
        "KUALA LUMPUR, 3 Dis (Bernama) -- Kerajaan hari ini mengumumkan",
        "KUALA LUMPUR, 3 Dis (Bernama) --",
        ("Kuala Lumpur",),
        ("Bernama",),
    ),
    (
        "Jakarta (ANTARA) - Presiden pada hari Selasa mengatakan bahwa",
        "Jakarta (ANTARA) -",
        ("Jakarta",),
        ("ANTARA",),
    ),
    (
        "JAKARTA, KOTABERITA.com - Presiden pada hari Selasa mengatakan bahwa",
        "JAKARTA, KOTABERITA.com -",
        ("Jakarta",),
        (),
    ),
    (
        "Hà Nội (TTXVN) – Thủ tướng ngày thứ Ba cho biết chính phủ sẽ",
        "Hà Nội (TTXVN) –",
        ("Hà Nội",),
        ("TTXVN",),
    ),
    (
        "Nairobi. Serikali ilisema Jumanne kwamba daraja jipya litafunguliwa",
        "Nairobi.",
        ("Nairobi",),
        (),
    ),
    (
        "【北京時事】中国外務省の報道官は３日の記者会見で、日本の首相の発言について",
        "【北京時事】",
        ("北京",),
        ("Jiji",),
    ),
    (
        "【ソウル聯合ニュース】韓国政府は３日、新しい橋の建設計画を正式に発表した",
        "【ソウル聯合ニュース】",
        ("ソウル",),
        ("Yonhap",),
    ),
    (
        "【北京=山田太郎】中国外務省の報道官は３日の記者会見で、日本の首相の発言について",
        "【北京=山田太郎】",
        ("北京",),
        (),
    ),
    (
        "新华社北京4月24日电（记者宋甲、田乙）航天日主场活动24日在江边举行",
        "新华社北京4月24日电（记者宋甲、田乙）",
        ("北京",),
        ("Xinhua",),
    ),
    (
        "（中央社記者李明台北3日電）總統今天表示，政府將會繼續推動",
        "（中央社記者李明台北3日電）",
        ("台北",),
        ("CNA",),
    ),
    (
        "記者王小明／台北報導：總統今天表示，政府將會繼續推動各項改革措施",
        "記者王小明／台北報導：",
        ("台北",),
        (),
    ),
    (
        "(서울=연합뉴스) 홍길동 기자 = 정부는 3일 국무회의를 열고 관련 법안을",
        "(서울=연합뉴스) 홍길동 기자 =",
        ("서울",),
        ("Yonhap",),
    ),
    (
        "[세종=뉴시스]홍길동 기자 = 정부는 3일 국무회의를 열고 관련 법안을",
        "[세종=뉴시스]홍길동 기자 =",
        ("세종",),
        ("Newsis",),
    ),
    (
        "Berlin/Paris (dpa) - Die Regierungen haben am Dienstag beschlossen",
        "Berlin/Paris (dpa) -",
        ("Berlin", "Paris"),
        ("dpa",),
    ),
]


@pytest.mark.parametrize(("text", "dateline", "places", "agencies"), FORMS)
def test_reads_the_forms_of_many_languages(
    text: str, dateline: str, places: tuple[str, ...], agencies: tuple[str, ...]
):
    """As printed, with its places as running text spells them and the agency's short form."""
    found = split_dateline(text)
    assert found is not None
    assert (found.text, found.places, found.agencies) == (dateline, places, agencies)


@pytest.mark.parametrize(("text", "dateline"), [row[:2] for row in FORMS])
def test_the_rest_is_the_report(text: str, dateline: str):
    """What follows the dateline is the text's other part, nothing lost and nothing twice."""
    found = split_dateline(text)
    assert found is not None
    assert text[: found.end].strip() == dateline
    assert text[: found.end] + text[found.end :] == text
    assert not text[found.end].isspace()


@pytest.mark.parametrize(
    "text",
    [
        "Berlin – das ist die Stadt, in der alles begann, sagen manche",
        "Paris is the capital - and a village near Pau is its namesake.",
        "Ott - the president of the rowing club - said on Tuesday that he",
        "Schweigen. Dann bricht es aus ihr heraus, und sie erzählt von damals",
        "TOSS: Ellmoor win the toss and bat first against the visitors from",
        "MIGRATION – Probleme zwischen Einheimischen und Zugezogenen sind",
        "EXCLUSIVE — The council has sold the ferry to a company that nobody",
        "The ferry company (EFC) is putting a million into the old harbour",
        "London 2012 - Those were the games that nobody here will forget",
        "Ann Dee Moe — a press secretary of the old council — is leaving",
        "Musterwalde. Die Feuerwehr hat am Montag eine Katze gerettet, die",
        "October 20: ACCIDENT – A car driven by a man of forty left the road",
        "Capacity: 30 ounces | Dimensions: 11 x 6 x 7 inches, and a lid of tin",
        "Update vom 3. Mai 2020, 16.05 Uhr: Die Brücke ist wieder gesperrt",
        "In Berlin (dpa) hat man von der Sache erst am Montag erfahren",
        "247 – Embora o ministro tenha dito ao jornal que a ponte abre",
        "Wien: wo die Straßenbahn fährt und niemand sie je pünktlich sah",
        "江渚日报讯（记者 许若岚）随着最后一段木栈道铺设完毕，公园一期工程日前完工",
        "「北京は遠い」と彼女は言った。それでも毎年、春になると汽車に乗るのだった",
        "",
        "-",
    ],
)
def test_sentences_and_labels_are_not_cut(text: str):
    """What begins with a place, a label, a person or a number keeps its beginning."""
    assert split_dateline(text) is None


def test_an_unknown_place_needs_evidence():
    """A village counts where mark-up calls it a place, or headline and agency bear it out."""
    text = "Musterwalde - Die Feuerwehr hat am Montag eine Katze gerettet, die sich"
    assert split_dateline(text) is None
    assert split_dateline(text, marked=True) is not None
    title = "Feuerwehr in Musterwalde rettet Katze"
    assert split_dateline(text, expected=title) is None
    assert split_dateline(text, expected=title, wire=True) is not None


def test_the_outlet_may_stand_in_the_agencys_place():
    """By its name, which the page gives away elsewhere."""
    text = "العقبة – الساحل: بدأت صباح الأحد محطة لتحلية مياه البحر ضخّ أولى كمياتها"
    found = split_dateline(text, outlets=("صحيفةالساحل",))
    assert found is not None
    assert (found.text, found.places) == ("العقبة – الساحل:", ("العقبة",))


def test_the_line_about_the_correspondent_is_skipped():
    """Italian papers print who writes from there before the place."""
    found = split_dateline("DALLA NOSTRA CORRISPONDENTE NEW YORK - La sindaca è arrivata ieri sera")
    assert found is not None
    assert (found.text, found.places) == ("NEW YORK -", ("New York",))


@pytest.mark.parametrize(
    ("text", "dateline", "places"),
    [
        ("Tel Aviv", "Tel Aviv", ("Tel Aviv",)),
        ("Sevilla, Los Molinos", "Sevilla, Los Molinos", ("Sevilla", "Los Molinos")),
        ("AUBURN, Wash. —", "AUBURN, Wash. —", ("Auburn",)),
        ("Frankfurt, November 05, 2025, 5:09: Uhr", None, None),
        ("Frankfurt, 5. November 2025", "Frankfurt", ("Frankfurt",)),
        ("21 October 2025 • Oslo", "Oslo", ("Oslo",)),
        ("Ada Berg", None, None),
        ("3 min read", None, None),
        ("", None, None),
    ],
)
def test_a_line_of_its_own(text: str, dateline: str | None, places: tuple[str, ...] | None):
    """Between headline and text only places that the list knows are believed."""
    found = read_place_line(text)
    assert (found and found.text, found and found.places) == (dateline, places)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "新华社北京4月24日电（记者宋甲乙、田丙丁）航天日主场活动24日在江边举行",
            ("宋甲乙", "田丙丁"),
        ),
        ("（中央社記者李明台北3日電）總統今天表示，政府將會繼續推動", ("李明",)),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는 3일 국무회의를 열고 관련 법안을", ("홍길동",)),
        ("【北京=山田太郎】中国外務省の報道官は３日の記者会見で述べた", ("山田太郎",)),
        ("【北京時事】中国外務省の報道官は３日の記者会見で述べた", ()),
    ],
)
def test_names_the_reporters_of_dense_scripts(text: str, names: tuple[str, ...]):
    """Chinese, Japanese and Korean wires sign in the dateline."""
    found = split_dateline(text)
    assert found is not None
    assert reporters(found) == names


@given(st.text(max_size=200))
def test_reads_any_text(text: str):
    """No text makes it raise, and what it cuts is the text's front."""
    found = split_dateline(text)
    assert found is None or 0 < found.end < len(text)
    line = read_place_line(text)
    assert line is None or line.places


@pytest.mark.fault("regex-traps")
@given(st.lists(st.sampled_from([*"BERLIN, (AP)-—.:/=3 ", "Oslo", "dpa", "МОСКВА", "北京", "【"])))
def test_reads_any_near_miss(parts: list[str]):
    """Nor does a text made of the parts of datelines."""
    text = "".join(parts)
    found = split_dateline(text)
    assert found is None or text[: found.end].strip()


@pytest.mark.fault("regex-traps")
@pytest.mark.parametrize(
    "part", ["A", "AB ", "BERLIN, ", "(", "(AP) ", "- ", ". ", "3", "【北", "/a/ "]
)
def test_time_does_not_grow_with_the_text(part: str):
    """Only the front of a text is looked at, however long it is."""
    assert growth(split_dateline, lambda size: part * size, 20_000) < LIMIT
