/** The overflow menu: a button that opens a short list of actions. */

import { h } from "./dom.js";
import { domId, keyOf, pressed } from "./fields.js";
import { plain } from "./mrkdwn.js";
import { beside } from "./popup.js";
import { invalidate } from "./store.js";

/** The key of the one menu that is open. */
let open = null;

export function overflow(place) {
  const id = domId(keyOf(place));
  const isOpen = open === id;
  return h("div", { class: "overflow" },
    h("button", {
      id,
      type: "button",
      class: "button icon-button",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": String(isOpen),
      on: { click: () => toggle(isOpen ? null : id) },
    }, h("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
      [3, 8, 13].map((x) => h("circle", { cx: x, cy: 8, r: 1.4 })))),
    isOpen && menu(place, id));
}

function menu(place, id) {
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
  }, place.element.options.map((option) => item(place, option, id)));
}

function item(place, option, id) {
  const choose = () => {
    if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
    shut(id);
    pressed(place, option.value);
  };
  return h("button", { type: "button", role: "menuitem", class: "option", tabindex: "-1", on: { click: choose } },
    h("span", { class: "option-text" }, plain(option.text.text)),
    option.description && h("span", { class: "option-note" }, plain(option.description.text)));
}

function keys(event, id) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
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
