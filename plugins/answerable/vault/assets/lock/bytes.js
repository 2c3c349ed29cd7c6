/* Bytes as text, and the keys that are derived from passwords. */
const utf8 = (text) => new TextEncoder().encode(text);
const text8 = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const unbase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const pbkdf2 = async (secret, salt, iterations, hash) => {
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash, iterations, salt };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
};

/* The browser's memory, which may be switched off. */
const storage = Object.fromEntries(
  ["getItem", "setItem", "removeItem"].map((name) => [
    name,
    (...values) => {
      try {
        return localStorage[name](...values);
      } catch {
        return null;
      }
    },
  ]),
);

/* The page cannot be opened, whatever the password. Its message is the name of a text. */
class Unopenable extends Error {}
