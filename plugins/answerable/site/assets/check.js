/* The button "Check in this browser": whether an answer on this page is what its signer signed.

   It needs nothing but files of this site, and no program of anybody else but the browser's own
   WebCrypto and, for Markdown, vendor/micromark.js. It follows the command `answerable verify`:
   first the signature and the key, then what the signed text says of the thread, the signer
   and the question, and then whether the page shows that text and that question.

   The check comes from the same site as the page. It finds what was changed by mistake, by a host
   or by somebody in between; whoever distrusts the site itself takes the command. */
import { compare } from "./check/compare.js";
import { Unsupported } from "./check/keys.js";
import { messageOf, notesOf, strangeNote, strangers, textOf, unseen } from "./check/page.js";
import { moment, readReply } from "./check/reading.js";
import { Report, show } from "./check/report.js";
import { judge, readRevoked, readSigners } from "./check/signers.js";
import { oneLine } from "./check/tokens.js";
import { hex } from "./check/wire.js";

const LISTS = new URL("../../.well-known/answerable/", import.meta.url);
/* What stands in place of a passage that was removed (answerable/source/redaction.py). */
const MARKER = /\\?\[██ [^[\]\\\n]+ ██\\?\]/;
const GOOD = new Set(["valid", "retired"]);

class Missing extends Error {}

const load = async (address) => {
  if (new URL(address).origin !== location.origin) throw new Missing(address);
  let answer;
  try {
    answer = await fetch(address, { cache: "no-store", redirect: "error" });
  } catch {
    throw new Missing(address);
  }
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  if (answer.status === 404) return null;
  throw new Missing(address);
};

const need = async (address) => {
  const bytes = await load(address);
  if (!bytes) throw new Missing(address);
  return bytes;
};

const textFrom = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/* Checks the answer to which a seal belongs, and shows in `place` what was found. */
export const check = async (seal, place) => {
  const texts = JSON.parse(textFrom(await need(new URL("check-texts.json", import.meta.url).href)));
  const report = new Report(texts);
  place.textContent = texts.checking;
  try {
    if (crypto.subtle) await examine(seal, report);
    else report.unclear("insecure");
  } catch (problem) {
    if (problem instanceof Unsupported) report.unclear("unsupported", { kind: problem.kind });
    else if (problem instanceof Missing) report.unclear("missing", { address: problem.message });
    else throw problem;
  }
  show(report, place);
  return report;
};

const examine = async (seal, report) => {
  const section = seal.closest("section.ans-message");
  const link = (part) => seal.querySelector(`a[data-ans-part="${part}"]`)?.href;
  const [source, signature, keys, revoked] = await Promise.all([
    need(link("source") ?? location.href),
    link("signature") ? load(link("signature")) : null,
    need(new URL("allowed_signers", LISTS).href),
    load(new URL("revoked_keys", LISTS).href),
  ]);
  report.source = textFrom(source);
  const reply = readReply(source);
  const { ansSeal, ansSigner, ansThread } = seal.dataset;
  const name = oneLine(textOf(section, ":scope > header h2"));
  const found = await judge(source, signature, {
    signer: reply?.signer ?? ansSigner,
    date: reply?.date ?? shownDate(section),
    now: Date.now(),
    signers: readSigners(textFrom(keys)),
    revoked: revoked && readRevoked(textFrom(revoked)),
  });
  judged(report, found, name, ansSeal);
  if (!reply) {
    report.unclear("unreadable");
    return;
  }
  const folder = new URL(".", link("source")).href;
  belongs(report, reply, { section, name, signer: ansSigner, thread: ansThread });
  await compareQuestion(report, reply, folder);
  words(report, section, reply.body, { folder, own: true, of: "answer" });
};

const shownDate = (section) =>
  moment(section.querySelector(":scope > header time")?.dateTime ?? "");

const judged = (report, { state, owner, fingerprint }, name, claimed) => {
  report.state = state;
  report.fingerprint = fingerprint;
  report.signed = GOOD.has(state);
  if (report.signed) report.good(state, { name });
  else if (state === "unsigned") report.unclear(state);
  else report.bad(state, { owner, name });
  const agreed = state === claimed || (GOOD.has(state) && GOOD.has(claimed));
  if (!agreed && state !== "no-list") report.bad("claims");
};

/* Thread, person, date, place and outcome. */
const belongs = (report, reply, { section, name, signer, thread }) => {
  if (reply.thread === thread) report.good("thread");
  else report.bad("other-thread");
  const person = section.querySelector(":scope > header h2 > a")?.href ?? "";
  const named = new URL(person, location.href).pathname;
  const fits = new RegExp(`/people/${reply.signer}(?:/|/index\\.html|\\.html)?$`).test(named);
  const under = oneLine(textOf(section, ":scope > footer > .ans-signature"));
  const signed = report.text("answered", { name });
  const day = oneLine(textOf(section, ":scope > header time"));
  if (reply.signer !== signer || !fits) report.bad("other-signer", { person: reply.signer });
  else if (!isLine(under, `${signed}, ${day}, `)) report.bad("other-name");
  if (shownDate(section) !== reply.date) report.bad("other-date");
  const aside = section.querySelector(":scope > .ans-message__remark > a");
  const answered = aside ? aside.hash : `#${section.previousElementSibling?.id}`;
  if (answered !== `#${reply.answers}`) report.bad("other-place");
  const outcome = oneLine(textOf(section, ":scope > footer > .ans-outcome"));
  if (outcome !== (reply.outcome && report.text(`outcome-${reply.outcome}`)))
    report.bad("other-outcome");
};

/* Whether a line is how it begins, a time and its zone: whatever else stood there would be read
   as a part of the answer. */
const isLine = (line, begin) =>
  line.startsWith(begin) && /^\d\d:\d\d \S{1,12}$/.test(line.slice(begin.length));

const compareQuestion = async (report, reply, folder) => {
  const section = messageOf(reply.answers);
  if (!section || section.matches(".ans-message--stub")) {
    if (section) report.unclear("question-gone");
    else report.bad("no-question");
    return;
  }
  const address = (suffix) => new URL(`${reply.answers}.${suffix}`, folder).href;
  const [published, nonce] = await Promise.all([load(address("txt")), load(address("nonce"))]);
  const [, digits] = /^([0-9a-f]{32})\n?$/.exec(textFrom(nonce ?? new Uint8Array())) ?? [];
  if (!published || !digits) {
    report.bad("question-missing");
    return;
  }
  if ((await hmac(digits, published)) === reply.question) report.good("question");
  else if (redactedAfter(reply.date, section) && MARKER.test(textFrom(published)))
    report.unclear("question-redacted");
  else report.bad("other-question");
  await title(report, reply, digits);
  words(report, section, textFrom(published), { folder, own: false, of: "question" });
  const settled = oneLine(textOf(section, ":scope > .ans-outcome"));
  if (settled && settled !== report.text("settled"))
    report.bad("question-beside", { text: settled });
  const foreign = strangeNote(section, (name, day) => report.text(`note-${name}`, { day }));
  if (foreign) report.bad("question-beside", { text: foreign });
};

/* Whether a message says that a passage was removed in it after that time. */
const redactedAfter = (date, section) =>
  notesOf(section).some((note) => note.name.startsWith("redacted-") && note.at > date);

const title = async (report, reply, nonce) => {
  const shown = textOf(document, ".ans-head h1");
  const heading = document.querySelector(".ans-head h1");
  if (!reply.title) report.unclear("title-unbound");
  else if (unseen(heading)) report.bad("other-title");
  else if ((await hmac(nonce, new TextEncoder().encode(shown))) === reply.title)
    report.good("title");
  else if (redactedAfter(reply.date, messageOf("comment")) && MARKER.test(shown))
    report.unclear("title-redacted");
  else report.bad("other-title");
};

/* Whether a message shows a text and nothing else. */
const words = (report, section, markdown, { folder, own, of }) => {
  const settings = { folder, own, missing: report.text("picture-missing") };
  const [place, ...others] = section.querySelectorAll(":scope > .ans-message__words");
  const beside = [...strangers(section), ...others.map((other) => oneLine(other.textContent))];
  if (beside.length) report.bad(`${of}-beside`, { text: beside[0] });
  if (!place) {
    report.bad(`${of}-different`, { was: oneLine(markdown), is: "" });
    return;
  }
  const found = compare(place, markdown, settings);
  if (found.verdict === "same") report.good(`${of}-same`);
  else if (found.verdict === "different") {
    report.bad(`${of}-different`, { was: inWords(found.was), is: inWords(found.is) });
  } else report.unclear(`${of}-${found.verdict}`);
  if (found.pictures?.length) report.remark("pictures");
  const hidden = unseen(place);
  if (hidden) report.bad(`${of}-hidden`, { text: hidden });
};

/* A token as a reader may understand it. */
const inWords = (token) => {
  const [kind, ...values] = token ?? [];
  if (kind === "words") return values[0].trim();
  return token ? `<${[kind, ...values].join(" ").trim()}>` : "";
};

const hmac = async (nonce, bytes) => {
  const raw = Uint8Array.from(nonce.match(/../g), (pair) => parseInt(pair, 16));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  return `hmac-sha256:${hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)))}`;
};
