/** The drawer on the right: what to try, the clock, faults, and every payload that passed. */

import { clock } from "./clock.js";
import { h } from "./dom.js";
import { faults } from "./faults.js";
import { tryThis } from "./trythis.js";
import { invalidate, memory, remember, store } from "./store.js";
import { time } from "./times.js";

const ROOMY = matchMedia("(min-width: 75rem)");
const NARROW = matchMedia("(max-width: 56rem)");
const WAYS = { in: "From the app", out: "To the app", fault: "Fault" };

const ui = { onlyViolations: false, words: "", open: new Set(), covers: false };

for (const query of [ROOMY, NARROW]) query.addEventListener("change", invalidate);

/**
 * Open at first where there is room; afterwards as the person left it. On a narrow window it takes the
 * conversation's place, so there it opens only when asked to.
 */
export function drawerIsOpen() {
  return NARROW.matches ? ui.covers : memory.drawer ?? ROOMY.matches;
}

export function drawerButton() {
  const count = violations().length;
  return h("button", {
    type: "button",
    class: count ? "top-button has-violations" : "top-button",
    "aria-expanded": String(drawerIsOpen()),
    "aria-controls": "drawer",
    on: { click: toggle },
  }, "Inspector", count > 0 && h("span", { class: "count" }, count === 1 ? "1 violation" : `${count} violations`));
}

export function drawer() {
  return [
    h("header", { class: "drawer-head" },
      h("h2", null, "Inspector"),
      h("button", {
        type: "button",
        class: "button quiet close-button",
        "aria-label": "Close the inspector",
        on: { click: toggle },
      }, "×")),
    h("div", { class: "drawer-body" }, tryThis(uncover), clock(), faults(), payloads()),
  ];
}

function toggle() {
  const open = !drawerIsOpen();
  if (NARROW.matches) ui.covers = open;
  else memory.drawer = open;
  remember();
  invalidate();
  if (!open) document.querySelector("[aria-controls=drawer]").focus();
}

/** Shows the conversation again where the drawer stands in its place. */
function uncover() {
  ui.covers = false;
  invalidate();
}

function violations() {
  return store.state.inspector.filter(({ violation }) => violation);
}

function payloads() {
  const words = ui.words.trim().toLowerCase();
  const matches = (entry) => `${entry.kind} ${entry.summary}`.toLowerCase().includes(words);
  const entries = (ui.onlyViolations ? violations() : store.state.inspector).filter(matches).toReversed();
  return h("section", { class: "drawer-part", "aria-labelledby": "payloads-title" },
    h("h3", { id: "payloads-title" }, "Payloads"),
    h("div", { class: "payload-filter" },
      h("label", { for: "payload-words" }, "Filter"),
      h("input", {
        id: "payload-words",
        type: "search",
        value: ui.words,
        on: { input: ({ target }) => change({ words: target.value }) },
      }),
      h("div", { class: "tick" },
        h("input", {
          id: "only-violations",
          type: "checkbox",
          checked: ui.onlyViolations,
          on: { change: ({ target }) => change({ onlyViolations: target.checked }) },
        }),
        h("label", { for: "only-violations" }, "Violations only"))),
    entries.length
      ? h("ol", { class: "payloads" }, entries.map(payload))
      : h("p", { class: "empty" }, words || ui.onlyViolations ? "Nothing matches the filter." : "Nothing has passed yet."));
}

/** The summary, without the kind where it begins with it. */
function rest({ kind, summary }) {
  return summary.startsWith(kind) ? summary.slice(kind.length).replace(/^[:\s]+/, "") : summary;
}

function change(what) {
  Object.assign(ui, what);
  invalidate();
}

function payload(entry) {
  const toggled = ({ currentTarget }) => {
    if (currentTarget.open === ui.open.has(entry.n)) return;
    if (currentTarget.open) ui.open.add(entry.n);
    else ui.open.delete(entry.n);
    invalidate();
  };
  const marks = ["payload", entry.violation && "violation", entry.direction === "fault" && "fault"].filter(Boolean);
  return h("li", { key: entry.n, class: marks.join(" ") },
    h("details", { on: { toggle: toggled } },
      h("summary", null,
        h("span", { class: "payload-line" },
          h("span", { class: `way way-${entry.direction}` }, WAYS[entry.direction]),
          h("time", { datetime: entry.at }, time(new Date(entry.at), { seconds: true }))),
        h("span", { class: "payload-kind" }, entry.kind), " ",
        h("span", { class: "payload-summary" }, rest(entry)),
        entry.violation && h("span", { class: "violation-text" }, h("strong", null, "Violation"), ` ${entry.violation}`)),
      ui.open.has(entry.n) && h("pre", {
        role: "region",
        tabindex: "0",
        "aria-label": `Payload ${entry.n}`,
      }, JSON.stringify(entry.payload, null, 2))));
}
