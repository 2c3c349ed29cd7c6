// The six files of a thread.
const { escape, title, day } = require("./html");
const { atom, jsonFeed } = require("./feeds");

const LINKS = [
  ["application/atom+xml", "feed.xml"],
  ["application/feed+json", "feed.json"],
  ["application/json", "data.json"],
  ["application/json+oembed", "oembed.json"],
];

const frame = (look, thread) =>
  `<iframe src="${look.world.url}${thread.url}embed/" width="600" height="480" title="${escape(thread.title)} - ${look.world.name}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" style="max-width:100%;border:0"></iframe>`;

function structured(look, thread) {
  const { name, url } = look.world;
  const comments = thread.messages.slice(1).map((message) => {
    const author = { "@type": "Person", name: look.name(message) };
    if (message.signed_by) {
      author.url = `${url}/people/${message.signed_by}/`;
      author.jobTitle = look.world.people[message.signed_by].role;
      author.worksFor = { "@type": "Organization", name, url: `${url}/` };
    }
    return {
      "@type": "Comment",
      url: `${url}${thread.url}#${message.stem}`,
      text: message.plain,
      inLanguage: message.language,
      author,
      datePublished: message.received,
    };
  });
  const topic = { name: look.world.topics[thread.topic], url: `${url}/topics/${thread.topic}/` };
  const posting = {
    "@context": "https://schema.org",
    "@type": "DiscussionForumPosting",
    mainEntityOfPage: url + thread.url,
    headline: thread.title,
    url: url + thread.url,
    text: thread.plain,
    inLanguage: thread.language,
    author: { "@type": "Person", name: look.name(thread) },
    dateCreated: thread.received,
    datePublished: thread.shown,
    isPartOf: { "@type": "CollectionPage", ...topic },
    commentCount: comments.length,
    interactionStatistic: {
      "@type": "InteractionCounter",
      interactionType: "https://schema.org/CommentAction",
      userInteractionCount: comments.length,
    },
    keywords: thread.tags,
    comment: comments,
  };
  const path = [[name, `${url}/`], [topic.name, topic.url], [thread.title, url + thread.url]];
  const crumbs = {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: path.map(([label, item], place) => ({
      "@type": "ListItem",
      position: place + 1,
      name: label,
      item,
    })),
  };
  return [posting, crumbs]
    .map((data) => JSON.stringify(data).replace(/</g, "\\u003c"))
    .map((text) => `<script type="application/ld+json">${text}</script>\n`)
    .join("");
}

const step = (word, time) =>
  `<li class="ans-steps__step"><span class="ans-steps__word">${title(word)}</span> <time datetime="${time}">${day(time)}</time></li>\n`;

function page(look, thread) {
  const answers = thread.messages.filter((message) => message.signed_by);
  const url = look.world.url + thread.url;
  const body = `<header class="ans-head">
<p class="ans-head__path"><a href="/threads/">Comments</a> <a href="/topics/${thread.topic}/">${escape(look.world.topics[thread.topic])}</a> <a href="/kinds/${thread.kind}/">${title(thread.kind)}</a></p>
<h1 lang="${thread.language}" dir="auto">${escape(thread.title)}</h1>
<p class="ans-head__state">${look.state(thread)}</p>
<ol class="ans-steps" aria-label="What happened when">
${step("received", thread.received)}${step("published", thread.shown)}${answers.map((message) => step(message.outcome || "answered", message.received)).join("")}</ol>
</header>
${look.dialogue(thread)}<footer class="ans-after">
<p class="ans-tags"><span>Tags</span>${thread.tags.map((tag) => ` <a href="/tags/${tag}/">${tag}</a>`).join("")}</p>
<details class="ans-share">
<summary>Share</summary>
<p><label for="ans-share-link">Link</label> <input id="ans-share-link" type="text" readonly value="${url}"> <button type="button" class="md-button ans-copy" data-ans-copy="ans-share-link" data-ans-copied="Copied">Copy</button></p>
<p><label for="ans-share-code">Embed in another page</label> <textarea id="ans-share-code" rows="3" readonly>${escape(frame(look, thread))}</textarea> <button type="button" class="md-button ans-copy" data-ans-copy="ans-share-code" data-ans-copied="Copied">Copy</button></p>
<p><a href="mailto:?subject=${encodeURIComponent(thread.title)}&amp;body=${encodeURIComponent(url)}">Send by e-mail</a></p>
</details>
<p class="ans-formats">Follow this thread: <a href="feed.xml">Atom</a> <a href="feed.json">JSON Feed</a> <a href="data.json">Data</a></p>
</footer>`;
  return look.wrapped(thread, look.head(thread, LINKS) + structured(look, thread), body);
}

const embed = (look, thread) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(thread.title)} - ${look.world.name}</title>
<link rel="canonical" href="${look.world.url}${thread.url}">
<link rel="icon" href="data:,">
<base target="_blank">
<link rel="stylesheet" href="/assets/embed.css">
</head>
<body class="md-typeset ans-embed">
<main>
<h1 lang="${thread.language}" dir="auto"><a href="${look.world.url}${thread.url}">${escape(thread.title)}</a></h1>
${look.dialogue(thread)}</main>
<footer class="ans-formats"><a href="${look.world.url}${thread.url}">Read on ${look.world.name}</a></footer>
</body>
</html>
`;

const oembed = (look, thread) =>
  JSON.stringify({
    type: "rich",
    version: "1.0",
    title: thread.title,
    provider_name: look.world.name,
    provider_url: `${look.world.url}/`,
    cache_age: 86400,
    html: frame(look, thread),
    width: 600,
    height: 480,
    author_name: look.name(thread),
  });

exports.summary = (look, thread) => ({
  id: thread.id,
  url: look.world.url + thread.url,
  data: `${look.world.url}${thread.url}data.json`,
  title: thread.title,
  kind: thread.kind,
  topic: thread.topic,
  tags: thread.tags,
  state: thread.state,
  outcome: thread.outcome || null,
  language: thread.language,
  channel: thread.channel,
  received: thread.received,
  published: thread.shown,
  answered_in_working_days: thread.days ?? null,
  changed: thread.changed,
});

function data(look, thread) {
  const messages = thread.messages.map((message) => ({
    type: message.signed_by ? "reply" : "comment",
    stem: message.stem,
    url: `${look.world.url}${thread.url}#${message.stem}`,
    ...(message.signed_by
      ? {
          person: { id: message.signed_by, ...look.world.people[message.signed_by] },
          seal: {
            state: message.seal.state,
            fingerprint: message.seal.fingerprint,
            since: message.seal.since,
            until: null,
            revoked: null,
            source: `${look.world.url}${thread.url}${message.stem}.md`,
            signature: `${look.world.url}${thread.url}${message.stem}.md.sig`,
          },
        }
      : {
          author: message.from || null,
          channel: message.channel,
          words: `${look.world.url}${thread.url}${message.stem}.txt`,
          nonce: `${look.world.url}${thread.url}${message.stem}.nonce`,
        }),
    answers: message.answers,
    outcome: message.outcome || null,
    received: message.received,
    published: message.shown,
    language: message.language,
    markdown: message.markdown,
    html: message.html,
  }));
  return JSON.stringify({ version: 1, ...exports.summary(look, thread), messages });
}

exports.threadFiles = (look, thread) => {
  const entries = thread.messages.map((message) => ({ thread, message })).reverse();
  return [
    { path: `${thread.url}index.html`, make: () => page(look, thread) },
    { path: `${thread.url}embed/index.html`, make: () => embed(look, thread) },
    { path: `${thread.url}feed.xml`, make: () => atom(look, thread, entries) },
    { path: `${thread.url}feed.json`, make: () => jsonFeed(look, thread, entries) },
    { path: `${thread.url}oembed.json`, make: () => oembed(look, thread) },
    { path: `${thread.url}data.json`, make: () => data(look, thread) },
  ];
};
