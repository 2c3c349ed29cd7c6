/* What a page shows of a message, as tokens: the elements of `.ans-message__words`.

   What the site adds to every message (answerable/markup/dress.py) and what its theme adds in
   the browser is known by name and left out. An element, a class or an attribute that neither
   makes is a token of its own, which nothing equals. */
import { address, oneLine, Tokens } from "./tokens.js";

const PLAIN = new Set(
  "p blockquote ul li thead tbody tr details summary section h3 h4 h5 h6".split(" "),
);
const INLINE = new Set("em strong del code b i s ins mark kbd sub sup abbr".split(" "));
const LABEL = ["role", "aria-label", "tabindex"];

/* `name.class` of an element that is nothing but a wrapping, and the attributes it may have. */
const WRAPPINGS = {
  "div.ans-table": LABEL,
  "div.md-typeset__scrollwrap": ["tabindex"],
  "div.md-typeset__table": [],
};

export const shown = (words, { missing }) => {
  const walker = new Walker(missing);
  walker.children(words);
  return walker.tokens.list;
};

const has = (element, ...allowed) =>
  element.getAttributeNames().every((name) => allowed.includes(name));

class Walker {
  tokens = new Tokens();

  constructor(missing) {
    this.missing = missing;
  }

  children(element) {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.tokens.words(node.data);
      else if (node.nodeType === Node.ELEMENT_NODE && !this.known(node)) {
        this.tokens.block("unknown", node.cloneNode().outerHTML);
        this.children(node);
      }
    }
  }

  /* Makes the tokens of an element, or returns false if it is none that the site makes. */
  known(element) {
    const name = element.localName;
    const kind = element.className ? `${name}.${element.className}` : name;
    if (kind in WRAPPINGS) {
      if (!has(element, "class", ...WRAPPINGS[kind])) return false;
      this.children(element);
      return true;
    }
    switch (kind) {
      case "mark":
        // The theme's, around words that were searched for.
        if (!element.hasAttribute("data-md-highlight")) break;
        if (!has(element, "data-md-highlight")) return false;
        this.children(element);
        return true;
      case "a":
        return this.link(element);
      case "img":
        return this.picture(element);
      case "ol":
        return has(element, "start") && this.inside(element, "block", "ol", element.start);
      case "td":
      case "th": {
        const align = element.getAttribute("align") ?? "";
        return has(element, "align") && this.inside(element, "block", name, align);
      }
      case "table":
        return has(element) && this.inside(element, "block", name);
      case "li":
        return this.item(element);
      case "li.ans-task":
        return has(element, "class") && this.inside(element, "block", "li");
      case "hr":
      case "br":
        this.tokens.block(name);
        return has(element);
      case "pre.ans-plain":
        return has(element, "class") && this.verbatim(element);
      case "div.highlight":
        return this.code(element);
      case "section.ans-footnotes":
        return has(element, "class", ...LABEL) && this.inside(element, "block", "section");
      case "span.ans-image-missing":
        return this.noPicture(element);
    }
    if (!has(element)) return false;
    if (name === "sup" && element.querySelector(":scope > a[role=doc-noteref]"))
      return this.note(element);
    if (PLAIN.has(kind)) return this.inside(element, "block", name);
    return INLINE.has(kind) && this.inside(element, "inline", name);
  }

  inside(element, kind, name, ...more) {
    this.tokens[kind](name, ...more);
    this.children(element);
    this.tokens[kind](`/${name}`);
    return true;
  }

  item(element) {
    const note = /--fn-\d+$/.test(element.id) && element.closest(".ans-footnotes");
    return has(element, ...(note ? ["id"] : [])) && this.inside(element, "block", "li");
  }

  note(element) {
    const [link] = element.childNodes;
    const fits =
      element.childNodes.length === 1 &&
      has(link, "href", "id", "role") &&
      new RegExp(`#.*--fn-${link.textContent}$`).test(link.getAttribute("href")) &&
      link.children.length === 0;
    if (fits) this.tokens.object("note", link.textContent);
    return fits;
  }

  link(element) {
    if (element.getAttribute("role") === "doc-backlink") {
      const fits =
        has(element, "href", "role", "aria-label") && element.textContent === "↩\uFE0E";
      if (fits) this.tokens.object("back");
      return fits;
    }
    if (!has(element, "href", "rel")) return false;
    return this.inside(element, "inline", "a", this.target(element.getAttribute("href") ?? ""));
  }

  target(href) {
    if (/^(?:https?:\/\/|mailto:)/i.test(href) && !href.startsWith(location.origin))
      return address(href);
    const resolved = new URL(href, document.baseURI);
    const here = new URL(location.href);
    const inPage = resolved.hash && resolved.pathname === here.pathname;
    return inPage && resolved.origin === here.origin ? resolved.hash : resolved.href;
  }

  picture(element) {
    if (!has(element, "src", "alt", "loading", "decoding", "width", "height")) return false;
    this.tokens.object("picture", element.src, oneLine(element.alt));
    return true;
  }

  noPicture(element) {
    const text = oneLine(element.textContent);
    const label = `${this.missing}: `;
    if (!has(element, "class") || element.children.length) return false;
    if (text !== this.missing && !text.startsWith(label)) return false;
    this.tokens.object("no picture", text === this.missing ? "" : text.slice(label.length));
    return true;
  }

  /* Code in colours: `span` elements with short classes, and the theme's buttons. */
  code(element) {
    const [pre] = element.children;
    const code = pre?.querySelector(":scope > code");
    const others = pre ? [...pre.childNodes].filter((part) => part !== code) : [];
    const fits =
      code &&
      element.childNodes.length === 1 &&
      pre.localName === "pre" &&
      has(element, "class", "id") &&
      has(pre, "id") &&
      has(code, ...LABEL) &&
      others.every((part) => isEmptySpan(part) || isThemesButtons(part)) &&
      [...code.querySelectorAll("*")].every(isColour);
    return Boolean(fits) && this.verbatim(code);
  }

  verbatim(element) {
    this.tokens.verbatim(element.textContent);
    return true;
  }
}

const isEmptySpan = (part) =>
  part.localName === "span" && has(part) && part.childNodes.length === 0;

const isThemesButtons = (part) =>
  part.className === "md-code__nav" && part.textContent === "" && has(part, "class");

const isColour = (part) =>
  (part.localName === "span" && has(part, "class") && /^[a-z]{1,3}[0-9]?$/.test(part.className)) ||
  (part.localName === "mark" && has(part, "data-md-highlight"));
