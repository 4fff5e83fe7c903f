/** Elements by type: what is pressed or ticked is here, the rest in modules of their own. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { fileField } from "./files.js";
import { chosen, domId, keyOf, pressed, valueOf } from "./fields.js";
import { overflow } from "./overflow.js";
import { picker } from "./picker.js";
import { isSafe, plain, textObject } from "./mrkdwn.js";
import { invalidate, store } from "./store.js";
import { momentField, textField } from "./textfields.js";

const TEXT = new Set(["plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"]);
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
  if (type === "icon_button") return iconButton(place);
  if (type === "feedback_buttons") return feedback(place);
  if (type === "file_input") return fileField(place);
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
  if (url && isSafe(url)) return h("a", { ...common, href: url, target: "_blank", rel: "noopener noreferrer" }, plain(text.text));
  return h("button", { ...common, type: "button", "aria-disabled": waiting.has(key) ? "true" : null }, plain(text.text));
}

/** A small button with a picture in Slack; here with its words. It may be for some people only. */
function iconButton(place) {
  const { text, value, accessibility_label: label, visible_to_user_ids: visible } = place.element;
  if (visible?.length && !visible.includes(store.state.me.id)) return null;
  return h("button", {
    id: domId(keyOf(place)),
    type: "button",
    class: "button small",
    "aria-label": label,
    on: { click: () => pressed(place, value ?? null) },
  }, plain(text.text));
}

/** Two buttons for a good and a bad opinion. */
function feedback(place) {
  const { positive_button: good, negative_button: bad } = place.element;
  const one = ({ text, value, accessibility_label: label }, sign) => h("button", {
    type: "button",
    class: "button small",
    "aria-label": label,
    on: { click: () => pressed(place, value) },
  }, h("span", { "aria-hidden": "true" }, emoji(sign, "")), " ", plain(text.text));
  return h("div", { class: "feedback", role: "group", "aria-label": "Your opinion" }, one(good, "+1"), one(bad, "-1"));
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
