/* Says beside the day of a promise how far away it is. The page names the day itself, which
   stays true; what is told here is true on the day on which it is read. Days begin in the time
   zone of the company, whose promise it is. */

const DAY = 86400000; // milliseconds, in UTC, where each day is as long as the next
const MOST = 36525; // days: a promise of another century is a slip, and each day is counted

const loaded = async () => {
  const answer = await fetch(new URL("promises.json", import.meta.url));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return answer.json();
};
let calendar;

const today = (zone) => {
  const options = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" };
  const parts = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", options).formatToParts();
  const { year, month, day } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return Date.parse(`${year}-${month}-${day}`);
};

/* The working days from the first day to each day up to the last. */
const count = (first, last, { week, apart }) => {
  const worked = new Map();
  let sum = 0;
  for (let time = first; time <= last; time += DAY) {
    const [year, month, day] = new Date(time).toISOString().slice(0, 10).split("-");
    const usual = week[(new Date(time).getUTCDay() + 6) % 7];
    sum += apart[year]?.includes(month + day) ? 1 - usual : usual;
    worked.set(time, sum);
  }
  return worked;
};

const told = (due, now, left, { texts, language }) => {
  if (due >= now && !left) return due === now ? texts.today : texts.next;
  const forms = due < now ? texts.overdue : texts.due;
  const number = Math.abs(left);
  const form = forms[new Intl.PluralRules(language).select(number)] ?? forms.other;
  return form.replace("{number}", new Intl.NumberFormat(language).format(number));
};

/* Fills in the places of the page that name the day of a promise. */
export const tell = async () => {
  const known = await (calendar ??= loaded());
  const now = today(known.zone);
  const places = [...document.querySelectorAll("[data-ans-due]")]
    .map((place) => [place, Date.parse(place.dataset.ansDue)])
    .filter(([, due]) => Math.abs(due - now) < MOST * DAY);
  const days = [now, ...places.map(([, due]) => due)].sort((one, other) => one - other);
  const worked = count(days[0], days.at(-1), known);
  for (const [place, due] of places)
    place.textContent = told(due, now, worked.get(due) - worked.get(now), known);
};
