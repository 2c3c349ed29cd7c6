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
if (location.protocol !== "file:") {
  if (typeof document$ === "undefined") offer();
  else document$.subscribe(offer);
}
