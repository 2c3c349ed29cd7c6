// Lighthouse's reports on the pages at these addresses, as JSON:
//
//     node lighthouse.mjs CHROMIUM ADDRESS...
//
// Settings are Lighthouse's own: a phone, and a slow network that is computed, not waited for.
// The computer's speed still counts, and a busy one can only make a page slower than it is:
// a page below ENOUGH is measured three times, and the median is its performance.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const ENOUGH = 0.95;
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
];

const [chromePath, ...addresses] = process.argv.slice(2);
const chrome = await launcher.launch({ chromePath, chromeFlags: FLAGS });

const measured = async (address, settings) => {
  const flags = { port: chrome.port, disableFullPageScreenshot: true, ...settings };
  const { lhr } = await lighthouse(address, flags);
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  return lhr;
};

const performance = async (address, first) => {
  const settings = { onlyCategories: ["performance"] };
  const scores = [first];
  while (first < ENOUGH && scores.length < 3)
    scores.push((await measured(address, settings)).categories.performance.score);
  return scores.sort((a, b) => a - b)[Math.floor(scores.length / 2)];
};

const culprits = (audit) =>
  (audit.details?.items ?? []).map(
    ({ node, source, href, url }) => (node ?? source)?.snippet ?? href ?? url ?? "",
  );

const report = async (address) => {
  const { audits, categories } = await measured(address);
  const scores = {};
  const lost = [];
  for (const { id, score, auditRefs } of Object.values(categories)) {
    scores[id] = score;
    for (const { id: name, weight } of auditRefs) {
      const audit = audits[name];
      if (weight && audit.score !== null && audit.score < 1)
        lost.push([id, name, audit.displayValue, ...culprits(audit)].filter(Boolean).join(" "));
    }
  }
  scores.performance = await performance(address, scores.performance);
  return {
    scores,
    lost,
    blocking: audits["render-blocking-insight"].details.items.map(({ url, wastedMs }) => ({
      url,
      milliseconds: wastedMs,
    })),
  };
};

try {
  const reports = {};
  for (const address of addresses) reports[address] = await report(address);
  process.stdout.write(JSON.stringify(reports));
} finally {
  chrome.kill();
}
