/* What a check found, and how it is shown: in words, with a sign, never by colour alone. */
const SIGNS = { good: "✓", unclear: "!", bad: "✗", remark: "·" };
const LONGEST = 300; // letters of what somebody else wrote

/* Findings, each of a kind, a name (of check-texts.json) and its words. */
export class Report {
  state = "";
  fingerprint = "";
  source = "";
  signed = false; // without a good signature, nothing in the file speaks for the answer
  findings = [];

  constructor(texts) {
    this.texts = texts;
  }

  good(name, values) {
    if (this.signed) this.#add("good", name, values);
  }

  unclear(name, values) {
    this.#add("unclear", name, values);
  }

  bad(name, values) {
    this.#add("bad", name, values);
  }

  remark(name, values) {
    this.#add("remark", name, values);
  }

  /* The worst that was found. */
  get verdict() {
    const kinds = this.findings.map(({ kind }) => kind);
    return ["bad", "unclear", "good"].find((kind) => kinds.includes(kind)) ?? "unclear";
  }

  text(name, values = {}) {
    return (this.texts[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => {
      const value = values[key] ?? whole;
      return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
    });
  }

  #add(kind, name, values) {
    if (!this.findings.some((finding) => finding.name === name))
      this.findings.push({ kind, name, text: this.text(name, values) });
  }
}

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const sign = (kind) => {
  const element = make("span", "ans-check__sign", SIGNS[kind]);
  element.ariaHidden = "true";
  return element;
};

/* Shows a report in `place`, which is read out, and the signed text below it. */
export const show = (report, place) => {
  const { verdict, findings, fingerprint, source } = report;
  place.className = `ans-check ans-check--${verdict}`;
  place.dataset.ansVerdict = verdict;
  place.dataset.ansState = report.state;
  place.dataset.ansFindings = findings.map(({ name }) => name).join(" ");
  const items = findings.map(({ kind, text }) =>
    make("li", `ans-check__finding ans-check__finding--${kind}`, sign(kind), " ", text),
  );
  const headline = make("strong", "", report.text(`verdict-${verdict}`));
  const parts = [make("p", "ans-check__verdict", sign(verdict), " ", headline)];
  parts.push(make("ul", "ans-check__findings", ...items));
  if (fingerprint)
    parts.push(make("p", "", `${report.text("key")} `, make("code", "", fingerprint)));
  parts.push(make("p", "", report.text("limit")));
  place.replaceChildren(...parts);
  place.parentElement.querySelector(".ans-check__source")?.remove();
  if (source) place.after(signedText(report));
};

const signedText = (report) => {
  const text = make("pre", "ans-plain", report.source);
  text.tabIndex = 0;
  text.role = "group";
  text.ariaLabel = report.text("source");
  return make("div", "ans-check__source", make("p", "", report.text("source")), text);
};
