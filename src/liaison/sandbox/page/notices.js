/** Sentences from Slack itself, and from this page when something went wrong. */

import { act } from "./api.js";
import { h } from "./dom.js";
import { invalidate, store } from "./store.js";

export const LOST = "The sandbox does not answer. This page tries again by itself.";

/** What Slack tells the person, and what went wrong last; each can be dismissed. */
export function notice() {
  return [
    store.state.notice && line("notice", store.state.notice, () => act("dismiss")),
    store.problem && line("problem", store.problem, forgetProblem),
  ];
}

/** That the sandbox has stopped. */
export function lost() {
  return store.online ? null : h("p", { key: "lost", class: "alert banner", role: "alert" }, LOST);
}

/** Whether the server and the app can be reached. */
export function connection() {
  const { app } = store.state;
  if (!store.online) return lost();
  if (app.connected) return null;
  const sentence = `${app.name} is not connected. Its commands and buttons do not work until it is.`;
  return h("p", { class: "alert banner", role: "status" }, sentence);
}

function line(key, sentence, dismiss) {
  return h("div", { key, class: "alert", role: "alert" },
    h("p", null, key === "notice" && h("strong", null, "Slackbot: "), sentence),
    h("button", { type: "button", class: "button quiet small", on: { click: dismiss } }, "Dismiss"));
}

function forgetProblem() {
  store.problem = null;
  invalidate();
}
