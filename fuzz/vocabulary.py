"""Words of the formats that pages are made of, as bytes to be put into inputs."""

from __future__ import annotations

__all__ = ["DATES", "HTML", "JSON", "PEOPLE", "REFERENCES", "TEXT", "WARC"]


def _bytes(*lines: str) -> tuple[bytes, ...]:
    """The words of some lines; ``_`` stands for a space inside a word."""
    return tuple(word.replace("_", " ").encode() for line in lines for word in line.split(" "))


_ELEMENTS = (
    "a address applet area article aside b base basefont bgsound big blockquote body br button "
    "caption center code col colgroup dd del desc details dialog dir div dl dt em embed fieldset "
    "figcaption figure font footer foreignObject form frame frameset h1 h2 h3 h6 head header hr "
    "html i iframe image img input keygen li link listing main malignmark mark marquee math menu "
    "meta mglyph mi mn mtext nav nobr noembed noframes noscript object ol optgroup option p param "
    "picture plaintext pre rb rp rt rtc ruby s samp script search section select small source span "
    "strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time "
    "title tr track tt u ul var video wbr x-y xmp annotation-xml"
).split()
_ATTRIBUTES = (
    " href=/x",
    " href='/a?b&amp;c=d'",
    ' class="article-body"',
    ' id="S:0"',
    " class=teaser",
    " hidden",
    " hidden=until-found",
    " open",
    " style='display:none'",
    ' style="color:red; VISIBILITY : hidden"',
    " itemprop=author",
    " itemprop=datePublished content='2026-03-04'",
    " property=og:title content='Ferry stops'",
    " name=author content='Ada Berg'",
    " datetime=2026-03-04T05:06:07Z",
    " type=application/ld+json",
    " type='text/json'",
    " start=-3",
    " reversed",
    " value=7",
    " cite=/source",
    " src=/pic.jpg alt='&notin; x'",
    " srcset='a.jpg 1x, b.jpg 2x'",
    " lang=de",
    " charset=shift_jis",
    " rel=canonical",
    " encoding=text/html",
    " a=1 A=2 a",
    " aria-hidden=true",
    " shadowrootmode=open",
    "/",
    " colspan=2",
)
_SIGNS = (
    "<",
    ">",
    "</",
    "/>",
    "</>",
    "</ ",
    "<!",
    "<?",
    "<!--",
    "-->",
    "--!>",
    "<!-->",
    "<!--->",
    "<![CDATA[",
    "]]>",
    "<![if]>",
    "<![endif]-->",
    "<!doctype html>",
    "\0",
    "\r",
    "\r\n",
    "\f",
    "\t",
    "'",
    '"',
    "=",
    "&",
    "\xad",
    "\u200b",
    "\u200d",
    "\u202e",
    "\ufeff",
    "\u3000",
    "\u0e01\u200b\u0e02",
    "é",
    "ſ",
    "👩",
)
_WORDS = (
    "Council votes on Tuesday to rebuild the footbridge over the river, which the flood had taken.",
    "Von Ada Berg und Bo Lind",
    "By Ada Berg",
    "Minsk (dpa) - ",
    "LONDON, March 3 (Reuters) - ",
    "Foto: dpa",
    "Anzeige",
    "Lesen Sie auch:",
    "3. Mai 2024, 15.47 Uhr",
    "Updated 4 March 2026",
    "7 Kommentare",
    "Subscribe to our newsletter",
    "We use cookies",
    "© 2026 Ell Valley Herald",
    "(dpa/AFP)",
    "广告",
    "新华社北京4月24日电",
    "Correction: an earlier version",
)

REFERENCES = (
    *_bytes(
        "&amp; &amp &AMP; &lt; &lt &gt &quot; &nbsp; &nbsp &notin; &notit; &not &no &nGt; &NotEqualTilde;",
        "&CounterClockwiseContourIntegral; &CounterClockwiseContourIntegra &shy; &ZeroWidthSpace;",
        "&#65; &#65 &#x42; &#X43 &#0; &#x0; &#xD800; &#xDFFF; &#x10FFFF; &#x110000; &#9999999999; &#x80;",
        "&#150; &#x9f; &#xFFFE; &#13; &#x0d; &#; &#x; &#xg; &; & && &= &a= &ampx &amp=1 &copy=2 &frac12 &",
        "; = # x X 0 9 a G",
    ),
    " ".encode(),
)
HTML = (
    *(f"<{name}>".encode() for name in _ELEMENTS),
    *(f"</{name}>".encode() for name in _ELEMENTS),
    *(f"<{name} ".encode() for name in "a div img meta link script p li ol time svg".split()),
    *(text.encode() for text in (*_ATTRIBUTES, *_SIGNS, *_WORDS)),
    *REFERENCES,
    b"\xff",
    b"\xc3",
)
JSON = (
    *_bytes(
        '{ } [ ] , : " \' \\ \\" \\u \\ud83d \\u0000 \\n // /* */ <!-- --> <![CDATA[ ; null true false',
        "0 -1 1e999 01 .5 NaN undefined &quot; &amp;amp; </script>",
        '"@context":"https://schema.org" "@graph":[ "@id":"#a" "@type":"NewsArticle" "@type":["Article"]',
        '"@type":"Person" "@type":"Organization" "@type":"ImageObject" "@type":"LiveBlogPosting"',
        '"@type":"BreadcrumbList" "@value": "headline": "name": "author": "author":[{"name":"Ada_Berg"}]',
        '"datePublished":"2026-03-04T05:06:07+01:00" "dateModified": "articleBody": "articleSection":',
        '"keywords": "publisher": "logo": "image": "url": "mainEntityOfPage": "isAccessibleForFree":',
        '"hasPart": "liveBlogUpdate": "itemListElement": "position": "comment": "inLanguage":"de"',
        '"type":"paragraph" "text": "html": "content": "children": "nodeType":',
    ),
    b"\0",
    b"\r\n",
    "\u2028".encode(),
)
DATES = (
    *_bytes(
        "2026-03-04 2026-03-04T05:06:07Z T05:06 :07.123 +01:00 +0100 -99:99 Z UTC GMT CET MESZ МСК",
        "20260304 1700000000 1700000000000 03/04/2026 4.3.2026 3.5.24 2024.05.03. 2026/03/04/ /2026/march/4/",
        "令和7年 平成31年4月30日 民國113年 二〇二四年 十二月 2024年5月3日 午後3時15分 2024년_5월_3일 오전",
        "3_мая_2024_г. в_9:05 Mai mai May mayo maio مايو พฤษภาคม_2567 ۱۴۰۳ اردیبهشت tháng_5 năm Aug. sept",
        "Published Updated Veröffentlicht Опубликовано a.m. PM Uhr 15.47 15h30 12:00 24:00 99:99 Monday",
        "٣ ๓ ３ ： ／ | • , . - / : ( ) 0 9 yesterday today ago vor_2_Stunden",
    ),
    b" ",
)
PEOPLE = (
    *_bytes(
        "Ada Berg Bo Lind O’Neil van_der_Meer McDonald Jean-Luc ÉMILE ZOLA von Von By by de la y Ortega",
        "und and et og och и 文／ 作者： 记者 기자 王小明 山田太郎 홍길동 dpa (dpa) AFP Reuters dpa/AFP AP",
        "The_Associated_Press (Reuters) — – - : = ( ) [ ] 【 】 | • / , ; & @ada ada@paper.example",
        "https://paper.example/x Redakteurin correspondent Foto: Text: Text_&_Fotos: Interview Gastbeitrag",
        "MINSK MEXICO_CITY Berlin/Paris London, 北京4月24日电 【北京時事】 (서울=연합뉴스) 記者王小明／台北報導",
        "28._Jan._2022 10:15 2025Ada (hb/sur) RND/dpa Quelle: Source: Mit_Material_von Dr. Prof. II Jr.",
    ),
    b" ",
    b"\n",
    "İ".encode(),
    "ﬁ".encode(),
)
TEXT = (
    *(text.encode() for text in _WORDS),
    *_bytes(
        "#_ ##_ ###### -_ *_ 1._ 2)_ >_ >>_ --- === *** | |---| [x](/y) ![a](/b) **b** __c__ `d` ``` ~~~ \\",
        "www.paper.example @ada #topic • · … . ! ? : ; , ( ) „ “ 。 」 ।",
    ),
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"    ",
    b"-\n",
    "\xad\n".encode(),
    "\u2028".encode(),
    "\x85".encode(),
    "\u200b".encode(),
    b"\0",
    b"\xff",
)
WARC = (
    *_bytes(
        "WARC/1.0 WARC/1.1 WARC/ WARC-Type:_response WARC-Type:_request WARC-Type:_revisit",
        "WARC-Type:_conversion WARC-Type:_warcinfo WARC-Type:_resource Content-Length:_0 Content-Length:_5",
        "Content-Length:_-1 Content-Length:_99999999999999999999 Content-Length:_x Content-Type:_text/html",
        "Content-Type:_application/http;msgtype=response Content-Type:_text/plain HTTP/1.1_200_OK",
        "HTTP/1.1_404_Not_Found Transfer-Encoding:_chunked Content-Encoding:_gzip Content-Encoding:_br",
        "WARC-Target-URI:_https://paper.example/1 WARC-Target-URI:_<https://paper.example/1>",
        "WARC-Date:_2026-01-02T03:04:05Z WARC-Record-ID:_<urn:test:1> WARC-Block-Digest:_sha1:AAAA",
        "WARC-Truncated:_length 5 0 ffffffff filedesc://",
    ),
    b"\r\n",
    b"\r\n\r\n",
    b"\n\n",
    b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"\x50\x2a\x4d\x18",
    b"<p>Ferry stops",
)
