// The pages. The shell is the page of Material's theme, split once at its marks.
const fs = require("node:fs");
const path = require("node:path");

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
const title = (word) => word[0].toUpperCase() + word.slice(1);
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const day = (time) => days.format(new Date(time));

const parts = fs
  .readFileSync(path.join(__dirname, "shell.html"), "utf8")
  .split(/mark-(title|description|url|head|body)-mark/);

exports.page = (values) =>
  parts.map((part, place) => (place % 2 ? values[part] : part)).join("");

exports.Look = class {
  constructor(world) {
    this.world = world;
    this.lines = new Map();
    this.dialogues = new Map();
  }

  name(message) {
    return message.author;
  }

  state(thread) {
    return `<span class="ans-state ans-state--${thread.state}"><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.75" class="ans-state__fill"/><path d="m5 8.2 2.2 2.2L11.2 6" class="ans-state__check"/></svg>${title(thread.state)}</span>`;
  }

  line(thread) {
    let line = this.lines.get(thread);
    if (line === undefined) {
      const answered = thread.first_answer
        ? ` <span>${escape(this.world.people[thread.first_answer].name)} answered after ${thread.days} working days</span>`
        : "";
      line = `<li class="ans-item">
<p class="ans-item__title" dir="auto"><a href="${thread.url}" lang="${thread.language}">${escape(thread.title)}</a></p>
<p class="ans-item__meta">${this.state(thread)} <span>${title(thread.kind)}</span> <a href="/topics/${thread.topic}/">${escape(this.world.topics[thread.topic])}</a> <time datetime="${thread.received}">${day(thread.received)}</time>${answered}</p>
</li>
`;
      this.lines.set(thread, line);
    }
    return line;
  }

  dialogue(thread) {
    let dialogue = this.dialogues.get(thread);
    if (dialogue === undefined) {
      dialogue = thread.messages.map((message) => this.message(thread, message)).join("");
      this.dialogues.set(thread, dialogue);
    }
    return dialogue;
  }

  seal(thread, message) {
    const { seal, stem } = message;
    const root = this.world.url;
    const folder = root + thread.url;
    const commands = [
      ...[
        `${folder}${stem}.md`,
        `${folder}${stem}.md.sig`,
        `${root}/.well-known/answerable/allowed_signers`,
        `${root}/.well-known/answerable/revoked_keys`,
        `${folder}${message.answers}.txt`,
      ].map((address) => `curl -fsSO "${address}"`),
      `ssh-keygen -Y verify -f allowed_signers -r revoked_keys -n answerable -I ${message.signed_by} -O verify-time=${seal.at} -s ${stem}.md.sig < ${stem}.md`,
      `openssl dgst -sha256 -mac HMAC -macopt hexkey:${seal.nonce} ${message.answers}.txt`,
      `grep question: ${stem}.md`,
    ];
    return `<details class="ans-seal ans-seal--good" data-ans-seal="${seal.state}" data-ans-signer="${message.signed_by}" data-ans-thread="${thread.id}">
<summary><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 .8 14 3v5c0 3.4-2.4 6-6 7.2C4.4 14 2 11.4 2 8V3z" class="ans-seal__fill"/><path d="m5 7.8 2.2 2.2L11 5.8" class="ans-seal__check"/></svg><span class="ans-seal__word">Signed, and unchanged since</span></summary>
<p>${escape(this.world.people[message.signed_by].name)} signed exactly these words. Nothing in them was changed since.</p>
<dl>
<dt>Key</dt><dd><code>${seal.fingerprint}</code></dd>
<dt>Valid</dt><dd>since ${day(seal.since)}</dd></dl>
<p class="ans-formats"><a data-ans-part="source" href="${thread.url}${stem}.md">The signed file</a> <a data-ans-part="signature" href="${thread.url}${stem}.md.sig">The signature</a> <a data-ans-part="keys" href="/.well-known/answerable/allowed_signers">The keys</a> <a href="/verify/">How this works</a></p>
<div class="ans-seal__check" data-ans-check-label="Check in this browser" hidden></div>
<p><label for="ans-commands-${stem}">Check without this site: copy these lines into a terminal</label> <textarea id="ans-commands-${stem}" rows="8" readonly spellcheck="false">${escape(commands.join("\n"))}</textarea> <button type="button" class="md-button ans-copy" data-ans-copy="ans-commands-${stem}" data-ans-copied="Copied">Copy</button></p>
</details>`;
  }

  message(thread, message) {
    const link = `<a class="ans-message__link" href="#${message.stem}"><time datetime="${message.received}">${day(message.received)}</time></a>`;
    const words = `<div class="ans-message__words" lang="${message.language}" dir="auto">
${message.html}</div>`;
    if (!message.signed_by) {
      return `<section class="ans-message ans-message--comment" id="${message.stem}">
<header class="ans-message__head">
<h2>${escape(this.name(message))} <span class="ans-message__channel">by ${message.channel}</span></h2>
${link}
</header>
${words}
</section>
`;
    }
    const person = this.world.people[message.signed_by];
    const outcome = message.outcome
      ? `<p class="ans-outcome"><strong>${title(message.outcome)}.</strong> This answer says what was ${message.outcome}.</p>\n`
      : "";
    return `<section class="ans-message ans-message--reply" id="${message.stem}">
<header class="ans-message__head">
<span class="ans-portrait" aria-hidden="true">${person.name[0]}</span>
<div>
<h2><a href="/people/${message.signed_by}/">${escape(person.name)}</a></h2>
<p>${escape(person.role)}, ${escape(person.unit)}</p>
</div>
${link}
</header>
${words}
<footer class="ans-message__foot">
${outcome}<p class="ans-signature">Answered by ${escape(person.name)}, <span>${day(message.received)}</span></p>
${this.seal(thread, message)}
</footer>
</section>
`;
  }

  head(of, links) {
    const meta = [
      ["og:title", of.title],
      ["og:description", of.description],
      ["og:type", "article"],
      ["og:url", this.world.url + of.url],
      ["og:site_name", this.world.name],
      ["og:locale", "en_US"],
    ].map(([name, value]) => `<meta property="${name}" content="${escape(value)}">\n`);
    const alternates = links.map(
      ([type, file]) =>
        `<link rel="alternate" type="${type}" title="${escape(of.title)}" href="${this.world.url}${of.url}${file}">\n`,
    );
    return `${meta.join("")}<meta name="twitter:card" content="summary">\n${alternates.join("")}`;
  }

  wrapped(of, head, body) {
    return exports.page({
      title: escape(of.title),
      description: escape(of.description || of.title),
      url: this.world.url + of.url,
      head,
      body,
    });
  }
};

exports.escape = escape;
exports.title = title;
exports.day = day;
