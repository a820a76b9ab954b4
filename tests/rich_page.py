"""A made-up page that has everything a drop-in has a name for."""

from tests.authored import PARAGRAPHS

__all__ = ["RICH", "RICH_URL"]

RICH_URL = "https://www.quay-courier.example.org/local/bridge-reopens"
# On one line: the line breaks of a page's source are no line breaks of its text.
GAUGES = (
    "The level is read with <code>gauge --now</code>, in cm<sup>2</sup> and not in cm; "
    "<del>eleven</del> twelve of the gauges worked on the day.<br>One did not work at all."
)
RICH = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Footbridge: council votes - The Quay Courier</title>
<meta property="og:title" content="Council votes for a new footbridge">
<meta property="og:type" content="article">
<meta property="og:site_name" content="The Quay Courier">
<meta property="og:image" content="https://www.quay-courier.example.org/img/bridge.jpg">
<meta name="description" content="Nine members were in favour: two were against.">
<meta name="keywords" content="bridge, Ell, council">
<meta name="author" content="Ada Northwood">
<meta property="article:published_time" content="2026-03-04T08:15:00+01:00">
<meta property="article:section" content="Local">
<link rel="canonical" href="{RICH_URL}">
<link rel="shortcut icon" href="/favicon.ico">
</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/local/">Local</a></li>
<li><a href="/sport/">Sport</a></li></ul></nav></header>
<main><article>
<h1>Council votes for a new footbridge</h1>
<p class="standfirst">The flood took the old one; the new one is to be of larch, and wide.</p>
<p class="byline">By <a rel="author" href="/staff/ada">Ada Northwood</a></p>
<time datetime="2026-03-04T08:15:00+01:00">4 March 2026</time>
<figure><img src="/img/bridge.jpg" alt="The bank"><figcaption>The bank where the bridge stood.
</figcaption></figure>
<p>{PARAGRAPHS[0].replace("Tuesday night", "<strong>Tuesday night</strong>")}</p>
<p>{PARAGRAPHS[1].replace("as one speaker put it", "<em>as one speaker put it</em>")}</p>
<h2>What it will cost</h2>
<p>{PARAGRAPHS[2].replace("ferry", '<a href="/local/ferry">ferry</a>')}</p>
<ul><li>Larch and bolts: sixty thousand pounds in all</li>
<li>Two abutments of stone: thirty thousand<ul><li>of that for the north bank: twelve thousand</li>
</ul></li><li>Lamps and a bench: four thousand pounds</li></ul>
<ol><li>First the river bed is cleared of what the flood left</li>
<li>Then the abutments are set, one after the other</li></ol>
<blockquote><p>We should have built it wide the first time, and I have said so.</p></blockquote>
<p>{GAUGES}</p>
<h3>Timetable of the ferry</h3>
<table><tr><th>Boat</th><th>Leaves</th></tr><tr><td>Morning ferry</td><td>7.15</td></tr>
<tr><td>Evening ferry</td><td>18.40</td></tr></table>
<p>{PARAGRAPHS[3]}</p>
<p>{PARAGRAPHS[4]}</p>
<iframe src="https://www.youtube.com/embed/x1x2x3" width="640" height="360"></iframe>
</article>
<section id="comments" class="comments"><h2>Comments</h2>
<div class="comment"><span class="author">Marlow</span>
<p>About time. I have been taking the ferry to work for a year and I will not miss it.</p></div>
<div class="comment"><span class="author">Jo</span>
<p>Sixty thousand for planks, when the quarry at the top of the valley gives stone away.</p></div>
</section></main>
<footer><p>© 2026 The Quay Courier. <a rel="license"
href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a></p></footer>
</body></html>
"""
