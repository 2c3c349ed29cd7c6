/* Asks for the password, unless a link or this browser's memory has what opens the page. */
const LOGOUT = "staticrypt_logout";
const part = (name) => document.getElementById(`ans-lock-${name}`);
const data = (name) => JSON.parse(part(name).textContent);

const leaves = () =>
  new URLSearchParams(location.search).has(LOGOUT) || location.hash.includes(LOGOUT);

const paint = ({ primary, secondary }) => {
  const style = part("form").parentElement.style;
  if (secondary && CSS.supports("color", secondary))
    document.documentElement.style.setProperty("--ans-lock-page", secondary);
  if (!primary || !CSS.supports("color", primary)) return;
  style.setProperty("--ans-lock-button", primary);
  // White or black, whichever is read more easily on that colour.
  const [r, g, b] = getComputedStyle(part("open")).backgroundColor.match(/[\d.]+/g).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
  style.setProperty("--ans-lock-label", light ? "#000" : "#fff");
};

const begin = async () => {
  const page = data("page");
  const settings = data("settings");
  const { texts } = settings;
  const form = part("form");
  const field = part("password");
  const say = (text) => (part("status").textContent = text);
  const complain = (text) => {
    part("error").textContent = text;
    field.setAttribute("aria-invalid", String(Boolean(text)));
  };
  const unopenable = (problem) => {
    say("");
    form.hidden = true;
    const name = problem instanceof Unopenable ? problem.message : "damaged";
    if (name === "damaged") console.error("The page cannot be opened:", problem);
    complain(name === "elsewhere" ? `${texts.elsewhere} ${page.site}` : texts[name]);
  };

  part("why").remove();
  if (!crypto.subtle) return complain(texts.insecure);
  let format;
  try {
    format = (page.format === "lock1" ? lock1 : staticrypt)(page, settings);
  } catch (problem) {
    return unopenable(problem);
  }

  let busy = false;
  const attempt = async (ways) => {
    if (busy) return true;
    busy = true;
    complain("");
    say(texts.working);
    try {
      for (const way of ways) {
        const html = await way();
        if (html === null) continue;
        removeEventListener("hashchange", look);
        addEventListener("hashchange", () => leaves() && (format.forget(), location.reload()));
        await show(html);
        return true;
      }
    } catch (problem) {
      unopenable(problem);
      return true;
    } finally {
      busy = false;
    }
    say("");
    return false;
  };

  const look = async () => {
    const gone = leaves();
    if (gone) format.forget();
    const ways = gone ? [format.fromLink] : [format.fromLink, format.fromMemory];
    if (await attempt(ways)) return;
    if (gone) say(texts.logged_out);
    form.hidden = false;
    paint(settings);
    field.focus();
  };
  addEventListener("hashchange", look);
  part("show").addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    part("show").textContent = shown ? texts.hide : texts.show;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const remember = part("remember")?.checked ?? false;
    if (await attempt([() => format.fromPassword(field.value, remember)])) return;
    complain(texts.error);
    field.select();
    field.focus();
  });
  await look();
};

/* The theme's instant navigation brings only a part of this page into one that is alive: it is
   loaded once more, by itself. */
if ("document$" in window) location.reload();
else begin();
