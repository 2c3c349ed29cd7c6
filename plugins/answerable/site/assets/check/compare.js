/* Whether a page shows what a text says.

   "same": words, links, pictures and structure are equal.
   "words": the words, links and pictures are equal. The structure and the signs that Markdown
   has for it cannot be compared, because the text holds HTML of its own or what two readers of
   Markdown read in two ways.
   "unclear": not even the words can be compared, for the latter reason.
   "different": something else is shown; `was` and `is` are the first places that differ. */
import { expected } from "./expected.js";
import { shown } from "./shown.js";
import { address } from "./tokens.js";

const MARKUP_SIGNS = /[\s*_~`|\\<>[\]()#!]/gu;

/* What cmark-gfm, which made the page, is known to read otherwise than micromark: with other
   words, or with the same words in another structure. */
const OTHER_WORDS = [
  /&#(?:\d{8}|x[0-9a-f]{7})/i, // a character that does not exist
  /\\\\\|/, // a backslash before the end of a cell
  /\]\([^\s()]* \([^)]*\(/, // a title in brackets that do not end
  /<[a-z][^>]*=(?:\s|[^\s"'<>]*\/)/i, // a value in a tag, behind a space or with a slash
  /data-footnote/i, // footnotes that may be the author's own HTML
];
const OTHER_STRUCTURE = [
  /[*_~]{4}/, // many signs of emphasis at once
  /[*_~](?=[\u{10000}-\u{10ffff}])\p{P}|(?=[\u{10000}-\u{10ffff}])\p{P}[*_~]/u,
  /\S\n {0,3}> ?(?!1[.)])\d+[.)]/, // a list in a quotation right below a text
];

/* `folder` is the address of the thread's folder, `own` says that an employee wrote the text,
   `missing` is what stands on the page for a picture that is not shown. */
export const compare = (element, markdown, { folder, own, missing }) => {
  const found = withoutBareLinks(shown(element, { missing }));
  if (isItself(found, markdown)) return { verdict: "same", pictures: [] };
  const { tokens: whole, raw } = expected(markdown, { folder, own });
  const tokens = withoutBareLinks(whole);
  const pictures = tokens.filter(([kind]) => kind === "picture");
  const at = firstDifference(tokens, found);
  if (at < 0) return { verdict: "same", pictures };
  const different = { verdict: "different", was: tokens[at], is: found[at] };
  const holds = (patterns) => patterns.some((pattern) => pattern.test(markdown));
  const otherWords = holds(OTHER_WORDS);
  const comparable = !raw && !otherWords && !holds(OTHER_STRUCTURE);
  if (comparable || !sameEssence(tokens, found, raw))
    return otherWords ? { verdict: "unclear" } : different;
  return { verdict: "words", pictures };
};

/* A text that cannot be shown as its author meant it is shown as it is. */
const isItself = (tokens, markdown) =>
  tokens.length === 3 &&
  tokens[0][0] === "pre" &&
  tokens[1][1] === markdown.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "");

const equal = (left, right) => JSON.stringify(left) === JSON.stringify(right);

const firstDifference = (left, right) => {
  for (let at = 0; at < Math.max(left.length, right.length); at++)
    if (!equal(left[at], right[at])) return at;
  return -1;
};

const sameEssence = (left, right, raw) => {
  const [was, is] = [essence(left), essence(right)];
  if (was.words !== is.words || is.unknown) return false;
  // An element that its author did not end can make one link of many.
  if (raw) return is.targets.every((target) => was.targets.includes(target));
  return equal(was.targets, is.targets);
};

/* Where an address within a text ends is read in many ways, and makes no difference to a reader:
   links whose words say where they lead count as words. */
const withoutBareLinks = (tokens) => {
  const kept = [];
  const add = (token) => {
    if (token[0] === "words" && kept.at(-1)?.[0] === "words")
      kept.push(["words", kept.pop()[1] + token[1]]);
    else kept.push(token);
  };
  for (let at = 0; at < tokens.length; at++) {
    const bare = isBareLink(tokens.slice(at, at + 3));
    add(tokens[bare ? at + 1 : at]);
    if (bare) at += 2;
  }
  return kept;
};

const isBareLink = ([link, words, end]) =>
  link[0] === "a" &&
  words?.[0] === "words" &&
  end?.[0] === "/a" &&
  ["", "http://", "mailto:"].some((scheme) => address(scheme + words[1].trim()) === link[1]);

/* The words with the numbers of lists but without the signs that Markdown has for structure,
   and where links and pictures lead. */
const essence = (tokens) => {
  let words = "";
  let unknown = false;
  const targets = [];
  const numbers = [];
  for (const [kind, value, alt] of tokens) {
    if (kind === "words" || kind === "no picture") words += value;
    else if (kind === "del" || kind === "/del") words += "\0";
    else if (kind === "unknown") unknown = true;
    else if (kind === "a") targets.push(value);
    else if (kind === "picture") targets.push(value, alt);
    else if (kind === "ol") numbers.push(value);
    else if (kind === "ul") numbers.push(NaN);
    else if (kind === "/ol" || kind === "/ul") numbers.pop();
    else if (kind === "li" && numbers.at(-1) >= 0) words += `${numbers[numbers.length - 1]++}.`;
  }
  return { words: words.replace(MARKUP_SIGNS, ""), targets, unknown };
};
