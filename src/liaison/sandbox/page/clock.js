/** The sandbox's clock: shown ticking, moved by hand. */

import { moveClock } from "./api.js";
import { say } from "./announce.js";
import { h } from "./dom.js";
import { invalidate, store } from "./store.js";
import { dayAndMonth, longDay, momentOf, time, wallClock } from "./times.js";

const HOUR = 3600;
const STEPS = [["+1 hour", HOUR], ["+1 day", 24 * HOUR], ["+7 days", 7 * 24 * HOUR], ["+30 days", 30 * 24 * HOUR]];

/** When the present state was read, by this computer's clock. */
let read = { state: null, at: 0 };
/** The time in the field, while the person changes it. */
let wanted = null;

/** The sandbox's present moment. */
function now() {
  if (read.state !== store.state) read = { state: store.state, at: performance.now() };
  return new Date(new Date(store.state.now).getTime() + performance.now() - read.at);
}

export function nowText() {
  return `${longDay(now())}, ${time(now())}`;
}

/** "22 Nov, 9am", for a header without room for more. */
export function shortNowText() {
  return `${dayAndMonth(now())}, ${time(now())}`;
}

export function clock() {
  const field = wanted ?? wallClock(now()).slice(0, 16);
  const set = (event) => {
    event.preventDefault();
    const chosen = wanted ?? field;
    if (chosen) move({ set: momentOf(chosen).toISOString() });
  };
  return h("section", { class: "drawer-part", "aria-labelledby": "clock-title" },
    h("h3", { id: "clock-title" }, "Clock"),
    h("p", { class: "clock-now" }, h("span", null, longDay(now())), h("strong", null, time(now()))),
    h("div", { class: "clock-steps" }, STEPS.map(([label, seconds]) =>
      h("button", { type: "button", class: "button small", on: { click: () => move({ advance_seconds: seconds }) } }, label))),
    h("form", { class: "clock-set", on: { submit: set } },
      h("label", { for: "clock-field" }, "Set the date and time"),
      h("div", { class: "clock-set-row" },
        h("input", { id: "clock-field", type: "datetime-local", value: field, on: { input: hold } }),
        h("button", { type: "submit", class: "button small" }, "Set"))));
}

/** Draws the page when the minute changes. */
export function startTicking() {
  setInterval(() => store.state && invalidate(), 10_000);
}

function hold({ target }) {
  wanted = target.value;
}

async function move(change) {
  const answer = await moveClock(change);
  if (!answer.ok) return;
  wanted = null;
  invalidate();
  say(`The clock shows ${nowText()}.`);
}
