/* The front matter and the body of a signed reply.

   Only what can be read in one way is read: fields such as `name: words`, each on a line, and
   nested values that are of no interest here. A file with anything else, right as it may be, is
   left to the command: `readReply` returns null. */
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'[^']*'`;
const TEXT = String.raw`[\p{L}\p{N}_](?:[^:#]|:(?! |$)|(?<! )#)*`;
const INNER = String.raw`(?:${QUOTED}|[^\s"'{}[\],:#](?:[^"'{}[\],:#]|:(?! ))*)`;
const PAIR = `[a-z_-]+: ${INNER}`;
const FLOW = String.raw`\{${PAIR}(?:, ${PAIR})*\}|\[(?:${INNER}(?:, ${INNER})*)?\]`;
const VALUE = `(${TEXT})|(${QUOTED})|(${FLOW})`;
const FIELD = new RegExp(`^([a-z][a-z_-]*):(?: (?:${VALUE})| *)$`, "u");

const TIME =
  /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;
const DIGEST = /^hmac-sha256:[0-9a-f]{64}$/;
const WORD = /^[a-z0-9][a-z0-9-]*$/;

export const readReply = (bytes) => {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
  const [whole, head] = /^---\r?\n([^]*?\n)---(?:\r?\n|$)/.exec(text) ?? [];
  const fields = whole && fieldsOf(head.split("\n").slice(0, -1));
  if (!fields) return null;
  const { thread, answers = "comment", question, title, signed_by: signer, outcome = "" } = fields;
  const date = moment(fields.date ?? "");
  const fits =
    [thread, answers, signer].every((word) => WORD.test(word)) &&
    DIGEST.test(question) &&
    (title === undefined || DIGEST.test(title)) &&
    Number.isFinite(date);
  if (!fits) return null;
  const body = text.slice(whole.length);
  return { text, body, thread, answers, question, title, signer, outcome, date };
};

const fieldsOf = (lines) => {
  const fields = {};
  let nested = false;
  for (const raw of lines) {
    const line = raw.replace(/\r$/, "");
    if (/^ *(?:#|$)/.test(line)) continue;
    if (/^ +\S/.test(line) && nested) continue;
    const [found, name, plain, quoted, flow] = FIELD.exec(line) ?? [];
    if (!found || Object.hasOwn(fields, name)) return null;
    nested = plain === undefined && quoted === undefined && flow === undefined;
    // A backslash may stand for anything.
    const words = quoted?.includes("\\") ? undefined : quoted?.slice(1, -1);
    fields[name] = plain?.trimEnd() ?? words ?? null;
  }
  return fields;
};

/* A time with its offset, in milliseconds. */
export const moment = (text) => {
  const [found, day, minute, second = "00", part = "", sign, hours, minutes] =
    TIME.exec(text) ?? [];
  if (!found) return NaN;
  const iso = `${day}T${minute}:${second}.${part.padEnd(3, "0").slice(0, 3)}Z`;
  const local = Date.parse(iso);
  if (!Number.isFinite(local) || new Date(local).toISOString() !== iso) return NaN;
  const offset = sign ? (hours * 60 + Number(minutes)) * 60_000 : 0;
  return sign === "-" ? local + offset : local - offset;
};
