/* Markdown as the elements that a page should show, in a document of their own, where nothing
   is loaded or run.

   It is the dialect of the site (answerable/markup): GitHub Flavored Markdown with footnotes. Raw
   HTML keeps what the site keeps of it: tags that it allows, and all others as the text that
   they are. */
import { toHtml } from "../vendor/micromark.js";

const KEPT =
  "b strong i em s del ins mark kbd sub sup abbr code a p h1 h2 h3 h4 h5 h6 blockquote ul ol li" +
  " pre table thead tbody tr th td details summary section hr br img";
const DROPPED = "div span font center u big small tt strike";
const MARKUP = new Set(`${KEPT} ${DROPPED}`.split(" "));

/* A comment, a tag (CommonMark, section 6.6), or a sign that begins neither. */
const PIECE =
  /<!--(?:>|->|[^]*?-->)|<\/?([A-Za-z][A-Za-z0-9-]*)(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*\/?>|</g;

const parsed = (text) => new DOMParser().parseFromString(text, "text/html").body;

/* The elements of a Markdown text; `raw` says that it holds HTML of its own. */
export const render = (markdown) => {
  const safe = toHtml(markdown, false);
  const whole = toHtml(markdown, true);
  if (safe === whole) return { body: parsed(whole), raw: false };
  const kept = whole.replace(PIECE, (piece, name) => {
    if (piece.startsWith("<!--")) return "";
    return name && MARKUP.has(name.toLowerCase()) ? piece : piece.replaceAll("<", "&lt;");
  });
  return { body: parsed(kept), raw: true };
};
