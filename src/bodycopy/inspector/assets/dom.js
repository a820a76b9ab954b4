// Elements and constants that all parts of the screen share. Text goes into the document as text:
// nothing here, or in any other part, parses markup.

const byId = (id) => document.getElementById(id);
const dataOf = (name) => JSON.parse(byId(`data-${name}`)?.textContent || "null");
const CONFIG = dataOf("config");

/** An element; attributes that are null, undefined or false are left out. */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const FAMILIES = CONFIG.families;
const FAMILY_OF = new Map(FAMILIES.flatMap((one) => one.roles.map((role) => [role, one])));
const FAMILY_NAMED = new Map(FAMILIES.map((one) => [one.name, one]));
const inWords = (name) => name.replaceAll("_", " ");

/** What is looked at: the inspection, the block in view, and the roles that were corrected. */
const state = {
  inspection: null,
  current: -1,
  changes: new Map(),
  hidden: new Set(),
  query: "",
};

const blockAt = (index) => state.inspection?.blocks.find((block) => block.index === index);
const roleOf = (block) => state.changes.get(block.index) ?? block.role;
const familyOf = (block) =>
  state.changes.has(block.index) ? FAMILY_OF.get(roleOf(block)) : FAMILY_NAMED.get(block.family);

/** ".98", "1.0": two digits of a probability. */
function digits(chance) {
  return chance >= 0.995 ? "1.0" : chance.toFixed(2).replace(/^0/, "");
}

const signed = (points) => (points < 0 ? "−" : "+") + Math.abs(points).toFixed(1);
const percent = (chance) => (chance < 0.01 ? "under 1 %" : `${Math.round(100 * chance)} %`);

let saidTimer = 0;
/** A line at the foot of the window that goes away by itself. */
function say(words) {
  const said = byId("said");
  said.textContent = words;
  said.hidden = false;
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => (said.hidden = true), 5000);
}
