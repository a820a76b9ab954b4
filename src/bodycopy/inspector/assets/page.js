// The page as it looks, in a frame without scripts; the marks over its blocks are laid from here.

const frame = byId("page");
const marks = new Map(); // index of a block to its mark

const MARK_STYLE = `
bodycopy-marks { all: initial; position: absolute; inset: 0 auto auto 0; width: 0; height: 0; z-index: 2147483646; }
bodycopy-mark { all: initial; position: absolute; box-sizing: border-box; cursor: pointer; border-radius: 2px; }
bodycopy-mark.body { background: #0a559c1c; border-left: 3px solid #0a559c; }
bodycopy-mark.header { background: #c25e0026; border-left: 5px double #9c4a00; }
bodycopy-mark.beside { background: #8a1fd11c; border-left: 3px dashed #8a1fd1; }
bodycopy-mark.out { border-left: 3px dotted #62666c;
  background: repeating-linear-gradient(-45deg, #5a5e6433 0 1.5px, #8080800f 1.5px 7px); }
bodycopy-mark:hover { outline: 1px solid #1c1e21; }
bodycopy-mark.changed { outline: 2px dashed #a88600; }
bodycopy-mark.current { outline: 2px solid #1c1e21; outline-offset: 1px; box-shadow: 0 0 0 5px #ffffffb0; }
bodycopy-mark.unwanted { display: none; }
`;

function showPage() {
  marks.clear();
  if (!state.inspection.page) {
    frame.srcdoc = "";
    return;
  }
  frame.addEventListener("load", preparePage, { once: true });
  frame.srcdoc = state.inspection.page;
}

function preparePage() {
  const doc = frame.contentDocument;
  doc.addEventListener("click", (event) => {
    event.preventDefault();
    const index = indexUnder(event);
    if (index >= 0) select(index, "page");
  });
  doc.addEventListener("keydown", onKey);
  doc.addEventListener("mousemove", (event) => {
    const around = frame.getBoundingClientRect();
    hintAt(indexUnder(event), event.clientX + around.left, event.clientY + around.top);
  });
  doc.addEventListener("mouseleave", () => hintAt(-1));
  doc.addEventListener("scroll", () => hintAt(-1), { passive: true });
  drawMarks();
  let width = 0;
  let waiting = 0;
  new ResizeObserver(() => {
    // Marks take no room, so only another width or late text moves what they stand over.
    const size = doc.body ? doc.body.scrollHeight + doc.documentElement.clientWidth / 1e5 : 0;
    if (Math.abs(size - width) < 1e-6) return;
    width = size;
    clearTimeout(waiting);
    waiting = setTimeout(drawMarks, 80);
  }).observe(doc.documentElement);
}

function indexUnder(event) {
  const found = event.target.closest?.("bodycopy-mark, [data-block]");
  return found ? Number(found.getAttribute("data-block")) : -1;
}

/** Lay a mark over every block that is to be seen. */
function drawMarks() {
  const doc = frame.contentDocument;
  // Behind another tab there is nothing to measure: the marks wait as they are.
  if (!doc?.body || !state.inspection || !frame.clientWidth) return;
  doc.querySelector("bodycopy-marks")?.remove();
  const layer = doc.createElement("bodycopy-marks");
  const style = doc.createElement("style");
  style.textContent = MARK_STYLE;
  layer.append(style);
  doc.documentElement.append(layer);
  const origin = layer.getBoundingClientRect();
  const places = measureBlocks(doc);
  marks.clear();
  for (const [index, place] of places) {
    const mark = doc.createElement("bodycopy-mark");
    mark.setAttribute("data-block", index);
    const left = Math.max(0, place.left - 8 - origin.left);
    mark.style.left = `${left}px`;
    mark.style.top = `${place.top - 2 - origin.top}px`;
    mark.style.width = `${place.right + 4 - origin.left - left}px`;
    mark.style.height = `${place.bottom - place.top + 4}px`;
    marks.set(index, mark);
    layer.append(mark);
  }
  dressMarks();
}

/** The rectangle around all text of each block, in the window of the frame. */
function measureBlocks(doc) {
  const places = new Map();
  for (const text of doc.querySelectorAll("[data-block]")) {
    const index = Number(text.getAttribute("data-block"));
    for (const rect of text.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      const place = places.get(index);
      if (!place) {
        places.set(index, { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom });
        continue;
      }
      place.left = Math.min(place.left, rect.left);
      place.top = Math.min(place.top, rect.top);
      place.right = Math.max(place.right, rect.right);
      place.bottom = Math.max(place.bottom, rect.bottom);
    }
  }
  return places;
}

/** Family, correction and selection of the marks. */
function dressMarks() {
  for (const block of state.inspection.blocks) {
    const mark = marks.get(block.index);
    if (!mark) continue;
    const family = familyOf(block);
    mark.className = family.css;
    mark.classList.toggle("changed", state.changes.has(block.index));
    mark.classList.toggle("current", state.current === block.index);
    mark.classList.toggle("unwanted", state.hidden.has(family.css) && state.current !== block.index);
  }
}

const isHidden = (index) => marks.size > 0 && !marks.has(index);

function showOnPage(index, options) {
  dressMarks();
  const mark = marks.get(index);
  const view = frame.contentDocument?.defaultView;
  if (!mark || !view || options.from === "page") return;
  const place = mark.getBoundingClientRect();
  const room = frame.clientHeight;
  if (place.top >= 40 && place.bottom <= room - 40) return;
  view.scrollBy({ top: place.top - Math.max(40, (room - place.height) / 2), behavior: motion() });
}

const motion = () =>
  matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
