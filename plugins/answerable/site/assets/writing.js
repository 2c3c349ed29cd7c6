/* Fills in what a page cannot know: who answers and when, or what a customer writes about. */

const REMEMBERED = "answerable.person";
const THREAD = /^threads\/[0-9]{4}\/[a-z0-9][a-z0-9-]*(\/|\.html)$/;

/* The page for employees: the address of the new file stands behind the #. */
export async function answer(form) {
  const { ansBegins, ansLongest, ansText, ansPerson, ansTime, ansStem } = form.dataset;
  const draft = draftIn(location.hash.slice(1), ansBegins);
  const lost = document.querySelector("[data-ans-answering-lost]");
  lost.hidden = draft !== null;
  if (draft === null) return;

  const find = (name) => form.querySelector(`[data-ans-answering-${name}]`);
  const [who, name, file] = ["who", "file-name", "file"].map((id) => form.querySelector(`#ans-${id}`));
  const text = draft.searchParams.get(ansText) ?? "";
  const nameField = [...draft.searchParams.keys()].find((key) => key !== ansText);
  const thread = await published(form, /^thread: "?([a-z0-9]{10})"?$/m.exec(text)?.[1]);
  // Answers that are there already, so that the second one of a day gets a name of its own.
  const there = new Set(thread?.messages.map((message) => message.stem));
  if (thread) showThread(thread, form, find("about"));

  const nobody = form.querySelector("#ans-nobody");
  const ask = (words) => {
    nobody.textContent = words;
    who.ariaInvalid = words ? "true" : null;
  };

  const fill = () => {
    const person = who.value || ansPerson;
    const now = who.value ? moment() : ansTime;
    const first = who.value ? `${now.slice(0, 10)}-${person}` : ansStem;
    let stem = first;
    for (let number = 2; there.has(stem); number++) stem = `${first}-${number}`;
    name.value = `${stem}.md`;
    file.value = text
      .replace(`\nsigned_by: ${ansPerson}\n`, `\nsigned_by: ${person}\n`)
      .replace(`\ndate: ${ansTime}\n`, `\ndate: ${now}\n`);
    const target = address(draft, { [nameField]: name.value, [ansText]: file.value });
    const long = target.length > Number(ansLongest);
    find("long").hidden = !long;
    if (long) find("copy").open = true;
    const [go, save] = [find("go"), find("save")];
    if (!who.value) {
      // The middle button follows an address and asks nobody: it leads back here.
      for (const link of [go, save]) link.href = location.href;
      save.removeAttribute("download");
      return;
    }
    ask("");
    go.href = long ? address(draft, { [nameField]: name.value }) : target;
    save.href = `data:text/markdown;charset=utf-8,${encodeURIComponent(file.value)}`;
    save.download = name.value;
  };
  who.addEventListener("change", () => {
    keep(who.value);
    fill();
  });
  const leaves = "[data-ans-copy], [data-ans-answering-go], [data-ans-answering-save]";
  const leave = (event) => {
    if (!event.target.closest(leaves)) return;
    fill();
    if (who.value) return;
    event.preventDefault();
    event.stopPropagation();
    ask(nobody.dataset.ansWords);
    who.focus();
  };
  // Before anything else hears of the click: what copies the file listens as well.
  form.addEventListener("click", leave, true);
  who.value = kept();
  if (who.selectedIndex < 0) who.value = "";
  fill();
  form.hidden = false;
}

/* The page for customers: which thread they comment on stands behind the ?. */
export function write(head) {
  const page = head.parentElement;
  const about = new URLSearchParams(location.search).get("thread") ?? "";
  if (!THREAD.test(about)) return;
  const whole = head.dataset.ansSite + about;
  const link = page.querySelector("[data-ans-about] a");
  link.href = link.textContent = whole;
  page.querySelector("[data-ans-about]").hidden = false;
  for (const field of page.querySelectorAll("input[name=thread]")) field.value = whole;
  for (const part of page.querySelectorAll("[data-ans-new]")) {
    part.hidden = true;
    for (const field of part.querySelectorAll("[name]")) field.disabled = field.name !== "thread";
  }
  for (const other of page.querySelectorAll("a[data-ans-thread]"))
    other.href = other.dataset.ansThread.replace("%00", () => encodeURIComponent(whole));
}

/* What our own site says of the thread with this id. */
async function published(form, id) {
  try {
    const signal = AbortSignal.timeout(3000);
    const found = await fetch(`${form.dataset.ansData}${id}.json`, { signal });
    return found.ok ? await found.json() : null;
  } catch {
    return null;
  }
}

/* Says which thread is answered, with a link to its page on this site, wherever it is served. */
function showThread(thread, form, about) {
  const { ansSite, ansRoot } = form.dataset;
  const path = thread.url.startsWith(ansSite) ? thread.url.slice(ansSite.length) : "";
  if (!THREAD.test(path)) return;
  const link = about.querySelector("a");
  link.href = ansRoot + path;
  link.textContent = thread.title || path;
  link.lang = thread.language;
  about.hidden = false;
}

/* The address that was given, if it is one of a new file in our repository. What counts is where
   it leads: "…/new/main/../../../other" begins as ours do. */
function draftIn(given, begins) {
  try {
    const draft = new URL(given);
    return draft.href.startsWith(new URL(begins).href) ? draft : null;
  } catch {
    return null;
  }
}

function address(draft, values) {
  const parts = Object.entries(values).map((pair) => pair.map(encodeURIComponent).join("="));
  return `${draft.origin}${draft.pathname}?${parts.join("&")}`;
}

/* The time here and now, with its offset. */
function moment() {
  const now = new Date();
  const ahead = -now.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const local = new Date(now.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  return `${local}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/* A browser may refuse to remember anything. */
function keep(person) {
  try {
    localStorage.setItem(REMEMBERED, person);
  } catch {}
}

function kept() {
  try {
    return localStorage.getItem(REMEMBERED) ?? "";
  } catch {
    return "";
  }
}
