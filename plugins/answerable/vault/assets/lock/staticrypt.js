/* StatiCrypt's format. What opens a page is the hashed password: 64 hex digits. */
const staticrypt = (page) => {
  const PASSPHRASE = "staticrypt_passphrase";
  const EXPIRATION = "staticrypt_expiration";
  const DIGITS = 64; // of the HMAC, and of a hashed password
  const payload = page.staticryptEncryptedMsgUniqueVariableName;
  const salt = page.staticryptSaltUniqueVariableName;
  const days = page.rememberDurationInDays;

  const round = async (secret, iterations, hash) =>
    hex(await pbkdf2(utf8(secret), utf8(salt), iterations, hash));
  const second = (hashed) => round(hashed, 14000, "SHA-256");
  const third = (hashed) => round(hashed, 585000, "SHA-256");
  const hashOf = async (password) => third(await second(await round(password, 1000, "SHA-1")));

  const isSigned = async (hashed) => {
    const how = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", unhex(hashed), how, false, ["verify"]);
    const signature = unhex(payload.slice(0, DIGITS));
    return crypto.subtle.verify("HMAC", key, signature, utf8(payload.slice(DIGITS)));
  };
  const decrypt = async (hashed) => {
    const iv = unhex(payload.slice(DIGITS, DIGITS + 32));
    const encrypted = unhex(payload.slice(DIGITS + 32));
    const key = await crypto.subtle.importKey("raw", unhex(hashed), "AES-CBC", false, ["decrypt"]);
    const how = { name: "AES-CBC", iv };
    return text8(new Uint8Array(await crypto.subtle.decrypt(how, key, encrypted)));
  };
  /* A hash of an older version is brought up to date, so that old links still open. */
  const open = async (hashed) => {
    if (!/^[0-9a-f]{64}$/.test(hashed)) return null;
    const versions = [() => hashed, () => third(hashed), async () => third(await second(hashed))];
    for (const version of versions) {
      const tried = await version();
      if (await isSigned(tried)) return decrypt(tried);
    }
    return null;
  };

  const forget = () => {
    storage.removeItem(PASSPHRASE);
    storage.removeItem(EXPIRATION);
  };
  const keep = (hashed) => {
    if (!page.isRememberEnabled) return;
    storage.setItem(PASSPHRASE, hashed);
    if (days > 0) storage.setItem(EXPIRATION, String(Date.now() + days * 86400000));
  };
  const kept = () => {
    const until = storage.getItem(EXPIRATION);
    if (days > 0 && until && Date.now() > parseInt(until, 10)) forget();
    return storage.getItem(PASSPHRASE);
  };

  return {
    forget,
    async fromPassword(password, remember) {
      const hashed = await hashOf(password);
      const html = await open(hashed);
      if (html !== null && remember) keep(hashed);
      return html;
    },
    async fromLink() {
      const fragment = location.hash.slice(1);
      const query = new URLSearchParams(location.search);
      const hashed = fragment.match(/staticrypt_pwd=([^&]*)/)?.[1] || query.get("staticrypt_pwd");
      if (!hashed) return null;
      const html = await open(hashed);
      const asked = fragment.includes("remember_me") || query.get("remember_me");
      if (html !== null && asked) keep(hashed);
      return html;
    },
    async fromMemory() {
      const hashed = kept();
      if (!hashed) return null;
      const html = await open(hashed);
      if (html === null) forget();
      return html;
    },
  };
};
