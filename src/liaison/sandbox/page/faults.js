/** Faults on demand: what is to go wrong between Slack and the app next. */

import { setFaults } from "./api.js";
import { say } from "./announce.js";
import { h } from "./dom.js";
import { invalidate, memory, remember, store } from "./store.js";

const wanted = { kind: null, method: "", times: "1", seconds: "5" };

export function faults() {
  const { kinds, armed } = store.state.faults;
  const kind = kinds.find((each) => each.kind === wanted.kind) ?? kinds[0];
  const arm = async (event) => {
    event.preventDefault();
    const { ok } = await setFaults({
      kind: kind.kind,
      method: wanted.method.trim(),
      times: kind.times ? Number(wanted.times) : 1,
      seconds: kind.seconds ? Number(wanted.seconds) : 0,
    });
    if (ok) say(`Armed. ${armedText()}`);
  };
  const clear = async () => {
    document.getElementById("fault-kind").focus(); // the button goes with the faults
    if ((await setFaults({ clear: true })).ok) say("No fault is armed.");
  };
  return h("details", { class: "drawer-part", open: memory.faults, on: { toggle: unfold } },
    h("summary", null,
      h("h3", null, "Faults"), armed.length > 0 && " ", armed.length > 0 && h("span", { class: "badge" }, `${armed.length} armed`)),
    h("form", { class: "fault-form", on: { submit: arm } },
      choice(kinds, kind),
      number(kind),
      method(kind),
      h("button", { type: "submit", class: "button small" }, "Arm this fault")),
    armed.length > 0 && h("ul", { class: "armed", "aria-label": "Armed faults" }, armed.map(({ id, sentence, left }) =>
      h("li", { key: id }, sentence, h("span", { class: "visually-hidden" }, ", "), h("span", { class: "badge" }, left === 1 ? "once" : `${left} times`)))),
    armed.length > 0
      ? h("button", { type: "button", class: "button small", on: { click: clear } }, "Clear all faults")
      : h("p", { class: "hint" }, "No fault is armed."));
}

/** Folded at first: most people who look in here want the clock. */
function unfold({ currentTarget }) {
  memory.faults = currentTarget.open;
  remember();
}

function choice(kinds, kind) {
  return h("div", { class: "drawer-field" },
    h("label", { for: "fault-kind" }, "What goes wrong"),
    h("select", { id: "fault-kind", value: kind.kind, "aria-describedby": "fault-kind-whole", on: { change: keep("kind") } },
      kinds.map((each) => h("option", { key: each.kind, value: each.kind }, each.label))),
    h("p", { id: "fault-kind-whole", class: "hint" }, `${kind.label}.`)); // a narrow menu cuts it off
}

function number({ times, seconds }) {
  const field = (name, label, least) => h("div", { class: "drawer-field" },
    h("label", { for: `fault-${name}` }, label),
    h("input", { id: `fault-${name}`, type: "number", min: least, step: 1, value: wanted[name], on: { input: keep(name) } }));
  if (!times && !seconds) return null;
  return h("div", { class: "fault-numbers" },
    times && field("times", "How many times", 1), seconds && field("seconds", "Seconds", 0));
}

/** Suggests what has passed already. */
function method({ method: isCall }) {
  const way = isCall ? "in" : "out";
  const seen = [...new Set(store.state.inspector.filter(({ direction }) => direction === way).map(({ kind }) => kind))];
  return h("div", { class: "drawer-field" },
    h("label", { for: "fault-method" }, isCall ? "Method (empty for every call)" : "Event, command or action (empty for all)"),
    h("input", {
      id: "fault-method",
      type: "text",
      list: "fault-methods",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: isCall ? "chat.postMessage" : "message",
      value: wanted.method,
      on: { input: keep("method") },
    }),
    h("datalist", { id: "fault-methods" }, seen.map((kind) => h("option", { key: kind, value: kind }))));
}

function keep(name) {
  return ({ target }) => {
    wanted[name] = target.value;
    invalidate();
  };
}

function armedText() {
  const { length } = store.state.faults.armed;
  return length === 1 ? "1 fault waits." : `${length} faults wait.`;
}
