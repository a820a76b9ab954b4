// The article as a reader would like it, built of the record, piece by piece, as text.

const sheet = byId("article");
const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b/u;

function showRecord() {
  const record = state.inspection.record;
  sheet.className = "sheet";
  sheet.lang = record.language || "";
  sheet.dir = RIGHT_TO_LEFT.test(sheet.lang) ? "rtl" : "ltr";
  record.kind === "article" ? showArticle(record) : showVerdict(record);
  for (const node of sheet.querySelectorAll("[data-block]")) {
    const block = blockAt(Number(node.getAttribute("data-block")));
    if (block) node.classList.add(familyOf(block).css);
  }
}

// --- fields -------------------------------------------------------------------------------

const squeeze = (text) => text.replace(/\s+/gu, "").toLowerCase();

/** Index of the block that a field was read from: one of its role with its text. */
function twin(roles, text) {
  const wanted = squeeze(text || "");
  const blocks = state.inspection.blocks.filter((block) => roles.includes(block.role));
  const found = blocks.find((block) => {
    const words = squeeze(block.text);
    return wanted && (words.includes(wanted) || wanted.includes(words));
  });
  return found?.index ?? null;
}

function field(tag, name, text, roles) {
  if (!text) return null;
  const source = state.inspection.record.sources?.[name];
  return make(
    tag,
    { class: name, dir: "auto", "data-block": twin(roles, text), title: source && `from ${source}` },
    text,
  );
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** "4 May 2023, 10:15 +02:00": the date as precisely as the record has it. */
function dateInWords(value) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?/u.exec(value);
  if (!parts) return value;
  const [, year, month, day, time, zone] = parts;
  const date = `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
  return time ? `${date}, ${time}${zone ? ` ${zone === "Z" ? "UTC" : zone}` : ""}` : date;
}

function makeCredits(record) {
  const lines = [];
  const people = [...record.authors];
  if (people.length || record.agencies.length) {
    const by = make("p", { class: "by", "data-block": twin(["byline"], people[0]) });
    by.append(people.join(", ") || "", people.length && record.agencies.length ? " · " : "", record.agencies.join(", "));
    lines.push(by);
  }
  const dates = [
    ["Published", record.date_published],
    ["Updated", record.date_modified],
  ].filter(([, date]) => date);
  for (const [words, date] of dates) {
    lines.push(
      make(
        "p",
        { class: "when", title: `from ${date.source}`, "data-block": twin(["date"], date.raw) },
        `${words} ${dateInWords(date.value)}`,
      ),
    );
  }
  return lines.length ? make("div", { class: "credits" }, ...lines) : null;
}

// --- text -------------------------------------------------------------------------------

const MARK_TAGS = {
  strong: "strong",
  emphasis: "em",
  code: "code",
  superscript: "sup",
  subscript: "sub",
  deleted: "del",
};
const MOST_RANGES = 400; // of one block; more would be looked through for every piece of it

/** Text with its links and marks; ranges count characters, of which some are two units here. */
function inline(block) {
  const links = block.links || [];
  const set = block.marks || [];
  if ((!links.length && !set.length) || links.length + set.length > MOST_RANGES) return [block.text];
  const chars = Array.from(block.text);
  const edges = new Set([0, chars.length]);
  for (const range of [...links, ...set]) edges.add(range.start).add(range.end);
  const cuts = [...edges].sort((one, other) => one - other);
  const nodes = [];
  for (let at = 0; at < cuts.length; at += 1) {
    const [start, end] = [cuts[at], cuts[at + 1]];
    if (set.some((mark) => mark.kind === "break" && mark.start === start)) nodes.push(make("br"));
    if (end === undefined) break;
    let node = chars.slice(start, end).join("");
    for (const mark of set) {
      const tag = MARK_TAGS[mark.kind];
      if (tag && mark.start <= start && mark.end >= end) node = make(tag, null, node);
    }
    const link = links.find((one) => one.start <= start && one.end >= end);
    nodes.push(link ? makeLink(link.href, node) : node);
  }
  return nodes;
}

function makeLink(href, words) {
  const record = state.inspection.record;
  let target = null;
  try {
    target = new URL(href, record.base_url || record.url || undefined);
  } catch {
    return words; // no address without that of the page
  }
  if (target.protocol !== "http:" && target.protocol !== "https:") return words;
  return make("a", { href: target.href, rel: "noreferrer noopener nofollow", target: "_blank" }, words);
}

function makeText(blocks) {
  const nodes = [];
  let items = null;
  let listed = null;
  for (const block of blocks) {
    if (block.role === "list_item") {
      const list = `${block.item?.list}/${Boolean(block.ordered)}`;
      if (!items || listed !== list) {
        items = make(block.ordered ? "ol" : "ul", { class: "items", dir: "auto", start: block.item?.number });
        listed = list;
        nodes.push(items);
      }
      items.append(make("li", { "data-block": block.index }, ...inline(block)));
      continue;
    }
    items = null;
    nodes.push(makeBlock(block));
  }
  return nodes;
}

function makeBlock(block) {
  const about = { "data-block": block.index, dir: "auto" };
  if (block.role === "subheading") return make((block.level || 2) > 3 ? "h5" : "h4", about, ...inline(block));
  if (block.role === "quote") {
    const quote = make("blockquote", about, ...inline(block));
    if (block.citation) quote.append(make("br"), `— ${block.citation}`);
    return quote;
  }
  if (block.role === "code" || block.role === "preformatted") return make("pre", about, block.text);
  if (block.role === "table" && block.rows?.length) return makeTable(block, about);
  return make("p", about, ...inline(block));
}

function makeTable(block, about) {
  const heads = new Set((block.header_cells || []).map(([row, column]) => `${row}/${column}`));
  const rows = block.rows.map((cells, row) =>
    make(
      "tr",
      null,
      ...cells.map((cell, column) => make(heads.has(`${row}/${column}`) ? "th" : "td", null, cell)),
    ),
  );
  return make("div", { ...about, class: "table" }, make("table", null, make("tbody", null, ...rows)));
}

function makeFigure(image) {
  const words = [image.caption, image.credit].filter(Boolean).join(" ");
  return make(
    "figure",
    { dir: "auto", "data-block": twin(["caption", "credit"], image.caption || image.credit) },
    make("div", { class: "picture", "aria-hidden": "true" }, "Picture, not loaded"),
    words ? make("figcaption", null, words) : null,
  );
}

// --- the whole ----------------------------------------------------------------------------

function showArticle(record) {
  const text = makeText(record.body);
  if (record.dateline && text[0]?.tagName === "P") {
    const words = record.dateline.text;
    if (!record.body[0].text.startsWith(words)) {
      text[0].prepend(make("span", { class: "dateline", title: "dateline" }, words), " ");
    }
  }
  const pictures = [...record.images].filter((image) => image.caption || image.credit || image.url);
  const lead = pictures.filter((image) => image.lead);
  const others = pictures.filter((image) => !image.lead && (image.caption || image.credit));
  sheet.replaceChildren(
    ...[
      field("p", "section", record.section, ["topic_nav", "navigation"]),
      field("p", "kicker", record.kicker, ["kicker"]),
      field("h3", "headline", record.headline, ["headline"]),
      field("p", "standfirst", record.standfirst, ["standfirst"]),
      makeCredits(record),
      ...lead.map(makeFigure),
      make("div", { class: "text" }, ...text),
      ...others.map(makeFigure),
      makeMore(record),
    ].filter(Boolean),
  );
}

function makeMore(record) {
  const more = make("div", { class: "more" });
  const section = (title, ...nodes) => more.append(make("h4", null, title), ...nodes);
  if (record.corrections.length) section("Corrections", ...record.corrections.map((text) => make("p", { dir: "auto" }, text)));
  if (record.topics.length) {
    section("Topics", make("ul", { class: "topics" }, ...record.topics.map((topic) => make("li", { dir: "auto" }, topic))));
  }
  if (record.embeds.length) {
    const names = record.embeds.map((one) => {
      const notes = [one.kind, one.withheld && "withheld"].filter(Boolean).join(", ");
      return `${one.provider || "unknown"}${notes ? ` (${notes})` : ""}`;
    });
    section("Embeds", make("p", null, names.join(" · ")));
  }
  const said = record.posts.length ? record.posts : record.comments;
  if (said.length) section(record.posts.length ? "Posts" : "Comments", ...said.slice(0, 30).map(makeComment));
  section("The record", makeFields(record));
  return more;
}

function makeComment(comment) {
  const node = make("div", { class: "comment", dir: "auto" }, make("b", null, comment.author || "Somebody"));
  if (comment.time) node.append(` · ${comment.time}`);
  for (const block of comment.body) node.append(make("p", null, block.text));
  node.style.setProperty("--depth", Math.min(comment.depth || 0, 5));
  return node;
}

function makeFields(record) {
  const values = [
    ["page type", `${record.page_type}${record.page_type_probability ? `, ${percent(record.page_type_probability)}` : ""}`],
    ["confidence", record.confidence === null ? null : digits(record.confidence)],
    ["language", record.language],
    ["site", record.site_name],
    ["publisher", record.publisher?.name],
    ["source line", record.source_line],
    ["access", record.access],
    ["truncated", record.truncated ? "yes" : null],
    ["address", record.canonical_url || record.url],
    ["encoding", record.encoding ? `${record.encoding.name}, by ${record.encoding.source}` : null],
    ["found in", Object.entries(record.sources || {}).map(([name, source]) => `${inWords(name)}: ${source}`).join("; ")],
  ];
  return make(
    "dl",
    { class: "fields" },
    ...values
      .filter(([, value]) => value)
      .flatMap(([name, value]) => [make("dt", null, name), make("dd", { dir: "auto" }, value)]),
  );
}

function showVerdict(verdict) {
  const about = CONFIG.verdicts[verdict.reason];
  sheet.classList.add("verdict");
  sheet.lang = "en";
  sheet.dir = "ltr";
  sheet.replaceChildren(
    ...[
      make("p", { class: "none" }, `No article · ${verdict.reason}`),
      make("h3", null, about.title),
      make("p", { class: "says" }, verdict.detail ? `bodycopy says: ${verdict.detail}.` : null),
      make("div", { class: "blame" }, make("b", null, about.blame), about.advice),
    ],
  );
}

function showInArticle(index, options) {
  for (const node of sheet.querySelectorAll(".current")) node.classList.remove("current");
  const table = blockAt(index)?.table;
  const node = sheet.querySelector(`[data-block="${table ?? index}"]`);
  if (!node) return;
  node.classList.add("current");
  if (options.from !== "article") node.scrollIntoView({ block: "nearest", behavior: motion() });
}

sheet.addEventListener("click", (event) => {
  if (event.target.closest("a")) return;
  const node = event.target.closest("[data-block]");
  if (node) select(Number(node.getAttribute("data-block")), "article");
});
sheet.addEventListener("mousemove", (event) => {
  const node = event.target.closest("[data-block]");
  hintAt(node ? Number(node.getAttribute("data-block")) : -1, event.clientX, event.clientY);
});
sheet.addEventListener("mouseleave", () => hintAt(-1));
