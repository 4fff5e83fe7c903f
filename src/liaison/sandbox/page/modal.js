/** The app's modal: a dialog with fields, errors beside them, and where the focus goes. */

import { act } from "./api.js";
import { say } from "./announce.js";
import { blocks } from "./blocks.js";
import { h, render } from "./dom.js";
import { flush, forgetViews } from "./fields.js";
import { plain } from "./mrkdwn.js";
import { lost, notice } from "./notices.js";
import { invalidate, store } from "./store.js";

const dialog = document.getElementById("modal");

/** The view that was shown last, and whether a submission has just come back. */
let last = null;
let answered = false;
let opener = null;
let submitting = false;
let closing = false;

/** Makes the dialog match the state: opens, changes or closes it. */
export function syncModal() {
  const { view } = store.state;
  if (!view) return closed();
  if (!dialog.open) {
    opener = document.activeElement;
    dialog.showModal();
  }
  render(document.getElementById("modal-content"), content(view));
  dialog.setAttribute("aria-busy", String(isBusy(view)));
  settleFocus(view);
}

function closed() {
  if (!dialog.open) return;
  dialog.close();
  forgetViews();
  last = null;
  submitting = false;
  const back = opener?.isConnected ? opener : document.querySelector("[data-composer=main]");
  back?.focus();
}

function isBusy(view) {
  return submitting || view.busy;
}

function content({ id, depth, view, values, errors, busy, trouble }) {
  const setting = { container: { type: "view", view_id: id }, values, errors };
  const isWaiting = submitting || busy;
  const count = Object.keys(errors ?? {}).length;
  return [
    h("header", { class: "modal-head" },
      depth > 1 && h("button", { type: "button", class: "button quiet small", on: { click: () => close() } }, "Back"),
      h("h2", { id: "modal-title", tabindex: "-1" }, plain(view.title.text)),
      h("button", {
        type: "button",
        class: "button quiet close-button",
        "aria-label": "Close",
        on: { click: () => close({ everything: true }) },
      }, "×")),
    h("form", { key: id, class: "modal-form", novalidate: true, on: { submit } },
      h("div", { class: "modal-body", tabindex: "-1" },
        lost(),
        notice(),
        trouble && h("p", { class: "alert wrong", role: "alert" }, trouble),
        count > 0 && h("p", { class: "alert wrong", role: "alert" }, problems(count)),
        blocks(view.blocks, setting)),
      h("footer", { class: "dialog-buttons" },
        isWaiting && h("p", { class: "progress" },
          h("span", { class: "spinner", "aria-hidden": "true" }), "Sending your answers"),
        h("button", { type: "button", class: "button", on: { click: () => close() } }, closeText(view)),
        view.submit && h("button", {
          type: "submit",
          class: "button primary",
          "aria-disabled": isWaiting ? "true" : null,
        }, plain(view.submit.text)))),
  ];
}

function problems(count) {
  return `There is a problem with ${count === 1 ? "1 answer" : `${count} answers`}.`;
}

function closeText({ close: text, submit: hasSubmit }) {
  return text ? plain(text.text) : hasSubmit ? "Cancel" : "Close";
}

async function submit(event) {
  event.preventDefault();
  const { view } = store.state;
  if (!view?.view.submit || isBusy(view)) return;
  submitting = true;
  invalidate();
  say("Sending your answers");
  await flush();
  await act("submit", { container: { type: "view", view_id: view.id } });
  submitting = false;
  answered = true;
  invalidate();
}

/** Closes this form, or with the cross every form that lies beneath it too. */
async function close({ everything = false } = {}) {
  const { view } = store.state;
  if (!view || closing) return;
  closing = true;
  await flush();
  await act("close", { container: { type: "view", view_id: view.id }, everything });
  closing = false;
}

/** The first wrong answer, else the first field of a new view, gets the focus; otherwise it stays put. */
function settleFocus(view) {
  const isNew = view.id !== last;
  const wrong = answered && dialog.querySelector("[aria-invalid=true]");
  const isLost = !dialog.contains(document.activeElement) && !document.querySelector("#confirm[open]");
  last = view.id;
  answered = false;
  if (wrong) wrong.focus();
  else if (isNew || isLost) firstField(view).focus();
}

function firstField({ view }) {
  const wanted = view.blocks.findIndex(({ element }) => element?.focus_on_load);
  const scope = wanted < 0 ? dialog : dialog.querySelectorAll(".modal-body > .block")[wanted];
  return scope.querySelector(".field :is(input, textarea)") ?? dialog.querySelector("#modal-title");
}

dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  close();
});
// Other ways to dismiss a dialog (a phone's back gesture) also ask the app first.
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  close();
});
