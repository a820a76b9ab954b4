// The start: a page is pasted, dropped, chosen from a file, or one of the examples.

const form = byId("form");
const input = byId("input");

function showStart() {
  byId("desk").hidden = byId("tabs").hidden = byId("about").hidden = byId("another").hidden = true;
  byId("start").hidden = false;
  input.focus();
}

const kindChosen = () => form.querySelector("input[name=kind]:checked").value;

function post(path, value) {
  const headers = { "Content-Type": "application/json" };
  const token = byId("token").value;
  if (token) headers.Authorization = `Bearer ${token}`;
  return fetch(path, { method: "POST", headers, body: JSON.stringify(value) });
}

async function problemOf(answer) {
  try {
    const problem = await answer.json();
    return [problem.title, problem.detail].filter(Boolean).join(": ") || `The server answers ${answer.status}.`;
  } catch {
    return `The server answers ${answer.status}.`;
  }
}

async function inspect(kind, text, url) {
  const problem = byId("problem");
  problem.textContent = "";
  if (!text.trim()) {
    problem.textContent = "There is nothing to look at yet: paste a page, or drop a file.";
    input.focus();
    return;
  }
  byId("go").disabled = true;
  try {
    const answer = await post("v1/inspect", { [kind]: text, ...(url && { url }) });
    byId("token-label").hidden = answer.status !== 401 && !byId("token").value;
    if (answer.ok) show(await answer.json());
    else problem.textContent = await problemOf(answer);
  } catch {
    problem.textContent = "The server does not answer. Is it still running?";
  } finally {
    byId("go").disabled = false;
  }
}

/** The text of a file: its bytes as UTF-8, else as what its markup declares. */
async function readFile(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const front = new TextDecoder("latin1").decode(bytes.slice(0, 2048));
    const declared = /charset\s*=\s*["']?\s*([\w-]+)/iu.exec(front)?.[1];
    try {
      return new TextDecoder(declared || "windows-1252").decode(bytes);
    } catch {
      return new TextDecoder("windows-1252").decode(bytes);
    }
  }
}

async function takeFile(file) {
  const kind = /\.(txt|md)$/iu.test(file.name) ? "text" : "html";
  form.querySelector(`input[value=${kind}]`).checked = true;
  input.value = await readFile(file);
  await inspect(kind, input.value, byId("url").value.trim());
}

function prepareStart() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    inspect(kindChosen(), input.value, byId("url").value.trim());
  });
  byId("file").addEventListener("change", (event) => event.target.files[0] && takeFile(event.target.files[0]));
  byId("another").addEventListener("click", showStart);
  addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files[0]) takeFile(event.dataTransfer.files[0]);
  });
  byId("examples").replaceChildren(
    ...dataOf("examples").map((example) => {
      const button = make(
        "button",
        { type: "button" },
        make("b", { lang: example.language, dir: "auto" }, example.title),
        make("span", null, example.about),
      );
      button.addEventListener("click", () => inspect("html", example.html, example.url));
      return make("li", null, button);
    }),
  );
}
