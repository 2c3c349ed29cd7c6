/* Copies what stands in a field. Without it the field is there to be copied by hand. */
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-ans-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.ansCopy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.ansCopied;
  setTimeout(() => (button.textContent = before), 2000);
});

/* The theme wraps wide tables in a part that scrolls; with this the keyboard scrolls it too. */
const reachable = () => {
  for (const part of document.querySelectorAll(".md-typeset__scrollwrap")) part.tabIndex = 0;
};
addEventListener("load", reachable);
if (typeof document$ !== "undefined") document$.subscribe(() => setTimeout(reachable));

/* The theme's search is a dialog without a name; its field has one in the page's language. */
for (const search of document.querySelectorAll(".md-search:not([aria-label])"))
  search.ariaLabel = search.querySelector("input").ariaLabel;

/* Offers to check a signature here. What does the check is loaded when somebody asks for it. */
const checker = new URL("check.js", document.currentScript.src).href;
const offer = () => {
  for (const place of document.querySelectorAll("details.ans-seal .ans-seal__check[hidden]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button";
    button.textContent = place.dataset.ansCheckLabel;
    const status = document.createElement("div");
    status.role = "status";
    place.replaceChildren(button, status);
    place.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { check } = await import(checker);
        await check(place.closest("details"), status);
      } catch (problem) {
        console.error("The check failed:", problem);
        status.textContent = place.dataset.ansCheckFailed ?? String(problem);
      }
      button.disabled = false;
    });
  }
};

/* Says how far away the days are until which answers are promised. */
const clock = new URL("promises.js", document.currentScript.src).href;
const count = async () => {
  if (!document.querySelector("[data-ans-due]")) return;
  try {
    await (await import(clock)).tell();
  } catch (problem) {
    console.error("The days that are left could not be told:", problem);
  }
};

/* Leads employees to the page that asks for their name, and fills in what pages cannot know. */
const writing = new URL("writing.js", document.currentScript.src).href;
const fill = async () => {
  for (const link of document.querySelectorAll("a[data-ans-answer]"))
    if (!link.hash) link.href = `${link.dataset.ansAnswer}#${link.href}`;
  const form = document.querySelector("[data-ans-answering]");
  const page = document.querySelector("[data-ans-write]");
  if (!form && !page) return;
  try {
    const { answer, write } = await import(writing);
    if (form) await answer(form);
    if (page) write(page);
  } catch (problem) {
    console.error("The fields could not be filled in:", problem);
  }
};
const begin = () => {
  offer();
  count();
  fill();
};
if (location.protocol !== "file:") {
  if (typeof document$ === "undefined") begin();
  else document$.subscribe(begin);
}
