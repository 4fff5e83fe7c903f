/** A button that opens a short list of actions. */

import { h } from "./dom.js";
import { beside } from "./popup.js";
import { invalidate } from "./store.js";

/** The id of the one menu that is open. */
let open = null;

/**
 * @param {{id: string, label: string, text?: any, classes?: string, items: object[]}} menu
 *   `text` is what the button shows: three dots, if nothing else. An item is `{key, text, note, label, classes, choose}`.
 */
export function menu({ id, label, text = null, classes = "button icon-button", items }) {
  const isOpen = open === id;
  return h("div", { class: "overflow" },
    h("button", {
      id,
      type: "button",
      class: classes,
      "aria-label": label,
      title: text ? null : label,
      "aria-haspopup": "menu",
      "aria-expanded": String(isOpen),
      on: { click: () => toggle(isOpen ? null : id) },
    }, text ?? dots()),
    isOpen && list(id, items));
}

function dots() {
  return h("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
    [3, 8, 13].map((x) => h("circle", { cx: x, cy: 8, r: 1.4 })));
}

function list(id, items) {
  const leave = ({ currentTarget, relatedTarget }) => {
    if (!currentTarget.contains(relatedTarget) && relatedTarget?.id !== id) toggle(null);
  };
  return h("div", {
    class: "popup menu",
    role: "menu",
    "aria-labelledby": id,
    popover: "manual",
    hook: (node, isNew) => {
      beside(id)(node);
      if (isNew) node.querySelector("[role=menuitem]").focus();
    },
    on: { keydown: (event) => keys(event, id), focusout: leave },
  }, items.map((item, index) => entry(item, index, id)));
}

function entry({ key, text, note, label, classes, choose }, index, id) {
  const pick = () => {
    shut(id);
    choose();
  };
  return h("button", {
    key: key ?? index,
    type: "button",
    role: "menuitem",
    class: ["option", classes].filter(Boolean).join(" "),
    "aria-label": label,
    title: label,
    tabindex: "-1",
    on: { click: pick },
  }, h("span", { class: "option-text" }, text), note && h("span", { class: "option-note" }, note));
}

function keys(event, id) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 };
  const to = steps[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items.at(to % items.length).focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    shut(id);
  }
}

/** Closes the menu and gives the focus back to its button. */
function shut(id) {
  document.getElementById(id)?.focus();
  toggle(null);
}

function toggle(id) {
  open = id;
  invalidate();
}
