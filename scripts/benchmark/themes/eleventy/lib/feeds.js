// Feeds of messages, as Atom and as JSON Feed.
const { escape } = require("./html");

const SEALED = "Signed, and unchanged since";

const file = (look, thread, message, ending) =>
  `${look.world.url}${thread.url}${message.stem}${ending}`;

function entry(look, { thread, message }) {
  const url = `${look.world.url}${thread.url}#${message.stem}`;
  const categories = [
    ["topics", thread.topic, look.world.topics[thread.topic]],
    ...thread.tags.map((tag) => ["tags", tag, tag]),
    ["kinds", thread.kind, thread.kind],
    ["states", thread.state, thread.state],
    ...(message.seal ? [["seals", message.seal.state, SEALED]] : []),
  ].map(
    ([list, term, label]) =>
      `<category term="${term}" scheme="${look.world.url}/${list}/" label="${escape(label)}"/>\n`,
  );
  const answered = `${look.world.url}${thread.url}#${message.answers}`;
  const answers = message.answers
    ? `<thr:in-reply-to ref="${answered}" href="${answered}" type="text/html"/>\n`
    : "";
  const files = message.seal
    ? `<link rel="related" type="text/markdown" title="The signed file" href="${file(look, thread, message, ".md")}"/>
<link rel="related" type="text/plain" title="The signature" href="${file(look, thread, message, ".md.sig")}"/>
`
    : "";
  return `<entry xml:lang="${message.language}">
<id>${url}</id>
<title>${escape(thread.title)}</title>
<link rel="alternate" type="text/html" href="${url}"/>
${files}<published>${message.shown}</published>
<updated>${message.shown}</updated>
<author><name>${escape(look.name(message))}</name></author>
${categories.join("")}${answers}<content type="html">${escape(message.html)}</content>
</entry>
`;
}

function item(look, { thread, message }) {
  const url = `${look.world.url}${thread.url}#${message.stem}`;
  return {
    id: url,
    url,
    title: thread.title,
    content_html: message.html,
    date_published: message.shown,
    date_modified: message.shown,
    authors: [{ name: look.name(message) }],
    tags: [look.world.topics[thread.topic], ...thread.tags],
    language: message.language,
    _answerable: {
      thread: thread.id,
      topic: thread.topic,
      kind: thread.kind,
      state: thread.state,
      outcome: message.outcome || null,
      in_reply_to: message.answers || null,
      seal: message.seal ? message.seal.state : null,
      source: message.seal ? file(look, thread, message, ".md") : null,
      signature: message.seal ? file(look, thread, message, ".md.sig") : null,
    },
  };
}

exports.entriesOf = (threads, signer) => {
  const entries = [];
  for (const thread of threads.slice(0, signer ? 50 : 17)) {
    for (const message of thread.messages) {
      if (!signer || message.signed_by === signer) entries.push({ thread, message });
    }
  }
  return entries.slice(0, 50);
};

exports.atom = (look, of, entries) => {
  const { name, url } = look.world;
  const updated = entries.length ? entries[0].message.shown : "1970-01-01T00:00:00Z";
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en">
<id>${url}${of.url}feed.xml</id>
<title>${escape(of.title)} - ${name}</title>
<updated>${updated}</updated>
<author><name>${name}</name><uri>${url}/</uri></author>
<link rel="self" type="application/atom+xml" href="${url}${of.url}feed.xml"/>
<link rel="alternate" type="text/html" href="${url}${of.url}"/>
${entries.map((one) => entry(look, one)).join("")}</feed>
`;
};

exports.jsonFeed = (look, of, entries) => {
  const { name, url } = look.world;
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: `${of.title} - ${name}`,
    home_page_url: url + of.url,
    feed_url: `${url}${of.url}feed.json`,
    authors: [{ name, url: `${url}/` }],
    language: "en",
    items: entries.map((one) => item(look, one)),
  });
};
