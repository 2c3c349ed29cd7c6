/* Signatures of files as `ssh-keygen -Y sign` makes them (OpenSSH's PROTOCOL.sshsig).

   They are read as strictly as answerable/trust/sshsig.py reads them: the header is the first
   line, nothing follows the footer, base64 is canonical, and no part has anything behind it. */
import { digest, readKey } from "./keys.js";
import { fromBase64, join, Malformed, Reader, string } from "./wire.js";

const HASHES = { sha512: "SHA-512", sha256: "SHA-256" };
const ARMOUR =
  /^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]+\n)+)-----END SSH SIGNATURE-----\n$/;
const ascii = (text) => new TextEncoder().encode(text);

/* What a signature file says; `covers(message)` finds out whether it is true. Throws Malformed
   where it is unusable, and Unsupported where this browser does not know the kind of key. */
export const readSignature = async (bytes) => {
  const armour = ARMOUR.exec(new TextDecoder("latin1").decode(bytes));
  if (!armour) throw new Malformed("it is not a signature that ssh-keygen made");
  const reader = new Reader(fromBase64(armour[1].replaceAll("\n", "")));
  if (new TextDecoder().decode(reader.take(6)) !== "SSHSIG" || reader.u32() !== 1)
    throw new Malformed("it is not a signature that ssh-keygen made");
  const blob = reader.string();
  const namespace = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const purpose = readName(namespace, reader.string());
  if (reader.string().length) throw new Malformed("its reserved part is not empty");
  const hash = reader.name();
  const packed = new Reader(reader.string());
  reader.end();
  if (!Object.hasOwn(HASHES, hash)) throw new Malformed(`its hash is ${hash}`);
  const key = await readKey(blob);
  const algorithm = packed.name();
  const value = join(packed.string(), packed.take(key.tail));
  packed.end();
  const covers = async (message) => {
    const parts = [ascii(purpose), new Uint8Array(), ascii(hash)];
    parts.push(await digest(HASHES[hash], message));
    try {
      return await key.verify(algorithm, value, join(ascii("SSHSIG"), ...parts.map(string)));
    } catch (problem) {
      if (problem instanceof Malformed) return false;
      throw problem;
    }
  };
  return { key, namespace: purpose, covers };
};

const readName = (decoder, bytes) => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed("a name is not plain text");
  }
};
