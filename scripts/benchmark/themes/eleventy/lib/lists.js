// The lists of threads in pages, and their feeds.
const { escape, title } = require("./html");
const { atom, entriesOf, jsonFeed } = require("./feeds");

const LINKS = [
  ["application/atom+xml", "feed.xml"],
  ["application/feed+json", "feed.json"],
];

// The lists of a site, the newest thread first in each.
exports.listsOf = (threads, world) => {
  const found = new Map();
  const add = (url, name, thread, more) => {
    if (!found.has(url)) {
      found.set(url, { url, title: name, description: name, threads: [], feeds: true, ...more });
    }
    found.get(url).threads.push(thread);
  };
  for (const thread of threads) {
    add("/threads/", "Comments", thread, { feeds: false });
    add(`/threads/${thread.year}/`, `Comments of ${thread.year}`, thread, { feeds: false });
    add(`/kinds/${thread.kind}/`, title(thread.kind), thread, { feeds: false });
    add(`/states/${thread.state}/`, title(thread.state), thread);
    add(`/topics/${thread.topic}/`, world.topics[thread.topic], thread);
    for (const tag of thread.tags) add(`/tags/${tag}/`, `Tag: ${tag}`, thread);
    for (const signer of thread.people) {
      add(`/people/${signer}/`, world.people[signer].name, thread, { signer });
    }
  }
  return [...found.values()];
};

const choices = (lists) =>
  lists
    .map((list) => `<li><a href="${list.url}">${escape(list.title)} <span>${list.threads.length}</span></a></li>`)
    .join("");

function listPage(look, lists, list, number, pages) {
  const url = number === 1 ? list.url : `${list.url}page/${number}/`;
  const lines = list.threads.slice((number - 1) * look.world.per_page, number * look.world.per_page);
  const newer = number === 2 ? list.url : `${list.url}page/${number - 1}/`;
  const body = `<header class="ans-head">
<p class="ans-head__path"><a href="/threads/">Comments</a></p>
<h1>${escape(list.title)}</h1>
<p class="ans-count">${list.threads.length} comments</p>
</header>
${url === "/threads/" ? `<div class="ans-filters"><ul>${choices(lists)}</ul></div>` : ""}
<ul class="ans-list">
${lines.map((thread) => look.line(thread)).join("")}</ul>
<nav class="ans-pager" aria-label="Pages">${number > 1 ? `<a href="${newer}" rel="prev">Newer</a>` : ""} <span>Page ${number} of ${pages}</span> ${number < pages ? `<a href="${list.url}page/${number + 1}/" rel="next">Older</a>` : ""}</nav>`;
  return look.wrapped({ ...list, url }, look.head({ ...list, url }, list.feeds ? LINKS : []), body);
}

exports.listFiles = (look, lists, list) => {
  const pages = Math.max(1, Math.ceil(list.threads.length / look.world.per_page));
  const files = [];
  for (let number = 1; number <= pages; number += 1) {
    const folder = number === 1 ? list.url : `${list.url}page/${number}/`;
    files.push({
      path: `${folder}index.html`,
      make: () => listPage(look, lists, list, number, pages),
    });
  }
  return list.feeds ? [...files, ...exports.feedFiles(look, list)] : files;
};

exports.feedFiles = (look, list) => [
  {
    path: `${list.url}feed.xml`,
    make: () => atom(look, list, entriesOf(list.threads, list.signer)),
  },
  {
    path: `${list.url}feed.json`,
    make: () => jsonFeed(look, list, entriesOf(list.threads, list.signer)),
  },
];

exports.indexFile = (look, plural, lists) => {
  const of = { url: `/${plural}/`, title: title(plural), description: title(plural) };
  const body = `<h1>${of.title}</h1>
<ul class="ans-index">${choices(lists.filter((list) => list.url.startsWith(of.url)))}</ul>`;
  return { path: `${of.url}index.html`, make: () => look.wrapped(of, look.head(of, []), body) };
};

exports.choices = choices;
