/* Whose keys may sign, and what a signature is worth: the two lists that a site publishes.

   The order of the states is that of answerable/trust/judgement.py. A line of the list of keys
   that is not as the site writes it counts as if it were missing; one of the list of revoked
   keys makes that list unreadable, and then no signature is called good. */
import { blobOfLine, fingerprint } from "./keys.js";
import { readSignature } from "./sshsig.js";
import { equalBytes, Malformed } from "./wire.js";

const NAMESPACE = "answerable";
const LINE =
  /^([a-z][a-z0-9-]*) namespaces="answerable"(?:,valid-after="(\d{14}Z)")?(?:,valid-before="(\d{14}Z)")? ([a-z]\S+ \S+)\r?$/;

/* A time of the list in milliseconds, NaN for one that no calendar has. */
const time = (text) => {
  const iso = text.replace(/(....)(..)(..)(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6.000Z");
  const value = Date.parse(iso);
  return Number.isFinite(value) && new Date(value).toISOString() === iso ? value : NaN;
};

const linesOf = (text) => text.split("\n").filter((line) => /^[ \t]*[^ \t\r#]/.test(line));

export const readSigners = (text) =>
  linesOf(text).flatMap((line) => {
    const [, person, after, before, key] = LINE.exec(line) ?? [];
    if (!person) return [];
    const since = after ? time(after) : -Infinity;
    const until = before ? time(before) : Infinity;
    // So that a time which is none is refused as well.
    if (!(since < until)) return [];
    try {
      return [{ person, since, until, blob: blobOfLine(key) }];
    } catch (problem) {
      if (problem instanceof Malformed) return [];
      throw problem;
    }
  });

/* The blobs of revoked keys, null where the list cannot be read (a KRL cannot be read here). */
export const readRevoked = (text) => {
  try {
    return linesOf(text).map(blobOfLine);
  } catch (problem) {
    if (problem instanceof Malformed) return null;
    throw problem;
  }
};

/* What a signature (bytes, null for none) says of a message that names `signer` and `date`. The
   state "no-list" is not one of the site's: the list of revoked keys cannot be read. */
export const judge = async (message, signature, { signer, date, now, signers, revoked }) => {
  if (!signature) return { state: "unsigned", fingerprint: "" };
  let found;
  try {
    found = await readSignature(signature);
  } catch (problem) {
    if (problem instanceof Malformed) return { state: "unusable", fingerprint: "" };
    throw problem;
  }
  const { key } = found;
  const lines = signers.filter(({ blob }) => equalBytes(blob, key.blob));
  const own = lines.filter(({ person }) => person === signer);
  const owner = (own[0] ?? lines[0])?.person ?? "";
  const standing = () => standingOf(key, { lines, own, revoked, date, now });
  const state = (await faultOf(found, message)) ?? standing();
  return { state, owner, fingerprint: await fingerprint(key.blob) };
};

const faultOf = async (found, message) => {
  if (found.namespace !== NAMESPACE) return "other-namespace";
  return (await found.covers(message)) ? null : "altered";
};

const second = (moment) => Math.floor(moment / 1000) * 1000;

const standingOf = (key, { lines, own, revoked, date, now }) => {
  if (!lines.length) return "unknown-key";
  if (!own.length) return "other-person";
  if (!revoked) return "no-list";
  if (revoked.some((blob) => equalBytes(blob, key.blob))) return "revoked";
  const at = second(date);
  const fitting = own.filter(({ since, until }) => since <= at && at <= until);
  if (!fitting.length) return "outside-time";
  return fitting.some(({ until }) => until >= second(now)) ? "valid" : "retired";
};
