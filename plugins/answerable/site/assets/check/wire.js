/* The binary form in which SSH writes keys and signatures (RFC 4251, section 5), and base64.

   The rules are those of answerable/trust/wire.py: a value has one form only. Whatever is
   otherwise throws `Malformed`. */
export class Malformed extends Error {}

const LONGEST_NUMBER = 16_384 / 8 + 1;
const latin = (bytes) => String.fromCharCode(...bytes);

export class Reader {
  #at = 0;

  constructor(bytes) {
    this.bytes = bytes;
  }

  take(size) {
    const end = this.#at + size;
    if (end > this.bytes.length) throw new Malformed("it ends too early");
    const taken = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  u32() {
    return this.take(4).reduce((number, byte) => number * 256 + byte, 0);
  }

  string() {
    return this.take(this.u32());
  }

  /* A name of the protocol: printable ASCII. */
  name() {
    const text = latin(this.string());
    if (!/^[ -~]*$/.test(text)) throw new Malformed("a name is not plain text");
    return text;
  }

  /* A number that is not negative, as its bytes without zeros in front. */
  mpint() {
    const digits = this.string();
    const [first, second = 0] = digits;
    if (digits.length > LONGEST_NUMBER) throw new Malformed("a number is too large");
    if (first >= 0x80) throw new Malformed("a number is negative");
    if (first === 0 && second < 0x80) throw new Malformed("a number has superfluous zeros");
    return first === 0 ? digits.subarray(1) : digits;
  }

  end() {
    if (this.#at !== this.bytes.length) throw new Malformed("there is more than there should be");
  }
}

export const string = (bytes) => {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length);
  return join(size, bytes);
};

export const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const equalBytes = (left, right) =>
  left.length === right.length && left.every((byte, at) => byte === right[at]);

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const toBase64 = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += latin(bytes.subarray(at, at + 4096));
  return btoa(text);
};

/* The bytes of a text, which has to be what an encoder would write. */
export const fromBase64 = (text) => {
  let bytes = new Uint8Array();
  try {
    bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    // What is no base64 is as bad as what no encoder writes.
  }
  if (!bytes.length || toBase64(bytes) !== text) throw new Malformed("it is not proper base64");
  return bytes;
};
