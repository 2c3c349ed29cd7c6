// Every file of the site: its path and how it is made.
const { Look } = require("./html");
const { choices, feedFiles, indexFile, listFiles, listsOf } = require("./lists");
const { summary, threadFiles } = require("./threads");

const PART = 500;

exports.siteFiles = (threads, world) => {
  const look = new Look(world);
  const lists = listsOf(threads, world);
  const home = { url: "/", title: world.name, description: "Latest", threads };
  const files = threads.flatMap((thread) => threadFiles(look, thread));
  files.push(...lists.flatMap((list) => listFiles(look, lists, list)));
  for (const plural of ["topics", "tags", "people", "kinds", "states"]) {
    files.push(indexFile(look, plural, lists));
  }
  files.push(...world.docs.map((doc) => docFile(look, home, lists, doc)));
  files.push(...feedFiles(look, home), ...dataFiles(look, threads));
  files.push({ path: "/search/search_index.json", make: () => search(threads, world) });
  files.push({ path: "/sitemap.xml", make: () => sitemap(files, world) });
  return files;
};

function docFile(look, home, lists, doc) {
  if (doc.name !== "index.md") {
    const of = { url: `/${doc.name.replace(".md", "")}/`, title: doc.title, description: doc.title };
    const make = () => look.wrapped(of, look.head(of, []), `<h1>${doc.title}</h1>${doc.html}`);
    return { path: `${of.url}index.html`, make };
  }
  const waiting = home.threads.filter((thread) => thread.state === "open").slice(0, 10);
  const show = (threads) =>
    `<ul class="ans-list">${threads.map((thread) => look.line(thread)).join("")}</ul>`;
  const body = () =>
    `<h1>${home.title}</h1>${doc.html}<ul class="ans-figures">${choices(lists.filter((list) => list.url.startsWith("/states/")))}</ul>
<h2>Waiting for an answer</h2>${show(waiting)}<h2>Latest</h2>${show(home.threads.slice(0, 10))}
<h2>Topics</h2><ul class="ans-index">${choices(lists.filter((list) => list.url.startsWith("/topics/")))}</ul>`;
  return { path: "/index.html", make: () => look.wrapped(home, look.head(home, []), body()) };
}

function dataFiles(look, threads) {
  const oldest = [...threads].reverse();
  const files = [];
  for (let start = 0; start < oldest.length; start += PART) {
    const page = start / PART + 1;
    files.push({
      path: `/api/threads/page-${page}.json`,
      make: () => {
        const part = oldest.slice(start, start + PART).map((thread) => summary(look, thread));
        return JSON.stringify({ version: 1, page, count: part.length, threads: part });
      },
    });
  }
  const pages = files.map((file) => look.world.url + file.path);
  files.push({
    path: "/api/threads.json",
    make: () => {
      const latest = threads.slice(0, 20).map((thread) => summary(look, thread));
      return JSON.stringify({ version: 1, count: threads.length, pages, latest });
    },
  });
  return files;
}

function search(threads, world) {
  const found = threads.length <= world.search_limit ? threads : [];
  const docs = found.map((thread) => ({
    location: thread.url.slice(1),
    title: thread.title,
    text: thread.messages.map((message) => message.plain).join(" "),
    tags: thread.tags,
  }));
  return JSON.stringify({ config: { lang: ["en"], separator: "[\\s\\-]+" }, docs });
}

function sitemap(files, world) {
  const urls = files
    .filter((file) => file.path.endsWith("index.html") && !file.path.includes("/embed/"))
    .map((file) => `<url><loc>${world.url}${file.path.replace("index.html", "")}</loc></url>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("")}</urlset>
`;
}
