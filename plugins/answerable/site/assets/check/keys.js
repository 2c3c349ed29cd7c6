/* Public keys as OpenSSH writes them, for WebCrypto.

   The rules are those of answerable/trust/keys.py: Ed25519, ECDSA over the three NIST curves,
   RSA of 3,072 bits and more with SHA-2, and both kinds of FIDO keys, which say that somebody
   touched the device. Anything else throws `Malformed`, and a kind of key that this browser does
   not know throws `Unsupported`. */
import { fromBase64, hex, join, Malformed, Reader, toBase64 } from "./wire.js";

export class Unsupported extends Error {
  constructor(kind) {
    super(`this browser does not know keys of the kind ${kind}`);
    this.kind = kind;
  }
}

const CURVES = {
  nistp256: { namedCurve: "P-256", hash: "SHA-256", size: 32 },
  nistp384: { namedCurve: "P-384", hash: "SHA-384", size: 48 },
  nistp521: { namedCurve: "P-521", hash: "SHA-512", size: 66 },
};
const RSA_HASHES = { "rsa-sha2-256": "SHA-256", "rsa-sha2-512": "SHA-512" };
const FIDO_TAIL = 5; // a byte of flags and a counter of four
const USER_PRESENT = 1;

/* The points whose order divides 8, without the sign: one signature fits many texts. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

export const digest = async (name, bytes) =>
  new Uint8Array(await crypto.subtle.digest(name, bytes));

export const fingerprint = async (blob) =>
  `SHA256:${toBase64(await digest("SHA-256", blob)).replace(/=+$/, "")}`;

/* The blob of a line `type base64 [comment]`. */
export const blobOfLine = (line) => {
  const [kind, encoded] = line.trim().split(/[ \t]+/);
  const blob = fromBase64(encoded ?? "");
  if (new Reader(blob).name() !== kind || !parserOf(kind))
    throw new Malformed("the key is of another type than its line says");
  return blob;
};

/* A key that was read from its blob: `verify(algorithm, value, data)` says whether `value` is a
   signature of `data`. That of a FIDO key ends in its flags and its counter. */
export const readKey = async (blob) => {
  const reader = new Reader(blob);
  const kind = reader.name();
  const parser = parserOf(kind);
  if (!parser) throw new Malformed(`${kind} is no type of key that is known here`);
  try {
    const verify = await parser(kind, reader);
    reader.end();
    return { kind, blob, verify, tail: kind.startsWith("sk-") ? FIDO_TAIL : 0 };
  } catch (problem) {
    if (problem.name === "NotSupportedError") throw new Unsupported(kind);
    if (problem.name === "DataError") throw new Malformed("the key is damaged");
    throw problem;
  }
};

const verifier = async (format, data, algorithm, use = algorithm) => {
  const key = await crypto.subtle.importKey(format, data, algorithm, true, ["verify"]);
  return (value, signed) => crypto.subtle.verify(use, key, value, signed);
};

const ed25519 = async (kind, reader) => {
  const point = reader.string();
  const unsigned = Uint8Array.from(point);
  if (unsigned.length) unsigned[unsigned.length - 1] &= 0x7f;
  if (SMALL_ORDER.includes(hex(unsigned))) throw new Malformed("this key is worthless");
  const verify = await verifier("raw", point, { name: "Ed25519" });
  return (algorithm, value, data) => algorithm === kind && verify(value, data);
};

const ecdsa = async (kind, reader) => {
  const [name, point] = [reader.name(), reader.string()];
  const curve = kind.replace(/@.*/, "").endsWith(`-${name}`) && CURVES[name];
  if (!curve || point[0] !== 4) throw new Malformed("the key is damaged");
  const { hash, namedCurve, size } = curve;
  const verify = await verifier(
    "raw",
    point,
    { name: "ECDSA", namedCurve },
    { name: "ECDSA", hash },
  );
  return async (algorithm, value, data) => {
    if (algorithm !== kind) return false;
    const numbers = new Reader(value);
    const pair = [numbers.mpint(), numbers.mpint()];
    numbers.end();
    if (pair.some((number) => number.length > size)) return false;
    const filled = pair.flatMap((number) => [new Uint8Array(size - number.length), number]);
    return verify(join(...filled), data);
  };
};

const rsa = async (_kind, reader) => {
  const [exponent, modulus] = [reader.mpint(), reader.mpint()];
  const bits = modulus.length * 8 - (modulus.length && Math.clz32(modulus[0]) - 24);
  if (bits < 3072 || bits > 16_384) throw new Malformed(`an RSA key of ${bits} bits`);
  const url = (bytes) =>
    toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const checks = {};
  for (const [name, hash] of Object.entries(RSA_HASHES)) {
    const jwk = { kty: "RSA", n: url(modulus), e: url(exponent) };
    checks[name] = await verifier("jwk", jwk, { name: "RSASSA-PKCS1-v1_5", hash });
  }
  return (algorithm, value, data) =>
    Object.hasOwn(checks, algorithm) && checks[algorithm](value, data);
};

/* FIDO hardware signs not the data, but a statement that holds its hash. */
const fido = (inner) => async (kind, reader) => {
  const verify = await inner(kind, reader);
  const name = reader.string();
  if (name.includes(0)) throw new Malformed("a name holds a zero byte");
  const application = await digest("SHA-256", name);
  return async (algorithm, value, data) => {
    const [signature, tail] = [value.subarray(0, -FIDO_TAIL), value.subarray(-FIDO_TAIL)];
    if (tail.length !== FIDO_TAIL || !(tail[0] & USER_PRESENT)) return false;
    return verify(algorithm, signature, join(application, tail, await digest("SHA-256", data)));
  };
};

const PARSERS = {
  "ssh-ed25519": ed25519,
  "ecdsa-sha2-nistp256": ecdsa,
  "ecdsa-sha2-nistp384": ecdsa,
  "ecdsa-sha2-nistp521": ecdsa,
  "ssh-rsa": rsa,
  "sk-ssh-ed25519@openssh.com": fido(ed25519),
  "sk-ecdsa-sha2-nistp256@openssh.com": fido(ecdsa),
};
const parserOf = (kind) => (Object.hasOwn(PARSERS, kind) ? PARSERS[kind] : null);

