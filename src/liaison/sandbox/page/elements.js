/** Elements by type: what is pressed or ticked is here, the rest in modules of their own. */

import { h } from "./dom.js";
import { chosen, domId, keyOf, pressed, valueOf } from "./fields.js";
import { overflow } from "./overflow.js";
import { picker } from "./picker.js";
import { plain, textObject } from "./mrkdwn.js";
import { invalidate } from "./store.js";
import { momentField, textField } from "./textfields.js";

const TEXT = new Set(["plain_text_input", "number_input", "email_text_input", "url_text_input"]);
const MOMENT = new Set(["datepicker", "timepicker", "datetimepicker"]);

/** Buttons pressed and not yet answered. */
const waiting = new Set();

/**
 * @param {object} place where the element stands (see fields.js), plus `id`, `labelledBy`, `describedBy`,
 *   `invalid`, `optional` and `hasLabel`
 */
export function element(place) {
  const { type } = place.element;
  if (type === "button" || type === "workflow_button") return button(place);
  if (type.endsWith("_select")) return picker(place);
  if (type === "overflow") return overflow(place);
  if (type === "checkboxes") return ticks(place, "checkbox");
  if (type === "radio_buttons") return ticks(place, "radio");
  if (TEXT.has(type)) return textField(place);
  if (MOMENT.has(type)) return momentField(place);
  return h("p", { class: "unknown" }, `This page cannot show an element of type "${type}".`);
}

/** Whether an element is one control that a <label> can point to, rather than a group of them. */
export function isGroup({ type }) {
  return type === "checkboxes" || type === "radio_buttons";
}

function button(place) {
  const { text, style, url, value, accessibility_label: label } = place.element;
  const key = keyOf(place);
  const press = async () => {
    if (waiting.has(key)) return;
    waiting.add(key);
    invalidate();
    await pressed(place, value ?? null);
    waiting.delete(key);
    invalidate();
  };
  const common = {
    id: domId(key),
    class: ["button", style].filter(Boolean).join(" "),
    "aria-label": label,
    on: { click: press },
  };
  if (url) return h("a", { ...common, href: url, target: "_blank", rel: "noopener noreferrer" }, plain(text.text));
  return h("button", { ...common, type: "button", "aria-disabled": waiting.has(key) ? "true" : null }, plain(text.text));
}

/** Checkboxes or radio buttons. */
function ticks(place, kind) {
  const value = valueOf(place);
  const many = kind === "checkbox";
  const picked = many ? value : [value].filter(Boolean);
  const change = (option, on) => {
    if (!many) return chosen(place, option);
    const rest = picked.filter((each) => each.value !== option.value);
    return chosen(place, on ? [...rest, option] : rest);
  };
  const options = place.element.options.map((option, index) => {
    const id = `${place.id}-${index}`;
    return h("div", { class: "tick" },
      h("input", {
        id,
        type: kind,
        name: place.id,
        checked: picked.some((each) => each.value === option.value),
        "aria-describedby": option.description ? `${id}-note` : null,
        "aria-invalid": place.invalid ? "true" : null,
        on: { change: ({ target }) => change(option, target.checked) },
      }),
      h("label", { for: id }, textObject(option.text)),
      option.description && h("div", { id: `${id}-note`, class: "option-note" }, textObject(option.description)));
  });
  if (place.inInput) return h("div", { class: "ticks" }, options);
  const role = many ? "group" : "radiogroup";
  const label = place.labelledBy ? null : "Choices";
  return h("div", { class: "ticks", role, "aria-labelledby": place.labelledBy, "aria-label": label }, options);
}
