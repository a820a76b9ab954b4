// Roles that somebody set right, and the row of a gold file that they make.

const saving = byId("saving");

function correct(index, role) {
  const block = blockAt(index);
  if (!block || block.on_page === false) return;
  role === block.role ? state.changes.delete(index) : state.changes.set(index, role);
  dressItem(items.get(index), block);
  dressMarks();
  fillFamilies();
  showChanges();
}

function undo(index) {
  const block = blockAt(index);
  if (!block || !state.changes.has(index)) return;
  correct(index, block.role);
  const choice = byId(`role-${index}`);
  if (choice) choice.value = block.role;
}

function showChanges() {
  const count = state.changes.size;
  byId("save-bar").hidden = !count;
  byId("changes").textContent = count === 1 ? "1 correction" : `${count} corrections`;
}

/** The page with the role of every block: one line of a gold file. */
function goldRow() {
  const { record, kind, source, id, url, blocks } = state.inspection;
  const row = {
    set: "corrections",
    id,
    url,
    page_type: byId("page-type").value,
    language: record.language || "und",
    notes: byId("notes").value.trim(),
    blocks: blocks
      .filter((block) => block.on_page !== false)
      .map((block) => ({ text: block.text, role: roleOf(block) })),
  };
  row[kind === "html" ? "html" : "source_text"] = source;
  return row;
}

function openSaving() {
  if (!state.changes.size) return say("Nothing was corrected yet.");
  const types = CONFIG.page_types.map((type) => make("option", { value: type }, type));
  byId("page-type").replaceChildren(...types);
  byId("page-type").value = state.inspection.record.page_type;
  byId("saving-what").textContent = CONFIG.served
    ? "The page and the roles of all its blocks become one row of the server’s file of corrections."
    : "The page and the roles of all its blocks become one row of a gold file, which is downloaded. “bodycopy eval” scores the extractor on such files.";
  byId("saving-go").textContent = CONFIG.served ? "Save" : "Download";
  byId("saving-go").hidden = false;
  byId("saving-problem").textContent = "";
  byId("download").hidden = true;
  saving.showModal();
}

async function save() {
  if (!CONFIG.served) return downloadRow();
  const button = byId("saving-go");
  button.disabled = true;
  const problem = await postRow();
  button.disabled = false;
  if (!problem) return saved("Saved as a row of the server’s file of corrections.");
  byId("saving-problem").textContent = problem;
  byId("download").hidden = false;
  button.hidden = true;
}

/** Post the row; what went wrong, or nothing. */
async function postRow() {
  try {
    const answer = await post("v1/corrections", goldRow());
    if (answer.ok) return "";
    if (answer.status === 404) {
      return "This server keeps no corrections: start it with --corrections FILE, or download the row.";
    }
    return `${await problemOf(answer)} You can download the row.`;
  } catch {
    return "The server does not answer. You can download the row.";
  }
}

function downloadRow() {
  const line = new Blob([`${JSON.stringify(goldRow())}\n`], { type: "application/x-ndjson" });
  const link = make("a", { download: `corrections-${state.inspection.id}.jsonl` });
  link.href = URL.createObjectURL(line);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  saved("Downloaded as one row of a gold file.");
}

function saved(words) {
  state.saved = true;
  saving.close();
  say(words);
}

byId("save").addEventListener("click", openSaving);
byId("saving-go").addEventListener("click", save);
byId("download").addEventListener("click", downloadRow);
byId("saving-cancel").addEventListener("click", () => saving.close());
byId("undo-all").addEventListener("click", () => {
  for (const index of [...state.changes.keys()]) undo(index);
  list.focus();
});
