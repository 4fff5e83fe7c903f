/** Menus of every kind as one combobox: type to narrow, arrows to move, Enter to choose. */

import { h } from "./dom.js";
import { chosen, domId, keyOf, valueOf } from "./fields.js";
import { labelOf, loadOptions, matching, offered } from "./options.js";
import { plain } from "./mrkdwn.js";
import { beside } from "./popup.js";
import { invalidate } from "./store.js";

/** The one list that is open: `{key, query, active, groups, note}`. */
let open = null;

export function picker(place) {
  const multiple = place.element.type.startsWith("multi_");
  const value = valueOf(place);
  const mine = open?.key === keyOf(place) ? open : null;
  const choices = mine ? mine.groups.flatMap((group) => group.options) : [];
  const picked = multiple ? value : [value].filter(Boolean);
  return h("div", { class: "picker" },
    multiple && chips(place, value),
    h("div", { class: "picker-row" },
      input(place, { multiple, value, mine, choices, picked }),
      !multiple && value && place.optional && clearButton(place)),
    mine && list(place, mine, choices, picked));
}

function input(place, { multiple, value, mine, choices, picked }) {
  const id = place.id;
  const shownValue = mine ? mine.query : multiple || !value ? "" : labelOf(place.element, value);
  return h("input", {
    id,
    type: "text",
    class: "picker-input",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": String(Boolean(mine)),
    "aria-controls": mine ? `${id}-list` : null,
    "aria-autocomplete": "list",
    "aria-activedescendant": mine && choices[mine.active] ? `${id}-${mine.active}` : null,
    "aria-labelledby": place.labelledBy,
    "aria-label": place.labelledBy || place.hasLabel ? null : place.element.placeholder?.text ?? "Choose",
    "aria-describedby": place.describedBy,
    "aria-invalid": place.invalid ? "true" : null,
    "aria-required": place.inInput && !place.optional ? "true" : null,
    placeholder: mine && value && !multiple ? labelOf(place.element, value) : place.element.placeholder?.text ?? "Choose",
    value: shownValue,
    on: {
      click: () => mine || show(place, ""),
      // On a closed menu the field shows what is chosen: what is typed then begins a new search.
      input: ({ target, data }) => show(place, mine || !shownValue ? target.value : data ?? ""),
      keydown: (event) => keys(event, place, { mine, choices, picked, multiple }),
      blur: close,
    },
  });
}

function keys(event, place, { mine, choices, picked, multiple }) {
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    if (!mine) return show(place, "");
    const step = key === "ArrowDown" ? 1 : -1;
    mine.active = (mine.active + step + choices.length) % (choices.length || 1);
    invalidate();
  } else if (key === "Enter") {
    event.preventDefault();
    if (mine && choices[mine.active]) pick(place, choices[mine.active], picked, multiple);
    else show(place, "");
  } else if (key === "Escape" && mine) {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (key === "Backspace" && multiple && picked.length && !event.target.value) {
    chosen(place, picked.slice(0, -1));
  }
}

function show(place, query) {
  const key = keyOf(place);
  const before = open?.key === key ? open : null;
  open = { key, query, active: 0, groups: before?.groups ?? [], note: null };
  if (place.element.type.endsWith("external_select")) search(place, query);
  else open.groups = matching(offered(place.element), query);
  if (!query) open.active = indexOfChosen(place);
  invalidate();
}

/** An opened menu starts at what is chosen, as Slack's does. */
function indexOfChosen(place) {
  const value = valueOf(place);
  const all = open.groups.flatMap((group) => group.options);
  return Math.max(0, all.findIndex((option) => option.value === value?.value));
}

function search(place, query) {
  const asked = open;
  loadOptions(place, query, ({ groups, note }) => {
    if (open !== asked) return; // something else was typed meanwhile
    open.groups = groups ?? open.groups;
    open.note = note;
    invalidate();
  });
}

function close() {
  if (!open) return;
  open = null;
  invalidate();
}

function pick(place, option, picked, multiple) {
  if (!multiple) {
    close();
    return chosen(place, option);
  }
  const without = picked.filter((each) => each.value !== option.value);
  const most = place.element.max_selected_items ?? Infinity;
  if (without.length === picked.length && picked.length >= most) {
    open.note = `You can choose at most ${most}.`;
    return invalidate();
  }
  return chosen(place, without.length < picked.length ? without : [...picked, option]);
}

function list(place, mine, choices, picked) {
  const id = `${place.id}-list`;
  const item = (option) => {
    const index = choices.indexOf(option);
    const selected = picked.some((each) => each.value === option.value);
    return h("div", {
      id: `${place.id}-${index}`,
      role: "option",
      class: index === mine.active ? "option active" : "option",
      "aria-selected": String(selected),
      hook: index === mine.active ? (node) => node.scrollIntoView({ block: "nearest" }) : null,
      on: { click: () => pick(place, option, picked, place.element.type.startsWith("multi_")) },
    }, h("span", { class: "option-text" }, plain(option.text.text)),
    option.description && h("span", { class: "option-note" }, plain(option.description.text)));
  };
  const group = ({ label, options }) => label
    ? h("div", { role: "group", "aria-labelledby": domId(`${id} ${label}`) },
      h("div", { id: domId(`${id} ${label}`), class: "option-group" }, label), options.map(item))
    : options.map(item);
  return h("div", {
    class: "popup",
    popover: "manual",
    hook: beside(place.id),
    // The field keeps the focus while an option is clicked.
    on: { mousedown: (event) => event.preventDefault() },
  },
  h("div", {
    id,
    role: "listbox",
    "aria-label": "Options",
    "aria-multiselectable": place.element.type.startsWith("multi_") ? "true" : null,
  }, mine.groups.map(group)),
  h("p", { role: "status", class: mine.note ? "popup-note" : "visually-hidden" }, mine.note ?? counted(choices.length)));
}

function counted(number) {
  if (number === 0) return "Nothing matches.";
  return number === 1 ? "1 option" : `${number} options`;
}

function chips(place, value) {
  if (!value.length) return null;
  return h("ul", { class: "chips", "aria-label": "Chosen" }, value.map((option) => {
    const label = labelOf(place.element, option);
    const remove = () => {
      document.getElementById(place.id)?.focus(); // the button goes, so the focus moves to the field
      chosen(place, value.filter((each) => each.value !== option.value));
    };
    return h("li", { key: option.value, class: "chip" }, label,
      h("button", { type: "button", class: "chip-remove", "aria-label": `Remove ${label}`, on: { click: remove } }, "×"));
  }));
}

function clearButton(place) {
  const clear = () => {
    document.getElementById(place.id)?.focus();
    chosen(place, null);
  };
  return h("button", { type: "button", class: "button quiet small", on: { click: clear } }, "Clear");
}
