/* What a page should show of a message: its Markdown, rendered here, as tokens.

   The rules are those of answerable/markup/dress.py: an employee's link leads to http, https,
   mailto, a file of the thread or a message of the page, a customer's not to the last; any
   other is left as its text. A picture is shown only from the thread's files. */
import { render } from "./rendering.js";
import { address, oneLine, Tokens } from "./tokens.js";

const BLOCKS = new Set("p blockquote ul li table thead tbody tr details summary".split(" "));
const INLINE = new Set("em strong del code b i s ins mark kbd sub sup abbr".split(" "));
const HEADINGS = { h1: "h3", h2: "h4", h3: "h5", h4: "h6", h5: "h6", h6: "h6" };
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|jpe?g|gif|webp|avif|(pdf|txt|csv))$/i;

/* The tokens of a Markdown text, and whether it holds raw HTML. `folder` is the address of the
   thread's folder, `own` says that an employee wrote it. */
export const expected = (markdown, { folder, own }) => {
  const { body, raw } = render(markdown);
  const walker = new Walker(folder, own);
  walker.children(body);
  return { tokens: walker.tokens.list, raw };
};

class Walker {
  tokens = new Tokens();

  constructor(folder, own) {
    this.folder = folder;
    this.own = own;
  }

  children(element) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.tokens.words(node.data);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node);
    }
  }

  element(element) {
    const { tokens } = this;
    const name = element.localName;
    if (BLOCKS.has(name)) this.inside(element, "block", name);
    else if (INLINE.has(name)) this.inline(element, name);
    else if (name in HEADINGS) this.inside(element, "block", HEADINGS[name]);
    else if (name === "a") this.link(element);
    else if (name === "img") this.picture(element);
    else if (name === "ol") this.inside(element, "block", name, start(element));
    else if (name === "td" || name === "th")
      this.inside(element, "block", name, element.getAttribute("align") ?? "");
    else if (name === "pre") tokens.verbatim(element.textContent);
    else if (name === "br" || name === "hr") tokens.block(name);
    else if (name === "input") tokens.words(element.hasAttribute("checked") ? "☑" : "☐");
    else if (name === "section") {
      element.querySelector("h2")?.remove();
      this.inside(element, "block", name);
    } else this.children(element);
  }

  inside(element, kind, name, ...more) {
    this.tokens[kind](name, ...more);
    this.children(element);
    this.tokens[kind](`/${name}`);
  }

  inline(element, name) {
    const note = name === "sup" && element.querySelector(":scope > a[data-footnote-ref]");
    if (note) this.tokens.object("note", note.textContent);
    // cmark-gfm makes one of two that stand in each other.
    else if (name === "strong" && element.parentElement.localName === name) this.children(element);
    else this.inside(element, "inline", name);
  }

  link(element) {
    if (element.hasAttribute("data-footnote-backref")) {
      this.tokens.object("back");
      return;
    }
    const target = this.target(element.getAttribute("href") ?? "");
    if (target) this.inside(element, "inline", "a", target);
    else this.children(element);
  }

  target(href) {
    if (/^(?:https?:\/\/|mailto:)/i.test(href)) return URL.canParse(href) ? address(href) : "";
    if (this.own && /^#[a-z0-9][a-z0-9-]*$/.test(href)) return href;
    return this.file(href);
  }

  picture(element) {
    const alt = oneLine(element.getAttribute("alt") ?? "");
    const source = this.file(element.getAttribute("src") ?? "", true);
    if (source) this.tokens.object("picture", source, alt);
    else this.tokens.object("no picture", alt);
  }

  /* The address of a file of the thread, "" if it means none. */
  file(href, picture = false) {
    const [folder, ...names] = decoded(href).split("/");
    const found = folder === "assets" && names.length === 1 && FILE.exec(names[0]);
    if (!found || (picture && found[1])) return "";
    return new URL(`assets/${names[0]}`, this.folder).href;
  }
}

const start = (list) => {
  const number = list.getAttribute("start") ?? "1";
  return /^[0-9]{1,9}$/.test(number) ? Number(number) : 1;
};

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
