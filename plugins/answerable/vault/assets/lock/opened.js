/* Puts a decrypted page in the place of this one, without document.write.

   What runs: scripts that are files, in their order, and scripts in the page itself, both where
   the Content-Security-Policy of this page allows them; then come the events that a page waits
   for. What does not run is a script that writes into the page with document.write. */
const runnable = (script) =>
  script instanceof HTMLScriptElement &&
  /^(?:module|(?:text|application)\/(?:java|ecma)script)?$/i.test(script.type.trim());

const isLate = ({ async, defer, src, type }) => !async && ((defer && src) || type === "module");

const copy = (script) => {
  const fresh = document.createElement("script");
  for (const { name, value } of script.attributes) fresh.setAttribute(name, value);
  fresh.textContent = script.textContent;
  // One that was put in by a script would not wait for those before it.
  fresh.async = script.hasAttribute("async");
  return fresh;
};

const run = (script) =>
  new Promise((done) => {
    const fresh = copy(script);
    const waits = fresh.hasAttribute("src") || fresh.type === "module";
    if (waits && !fresh.async) fresh.onload = fresh.onerror = done;
    script.replaceWith(fresh);
    if (!waits || fresh.async) done();
  });

const show = async (html) => {
  const next = new DOMParser().parseFromString(html, "text/html");
  // Parsed without scripts, what is meant for browsers without them would show.
  for (const element of next.querySelectorAll("noscript")) element.remove();
  const root = document.adoptNode(next.documentElement);
  document.documentElement.replaceWith(root);
  // The body's own handlers are those of the window, but not of a document without one.
  for (const { name, value } of [...document.body.attributes])
    if (/^on/i.test(name)) document.body.setAttribute(name, value);

  const scripts = [...root.querySelectorAll("script")].filter(runnable);
  const late = scripts.filter(isLate);
  for (const script of scripts) if (!late.includes(script)) await run(script);
  for (const script of late) await run(script);
  document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
  dispatchEvent(new Event("load"));
  // Shows the place that the address names.
  if (location.hash && !/staticrypt_/.test(location.hash)) location.replace(location.href);
  document.querySelector("[autofocus]")?.focus();
};

