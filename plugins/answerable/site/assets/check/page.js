/* The page around the words: what stands in a message beside them, and whether they are seen.

   What is signed stands in `.ans-message__words`. Beside it a message holds what PARTS names
   (answerable/site/templates), each once. Whatever else stands there could be taken for a part of
   the answer. */
import { moment } from "./reading.js";
import { oneLine } from "./tokens.js";

/* Where the parts are, and whether they have text of their own. */
const PARTS = {
  ":scope > header.ans-message__head": false,
  ":scope > header > .ans-portrait": true,
  ":scope > header > div:not([class])": false,
  ":scope > header h2": true,
  ":scope > header h2 > a": true,
  ":scope > header h2 > .ans-message__channel": true,
  ":scope > header > div > p": true,
  ":scope > header > a.ans-message__link": false,
  ":scope > header > a.ans-message__link > time": true,
  ":scope > p.ans-message__remark": true,
  ":scope > p.ans-message__remark > a": true,
  ":scope > p.ans-message__remark > a > time": true,
  ":scope > .ans-message__words": false,
  ":scope > footer.ans-message__foot": false,
  ":scope > footer.ans-message__notes": false,
  ":scope > p.ans-outcome": true,
  ":scope > footer > p.ans-outcome": true,
  ":scope > footer > p.ans-outcome > strong": true,
  ":scope > footer > p.ans-signature": true,
  ":scope > footer > p.ans-signature > span": true,
  ":scope > footer > p.ans-signature time": true,
  ":scope > footer > details.ans-seal": false,
};
/* These are looked at by others, or not at all. */
const CLOSED =
  ".ans-message__words *, details.ans-seal *, svg *, .ans-message--comment > .ans-message__notes *";

/* The message of that name; null unless there is exactly one. */
export const messageOf = (stem) => {
  const found = document.querySelectorAll(`[id="${CSS.escape(stem)}"]`);
  return found.length === 1 && found[0].matches("section.ans-message") ? found[0] : null;
};

/* The text of the one element that fits, "" if there is none or more than one. */
export const textOf = (root, selector) => {
  const found = root.querySelectorAll(selector);
  return found.length === 1 ? found[0].textContent : "";
};

/* What stands in a message beside its parts: its text, or its name if it has none. */
export const strangers = (section) => {
  const known = new Map();
  const found = [];
  for (const [selector, texts] of Object.entries(PARTS)) {
    const [first, ...more] = section.querySelectorAll(selector);
    if (first) known.set(first, texts);
    for (const element of more) found.push(nameOf(element));
  }
  const open = [...section.querySelectorAll("*")].filter((one) => !one.matches(CLOSED));
  for (const element of open)
    if (!known.has(element) && !element.matches("mark[data-md-highlight]"))
      found.push(nameOf(element));
  for (const element of [section, ...known.keys()]) {
    if (known.get(element) || element.matches(".ans-message__words, details")) continue;
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) found.push(oneLine(node.data));
  }
  return found;
};

/* The lines below a customer's message, each with its time in milliseconds. */
export const notesOf = (section) =>
  [...(section?.querySelectorAll(":scope > footer.ans-message__notes > p.ans-note") ?? [])].map(
    (note) => ({
      name: note.dataset.ansNote ?? "",
      at: moment(note.querySelector("time")?.dateTime ?? ""),
      day: note.querySelector("time")?.textContent ?? "",
      note,
    }),
  );

/* The first of these lines that is none, "" if they all are. `written` gives what a line of that
   name says on that day. */
export const strangeNote = (section, written) => {
  const footer = section.querySelector(":scope > footer.ans-message__notes");
  if (!footer) return "";
  const notes = notesOf(section);
  const other = [...footer.childNodes].find(
    (node) => !notes.some(({ note }) => note === node) && node.textContent.trim(),
  );
  if (other) return oneLine(other.textContent);
  const strange = notes.find(
    ({ name, at, day, note }) =>
      !Number.isFinite(at) ||
      note.children.length !== 1 ||
      day.length > LONGEST_DAY ||
      oneLine(note.textContent) !== oneLine(written(name, day)),
  );
  return strange ? nameOf(strange.note) : "";
};

const LONGEST_DAY = 40;

const nameOf = (element) => oneLine(element.textContent) || `<${element.localName}>`;

const LETTER = /[\p{L}\p{N}]/u;

/* The first words within an element that are there and cannot be seen, or that a style adds. */
export const unseen = (element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    const folded = parent.closest("details:not([open])");
    if (LETTER.test(data) && !(folded && element.contains(folded)) && !isSeen(walker.currentNode))
      return oneLine(data);
  }
  for (const part of [element, ...element.querySelectorAll("*")])
    for (const place of ["::before", "::after"]) {
      const { content } = getComputedStyle(part, place);
      if (/^["']/.test(content) && LETTER.test(content)) return content;
    }
  return "";
};

const isSeen = (text) => {
  const options = { opacityProperty: true, visibilityProperty: true };
  if (!text.parentElement.checkVisibility(options)) return false;
  const range = document.createRange();
  range.selectNodeContents(text);
  return [...range.getClientRects()].some(({ width, height }) => width > 1 && height > 1);
};
