// What holds the panes together: the block in view, keys, theme, tabs; and the first call.

function show(inspection) {
  Object.assign(state, { inspection, current: -1, query: "", saved: false });
  state.changes.clear();
  state.hidden.clear();
  byId("filter").value = "";
  byId("notes").value = "";
  byId("start").hidden = true;
  byId("desk").hidden = byId("tabs").hidden = byId("about").hidden = false;
  byId("another").hidden = !CONFIG.served;
  showAbout();
  fillList();
  showChanges();
  showPage();
  showRecord();
  list.scrollTop = byId("sheet-scroll").scrollTop = 0;
  openTab(inspection.record.kind === "article" ? "page" : "article");
}

function showAbout() {
  const { record, url, kind } = state.inspection;
  const title = record.headline || url || (kind === "html" ? "A page without a headline" : "A text without a headline");
  byId("title").textContent = title;
  byId("title").lang = record.language || "";
  document.title = `${title} · bodycopy inspector`;
  const body = state.inspection.blocks.filter((block) => block.family === "body").length;
  const facts = [
    record.kind === "article" ? record.page_type : `no article: ${inWords(record.reason)}`,
    record.language,
    record.site_name,
    record.kind === "article" ? `${body} of ${state.inspection.blocks.length} blocks are body` : null,
    typeof record.confidence === "number" ? `confidence ${digits(record.confidence)}` : null,
  ].filter(Boolean);
  // Each by itself: a name in Arabic does not turn the figures beside it.
  byId("facts").replaceChildren(...facts.flatMap((fact, at) => [at ? " · " : "", make("bdi", null, fact)]));
}

/** Show a block and its twins in all three panes. */
function select(index, from, focus = from !== "list") {
  if (!blockAt(index)) return;
  state.current = index;
  hintAt(-1);
  const options = { from, focus };
  showInList(index, options);
  showOnPage(index, options);
  showInArticle(index, options);
  if (from === "page" || from === "article") say(spoken(index));
}

const spoken = (index) => {
  const block = blockAt(index);
  return `${inWords(roleOf(block))}, ${percent(block.score)}`;
};

// --- why, where the pointer is ----------------------------------------------------------

let hinted = -1;
function hintAt(index, x = 0, y = 0) {
  const hint = byId("hint");
  const block = index >= 0 ? blockAt(index) : null;
  if (!block) {
    hinted = -1;
    hint.hidden = true;
    return;
  }
  if (hinted !== index) {
    hinted = index;
    hint.className = `hint ${familyOf(block).css}`;
    const reasons = [...(block.why.pro || []).slice(0, 2), ...(block.why.con || []).slice(0, 2)];
    hint.replaceChildren(
      make(
        "p",
        { class: "role" },
        make("span", { class: "shape" }),
        inWords(roleOf(block)),
        make("span", { class: "score" }, digits(block.score)),
      ),
      make("ul", null, ...reasons.map((one) => make("li", null, make("b", null, signed(one.points)), one.words))),
    );
    hint.hidden = false;
  }
  const { offsetWidth: width, offsetHeight: height } = hint;
  hint.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
  hint.style.top = `${y + height + 30 > innerHeight ? y - height - 14 : y + 18}px`;
}

// --- keys -------------------------------------------------------------------------------

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  "/": () => {
    openTab("blocks");
    byId("filter").focus();
  },
  r: () => state.current >= 0 && byId(`role-${state.current}`)?.focus(),
  u: () => undo(state.current),
  s: openSaving,
  t: nextTheme,
  1: () => openTab("page"),
  2: () => openTab("blocks"),
  3: () => openTab("article"),
};

function step(by) {
  const index = neighbour(by);
  if (index >= 0) select(index, "keys");
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = event.target;
  const typing = target.closest?.("input, textarea, select");
  if (event.key === "Escape" && typing && !byId("desk").hidden) {
    target.blur();
    items.get(state.current)?.querySelector(".block").focus();
    return;
  }
  if (typing) return;
  if (event.key === "?") return openHelp(event);
  const arrow = event.key.startsWith("Arrow");
  // Arrows scroll the article and change tabs where those have the focus.
  if (arrow && target.closest?.("#sheet-scroll, #tabs")) return;
  const act = KEYS[event.key];
  if (!act || (byId("desk").hidden && event.key !== "t")) return;
  event.preventDefault();
  act();
}

function openHelp(event) {
  event?.preventDefault();
  byId("help").showModal();
}

// --- theme and tabs ---------------------------------------------------------------------

const THEMES = { "": "Auto", light: "Light", dark: "Dark" };

function setTheme(theme) {
  const root = document.documentElement;
  theme ? root.setAttribute("data-theme", theme) : root.removeAttribute("data-theme");
  byId("theme-name").textContent = THEMES[theme];
  byId("theme").setAttribute("aria-label", `Colours: ${theme || "as the system"}`);
}

function nextTheme() {
  const names = Object.keys(THEMES);
  const now = document.documentElement.getAttribute("data-theme") || "";
  setTheme(names[(names.indexOf(now) + 1) % names.length]);
}

function openTab(name) {
  byId("desk").setAttribute("data-tab", name);
  for (const tab of byId("tabs").children) {
    const open = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
  }
  if (name === "blocks") items.get(state.current)?.scrollIntoView({ block: "nearest" });
  if (name === "page" && !marks.size) drawMarks();
  if (name === "page" && state.current >= 0) showOnPage(state.current, { from: "tab" });
}

function prepareTabs() {
  const tabs = [...byId("tabs").children];
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => openTab(tab.id.slice(4)));
    tab.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = tabs[(at + by + tabs.length) % tabs.length];
      openTab(next.id.slice(4));
      next.focus();
    });
  });
}

function fillLegend() {
  byId("legend").replaceChildren(
    ...FAMILIES.map((family) =>
      make(
        "li",
        { class: family.css },
        make("span", { class: "shape", "aria-hidden": "true" }),
        make("b", null, family.title),
        make("span", null, family.roles.map(inWords).join(", ")),
      ),
    ),
  );
}

addEventListener("keydown", onKey);
addEventListener("beforeunload", (event) => {
  if (state.changes.size && !state.saved) event.preventDefault();
});
byId("filter").addEventListener("input", (event) => {
  state.query = event.target.value;
  applyFilter();
});
byId("theme").addEventListener("click", nextTheme);
byId("help-button").addEventListener("click", openHelp);
prepareTabs();
fillLegend();
const given = dataOf("inspection");
if (CONFIG.served) prepareStart();
given ? show(given) : showStart();
