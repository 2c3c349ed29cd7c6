/* Finds threads with Pagefind, in the theme's own search: below the pages that the theme finds
   stands a second list, made of the same elements, so that its keys work there as well. The
   words are of strangers: they go into the page as text, never as HTML. */
(() => {
  const PAUSE = 200; // milliseconds without a key before a search begins
  const SHORTEST = 2; // letters: one alone would load half of the index
  const PAGE = 10; // results at a time
  const WORDS = 30; // of a thread's text
  const PATIENCE = 20000; // milliseconds for loading what a search needs
  const LEAD = 6; // of them before the first that was found

  const query = document.querySelector("[data-md-component=search-query]");
  const results = document.querySelector("[data-md-component=search-result]");
  if (!query || !results || location.protocol === "file:") return;
  const home = new URL("search/", document.currentScript.src);
  const { features = [] } = JSON.parse(document.getElementById("__config").textContent);
  const [theirMeta, theirList] = results.children;

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const meta = make("div", theirMeta.className);
  const list = make("ol", theirList.className);
  meta.hidden = true;
  results.append(meta, list);

  /* What the theme does with its list, when the search opens and when it finds nothing. */
  const follow = () => {
    list.hidden = theirList.hidden;
    list.setAttribute("role", theirList.getAttribute("role"));
    theirMeta.hidden = list.hasChildNodes() && !theirList.hasChildNodes();
  };
  new MutationObserver(follow).observe(theirList, {
    attributeFilter: ["hidden", "role"],
    childList: true,
  });

  const open = async (language, [first, ...others]) => {
    const address = (name) => new URL(`${name}/`, home).href;
    const { createInstance } = await import(`${address(first[0])}pagefind.js`);
    const options = ([, tag]) => ({ baseUrl: "/", metaCacheTag: tag });
    const engine = createInstance({ basePath: address(first[0]), ...options(first) });
    // This fails if the first index cannot be loaded; merging would wait for it for ever.
    await engine.filters();
    await Promise.all(others.map((one) => engine.mergeIndex(address(one[0]), options(one))));
    return { language, engine };
  };
  let texts = {};
  const load = async () => {
    const answer = await fetch(new URL("index.json", home), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const { root, bundles, ...words } = await answer.json();
    texts = words;
    // One engine for each language: an engine stems words in one language only.
    const engines = Object.entries(bundles).map(([language, names]) => open(language, names));
    return { root: new URL(root, home), engines: await Promise.all(engines) };
  };
  /* Where only a part cannot be loaded, Pagefind waits for it and says nothing. */
  const late = () =>
    new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("it takes too long")));
  let loading = null;
  const loaded = () => (loading ??= Promise.race([load(), late()]));

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const mark = (text) => {
    const element = make("mark", "", text);
    element.dataset.mdHighlight = "";
    return element;
  };
  const heading = (title, asked) => {
    const terms = fold(asked).match(/[\p{L}\p{N}]+/gu) ?? [];
    const parts = title.split(/([\p{L}\p{N}\p{M}]+)/u);
    const meant = (part) => terms.some((term) => fold(part).startsWith(term));
    return make("h1", "", ...parts.map((part) => (meant(part) ? mark(part) : part)));
  };
  const passage = ({ content, locations }) => {
    const words = content.split(/\s+/);
    const places = new Set(locations);
    const within = (start) => locations.filter((at) => at >= start && at < start + WORDS).length;
    const last = Math.max(0, words.length - WORDS);
    const starts = locations.slice(0, 100).map((at) => Math.min(last, Math.max(0, at - LEAD)));
    const better = (best, start) => (within(start) > within(best) ? start : best);
    const start = starts.reduce(better, starts[0] ?? 0);
    const shown = words.slice(start, start + WORDS).flatMap((word, at) => {
      const text = word.slice(0, 200);
      return [" ", places.has(start + at) ? mark(text) : text];
    });
    const more = start + WORDS < words.length ? " …" : "";
    return make("p", "", start > 0 ? "… " : "", ...shown.slice(1), more);
  };
  const item = ({ data, language, place, root, asked }) => {
    const article = make(
      "article",
      "md-search-result__article md-typeset",
      make("div", "md-search-result__icon md-icon"),
      heading(data.meta.title ?? "", asked),
      passage(data),
    );
    article.lang = language;
    // Enter opens the highest score: a page of the theme's, if there is one, or our first.
    article.dataset.mdScore = -1 - place;
    const tags = JSON.parse(data.meta.tags ?? "[]");
    if (tags.length) {
      article.append(make("nav", "md-tags", ...tags.map((tag) => make("span", "md-tag", tag))));
    }
    const link = make("a", "md-search-result__link", article);
    const address = new URL(data.url.replace(/^\/+/, ""), root);
    if (features.includes("search.highlight")) address.searchParams.set("h", asked);
    link.href = address.href;
    link.tabIndex = -1;
    return make("li", "md-search-result__item", link);
  };

  let asked = "";
  let answered = ""; // what the list answers
  let entered = null; // the Enter that came before the answer
  let waiting = 0;
  const show = (text, items) => {
    meta.textContent = text;
    meta.hidden = !text;
    list.replaceChildren(...items);
    follow();
    answered = asked;
    // Once more for the theme, which had nothing to open, unless the reader went on meanwhile.
    if (entered && document.activeElement === query) {
      query.dispatchEvent(new KeyboardEvent(entered.type, entered));
    }
    entered = null;
  };
  const search = async (value) => {
    const { engines, root } = await loaded();
    const found = await Promise.all(
      engines.map(async ({ language, engine }) => {
        const { results: hits } = await engine.search(value);
        return hits.map((hit) => ({ hit, language }));
      }),
    );
    const hits = found.flat().sort((a, b) => b.hit.score - a.hit.score);
    const page = async (from) => {
      const shown = hits.slice(from, from + PAGE).map(async ({ hit, language }, at) => {
        const data = await hit.data();
        const place = from + at;
        return item({ data, language, place, root, asked: value });
      });
      return Promise.all(shown);
    };
    const first = await page(0);
    if (asked !== value) return;
    const count = hits.length.toLocaleString(document.documentElement.lang || undefined);
    const several = texts.other.replace("#", count);
    show(hits.length ? (hits.length === 1 ? texts.one : several) : "", first);
    continueBelow(value, hits.length, page);
  };
  const continueBelow = (value, count, page) => {
    const seen = new IntersectionObserver(async ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      seen.disconnect();
      const from = list.children.length;
      const next = from < count ? await page(from).catch(() => []) : [];
      if (asked !== value || !next.length) return;
      list.append(...next);
      seen.observe(list.lastElementChild);
    });
    if (list.lastElementChild) seen.observe(list.lastElementChild);
  };
  const begin = async (value) => {
    try {
      await search(value);
    } catch (problem) {
      console.error("The search in threads failed:", problem);
      loading = null;
      if (asked === value) show(texts.failed ?? "", []);
    }
  };
  const ask = () => {
    const value = query.value.trim();
    if (value === asked) return;
    asked = value;
    entered = null;
    clearTimeout(waiting);
    // What still stands there answers another question: Enter must not open it.
    for (const link of list.querySelectorAll("a")) link.removeAttribute("href");
    if (value.length < SHORTEST) show("", []);
    else waiting = setTimeout(begin, PAUSE, value);
  };
  for (const event of ["input", "keyup", "focus"]) query.addEventListener(event, ask);
  query.addEventListener("focus", () => loaded().catch(() => (loading = null)), { once: true });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && asked !== answered) entered = event;
  });
  query.form.addEventListener("reset", () => setTimeout(ask));
  ask();
})();
