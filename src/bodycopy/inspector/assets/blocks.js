// The list between page and article: every block with role, score and why.

const list = byId("list");
const items = new Map(); // index of a block to its <li>

const DECIDED = {
  network: "The network decided, by what it knows of the block and those around it.",
  rules: "Words known by heart, or the markup, overruled the network.",
  page: "The whole page decided: a second copy, another article, or what recurs on the site.",
  fields: "A finder of fields decided: its text is a field, or part of one, of the record.",
  data: "It stands in the page’s data only, not on the page.",
};

function fillList() {
  items.clear();
  for (const block of state.inspection.blocks) items.set(block.index, makeItem(block));
  list.replaceChildren(...items.values());
  fillFamilies();
  applyFilter();
}

function makeItem(block) {
  const button = make(
    "button",
    { type: "button", class: "block", "aria-expanded": "false", tabindex: "-1" },
    make("span", { class: "shape", "aria-hidden": "true" }),
    make("span", { class: "role" }),
    make("span", { class: "score", title: "probability of the role" }, digits(block.score)),
    make("span", { class: "words", dir: "auto" }, block.text.slice(0, 600)),
  );
  const item = make("li", { "data-block": block.index }, button);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") === "true";
    open && state.current === block.index ? fold(item) : select(block.index, "list");
  });
  dressItem(item, block);
  return item;
}

/** Family, role and correction of an item, which change; the rest of it does not. */
function dressItem(item, block) {
  const family = familyOf(block);
  item.className = family.css;
  item.classList.toggle("changed", state.changes.has(block.index));
  item.classList.toggle("current", state.current === block.index);
  const named = `${inWords(roleOf(block))}`;
  item.querySelector(".role").textContent = named;
}

const fold = (item) => {
  item.querySelector(".detail")?.remove();
  item.querySelector(".block").setAttribute("aria-expanded", "false");
};

function showInList(index, options) {
  for (const item of list.querySelectorAll(".current")) {
    item.classList.remove("current");
    item.querySelector(".block").tabIndex = -1;
    fold(item);
  }
  const item = items.get(index);
  if (!item) return;
  item.hidden = false;
  item.classList.add("current");
  const button = item.querySelector(".block");
  button.setAttribute("aria-expanded", "true");
  button.tabIndex = 0;
  item.append(makeDetail(blockAt(index)));
  item.scrollIntoView({ block: options.from === "list" ? "nearest" : "center" });
  if (options.focus) button.focus({ preventScroll: true });
}

function makeDetail(block) {
  const why = block.why;
  const detail = make("div", { class: "detail" });
  if (block.on_page === false) detail.append(make("p", { class: "quiet" }, DECIDED.data));
  else if (why.decided !== "network") detail.append(make("p", { class: "quiet" }, DECIDED[why.decided]));
  if (block.on_page !== false && state.inspection.kind === "html" && isHidden(block.index)) {
    detail.append(make("p", { class: "quiet" }, "The page’s own style hides it."));
  }
  if (why.chances?.length) {
    detail.append(
      make("h3", null, "The network saw"),
      make(
        "ul",
        { class: "chances" },
        ...why.chances.map((one) => make("li", null, `${inWords(one.role)} ${percent(one.chance)}`)),
      ),
    );
  }
  if (typeof why.start === "number") {
    const kind = state.inspection.kind === "text" ? "text" : "page";
    const start = `${signed(why.start)}, ${percent(1 / (1 + Math.exp(-why.start)))}`;
    detail.append(
      make("p", { class: "quiet start-at" }, `By the ${kind} as a whole it starts at ${start} body, and gets to ${percent(why.body)}.`),
    );
  }
  if (why.pro?.length) detail.append(make("h3", null, "For the body"), makeReasons(why.pro, "pro"));
  if (why.con?.length) detail.append(make("h3", null, "Against the body"), makeReasons(why.con, "con"));
  if (typeof why.start !== "number" && block.on_page !== false) {
    const kind = state.inspection.kind === "text" ? "lines" : "blocks";
    detail.append(make("p", { class: "note" }, `Of so many ${kind}, no reasons are told.`));
  }
  if (block.on_page !== false) detail.append(makeChoice(block));
  return detail;
}

function makeReasons(reasons, kind) {
  return make(
    "ul",
    { class: `reasons ${kind}` },
    ...reasons.map((one) => {
      const bar = make("i", { "aria-hidden": "true" });
      bar.style.width = `${Math.min(36, 12 * Math.abs(one.points))}px`;
      const words = make("span", null, one.words);
      if (one.names?.length) {
        words.append(": ");
        one.names.forEach((name, at) => words.append(at ? ", " : "", make("q", null, name)));
      }
      return make("li", null, make("span", { class: "weight" }, signed(one.points)), bar, words);
    }),
  );
}

function makeChoice(block) {
  const id = `role-${block.index}`;
  const choice = make(
    "select",
    { id },
    ...FAMILIES.map((family) =>
      make(
        "optgroup",
        { label: family.title },
        ...family.roles.map((role) => make("option", { value: role }, inWords(role))),
      ),
    ),
  );
  choice.value = roleOf(block);
  choice.addEventListener("change", () => correct(block.index, choice.value));
  return make("div", { class: "choose" }, make("label", { for: id }, "It is"), choice);
}

// --- which blocks are shown -------------------------------------------------------------

function fillFamilies() {
  const counts = new Map(FAMILIES.map((one) => [one.css, 0]));
  for (const block of state.inspection.blocks) {
    const css = familyOf(block).css;
    counts.set(css, counts.get(css) + 1);
  }
  byId("families").replaceChildren(
    ...FAMILIES.map((family) => {
      const button = make(
        "button",
        { type: "button", class: family.css, "aria-pressed": String(!state.hidden.has(family.css)) },
        make("b", null, String(counts.get(family.css))),
        make("span", null, make("span", { class: "shape", "aria-hidden": "true" }), ` ${family.title}`),
      );
      button.addEventListener("click", () => {
        state.hidden.has(family.css) ? state.hidden.delete(family.css) : state.hidden.add(family.css);
        button.setAttribute("aria-pressed", String(!state.hidden.has(family.css)));
        applyFilter();
        dressMarks();
      });
      return button;
    }),
  );
}

function applyFilter() {
  const query = state.query.trim().toLowerCase();
  let shown = 0;
  for (const block of state.inspection.blocks) {
    const wanted =
      !state.hidden.has(familyOf(block).css) &&
      (!query ||
        inWords(roleOf(block)).includes(query) ||
        roleOf(block) === query ||
        block.text.toLowerCase().includes(query));
    items.get(block.index).hidden = !wanted;
    shown += wanted;
  }
  const all = state.inspection.blocks.length;
  byId("count").textContent = shown === all ? `· ${all}` : `· ${shown} of ${all}`;
  list.querySelector(".empty")?.remove();
  if (!shown) list.append(make("li", { class: "empty" }, all ? "No block fits." : "There is no text."));
  const first = [...items.values()].find((item) => !item.hidden);
  if (state.current < 0 && first) first.querySelector(".block").tabIndex = 0;
}

/** The block so many shown ones further on; the first or last at the ends. */
function neighbour(step) {
  const shown = state.inspection.blocks.filter((block) => !items.get(block.index).hidden);
  if (!shown.length) return -1;
  const at = shown.findIndex((block) => block.index === state.current);
  if (at < 0) return shown[step > 0 ? 0 : shown.length - 1].index;
  return shown[Math.max(0, Math.min(shown.length - 1, at + step))].index;
}
