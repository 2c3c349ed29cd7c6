/* lock1: a slot for each password, all bound to the address of the page. What a browser
   remembers are keys of slots by their salts, so several groups have room beside each other. */
const lock1 = (page, settings) => {
  const KEYS = "answerable_lock1";
  const LEAST = 600000;
  const MOST = 10000000;
  const DAY = 86400000;
  const HERE = new Set(["localhost", "127.0.0.1", "[::1]"]);
  const { iterations, site } = page;
  if (!(iterations >= LEAST && iterations <= MOST)) throw new Unopenable("damaged");

  /* The path comes from the address bar, never from the page: a payload that lies at another
     address is bound to other bytes, and does not open. */
  const paths = () => {
    const home = new URL(site);
    const local = HERE.has(location.hostname);
    const path = decodeURIComponent(location.pathname);
    const start = decodeURIComponent(home.pathname);
    if ((home.origin !== location.origin && !local) || !path.startsWith(start))
      throw new Unopenable("elsewhere");
    const below = path.slice(start.length).replace(/(^|\/)index\.html$/, "$1");
    // A host may leave out the end of a name.
    return /(^|\/|\.html?)$/.test(below) ? [below] : [below, `${below}.html`, `${below}/`];
  };

  const places = paths();

  const decrypt = async (raw, iv, aad, data) => {
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
    const how = { name: "AES-GCM", iv: unbase64(iv), additionalData: aad };
    try {
      return new Uint8Array(await crypto.subtle.decrypt(how, key, unbase64(data)));
    } catch {
      return null;
    }
  };
  const open = async (slot, key) => {
    for (const path of places) {
      const aad = utf8(JSON.stringify(["lock1", site, path]));
      const content = await decrypt(key, slot.iv, utf8(`${text8(aad)}\0slot`), slot.key);
      if (!content) continue;
      const plain = await decrypt(content, page.iv, aad, page.data);
      if (!plain) throw new Unopenable("damaged");
      const length = new DataView(plain.buffer).getUint32(0);
      return text8(plain.subarray(4, 4 + length));
    }
    return null;
  };

  const memory = () => {
    try {
      const kept = JSON.parse(storage.getItem(KEYS)) ?? {};
      const lives = ([, { until }]) => !until || Date.now() <= until;
      return Object.fromEntries(Object.entries(kept).filter(lives));
    } catch {
      return {};
    }
  };
  const memorize = (kept) => {
    if (Object.keys(kept).length) storage.setItem(KEYS, JSON.stringify(kept));
    else storage.removeItem(KEYS);
  };
  const keep = (slot, key) => {
    const until = settings.remember > 0 ? Date.now() + settings.remember * DAY : 0;
    memorize({ ...memory(), [slot.salt]: { key: hex(key), until } });
  };

  return {
    forget: () => storage.removeItem(KEYS),
    fromLink: async () => null,
    async fromPassword(password, remember) {
      for (const slot of page.slots) {
        const secret = utf8(password.normalize("NFC"));
        const key = await pbkdf2(secret, unbase64(slot.salt), iterations, "SHA-256");
        const html = await open(slot, key);
        if (html === null) continue;
        if (remember && settings.remember !== null) keep(slot, key);
        return html;
      }
      return null;
    },
    async fromMemory() {
      const kept = memory();
      for (const slot of page.slots) {
        const known = kept[slot.salt];
        if (!known) continue;
        const html = await open(slot, unhex(String(known.key)));
        if (html !== null) return html;
        delete kept[slot.salt];
      }
      memorize(kept);
      return null;
    },
  };
};
