/* Elements as a list of what a reader gets from them: words, links, pictures and structure.

   Two lists that are equal say the same. `Tokens` makes the list; how elements become tokens is
   told apart for what was rendered here (expected.js) and for the page (shown.js). */

/* Addresses that mean the same, written in one way. */
export const address = (text) =>
  text
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25")
    .replace(/%[0-9A-Fa-f]{2}/g, (code) => code.toUpperCase())
    .replace(/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/gu, (sign) =>
      encodeURIComponent(sign.isWellFormed() ? sign : "\uFFFD"),
    );

export const oneLine = (text) => text.replace(/[ \t\n\r\f]+/g, " ").trim();

export class Tokens {
  list = [];
  #space = false;
  #start = true;

  /* Words; spaces are one space, and none at the edge of a block. */
  words(text) {
    for (const part of text.split(/([ \t\n\r\f]+)/)) {
      if (!part) continue;
      if (/^[ \t\n\r\f]/.test(part)) {
        this.#space = true;
        continue;
      }
      this.#append((this.#space && !this.#start ? " " : "") + part);
      this.#space = this.#start = false;
    }
  }

  /* Words whose spaces count; the last newline is nobody's. */
  verbatim(text) {
    this.block("pre");
    this.#append(text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""));
    this.block("/pre");
  }

  inline(...token) {
    this.list.push(token);
  }

  /* Something between words that is seen itself. */
  object(...token) {
    if (this.#space && !this.#start) this.#append(" ");
    this.#space = this.#start = false;
    this.list.push(token);
  }

  block(...token) {
    this.list.push(token);
    this.#space = false;
    this.#start = true;
  }

  #append(text) {
    const last = this.list.at(-1);
    if (last?.[0] === "words") last[1] += text;
    else if (text) this.list.push(["words", text]);
  }
}
