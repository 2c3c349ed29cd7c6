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
