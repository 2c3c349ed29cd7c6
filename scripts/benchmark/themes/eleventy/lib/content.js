// Reads the threads: one folder each, one Markdown file for each message.
const fs = require("node:fs");
const path = require("node:path");
const matter = require("gray-matter");
const highlight = require("highlight.js");
const markdown = require("markdown-it")({
  linkify: true,
  highlight: (code, language) =>
    highlight.getLanguage(language) ? highlight.highlight(code, { language }).value : "",
});

const root = path.join(__dirname, "..");

function readMessage(file) {
  const { data, content } = matter(fs.readFileSync(file, "utf8"));
  const html = markdown.render(content);
  const plain = html.replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
  return { ...data, markdown: content.trimStart(), html, plain };
}

function readThread(folder, url) {
  const names = fs.readdirSync(folder).sort();
  const comment = readMessage(path.join(folder, "index.md"));
  const later = names
    .filter((name) => name !== "index.md")
    .map((name) => readMessage(path.join(folder, name)));
  later.sort((a, b) => Date.parse(a.received) - Date.parse(b.received));
  return { ...comment, url, messages: [comment, ...later] };
}

exports.readThreads = () => {
  const threads = [];
  const home = path.join(root, "content", "threads");
  for (const year of fs.readdirSync(home)) {
    for (const slug of fs.readdirSync(path.join(home, year))) {
      threads.push({
        ...readThread(path.join(home, year, slug), `/threads/${year}/${slug}/`),
        year,
      });
    }
  }
  return threads.sort((a, b) => Date.parse(b.received) - Date.parse(a.received));
};

exports.world = () => {
  const world = JSON.parse(fs.readFileSync(path.join(root, "world.json"), "utf8"));
  world.docs = fs
    .readdirSync(path.join(root, "content", "docs"))
    .map((name) => ({ name, ...readMessage(path.join(root, "content", "docs", name)) }));
  return world;
};
