/** Fields to type in: text, numbers, addresses, dates and times. */

import { h } from "./dom.js";
import { chosen, hold, pressed, typed, valueOf } from "./fields.js";
import { momentOf, wallClock } from "./times.js";

const INPUT_MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };
const NEARLY_FULL = 0.8;
const PLAIN = "Here you type plain text; Slack itself also offers bold, lists and the like.";
const NAMES = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

export function textField(place) {
  const { type, max_length: most, placeholder } = place.element;
  const isRich = type === "rich_text_input";
  const value = valueOf(place) ?? "";
  const counter = most && value.length >= most * NEARLY_FULL;
  const attributes = {
    ...common(place, counter ? `${place.id}-count` : isRich && `${place.id}-plain`),
    class: "text-input",
    placeholder: placeholder?.text,
    value,
    on: {
      input: ({ target }) => typed(place, target.value),
      keydown: (event) => sendWithEnter(event, place),
    },
  };
  const field = isLong(place.element)
    ? h("textarea", { ...attributes, rows: 4 })
    : h("input", { ...attributes, type: "text", inputmode: INPUT_MODES[type], autocomplete: "off" });
  // Too much is counted and not cut, so that nothing pasted is lost without a word.
  return [
    field,
    counter && h("p", { id: `${place.id}-count`, class: "hint" }, room(most - value.length)),
    isRich && h("p", { id: `${place.id}-plain`, class: "hint" }, PLAIN),
  ];
}

function isLong({ type, multiline }) {
  return multiline || type === "rich_text_input";
}

function room(left) {
  const characters = Math.abs(left) === 1 ? "1 character" : `${Math.abs(left)} characters`;
  return left < 0 ? `${characters} too many` : `${characters} left`;
}

function sendWithEnter(event, place) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || isLong(place.element)) return;
  const triggers = place.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (!place.dispatch || !triggers.includes("on_enter_pressed")) return;
  event.preventDefault();
  pressed(place, event.target.value);
}

/** A date, a time or both, in the browser's own field. */
export function momentField(place) {
  const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
  const kind = types[place.element.type];
  const value = valueOf(place);
  const local = kind === "datetime-local" && value ? wallClock(new Date(value * 1000)).slice(0, 16) : value;
  return h("input", { ...common(place), type: kind, class: "moment-input", value: local ?? "", on: commitOnce(place) });
}

/**
 * A date that is typed is complete for the browser after each digit of the year (0002, 0020, …), so what
 * is typed counts when the person leaves the field or presses Enter; what is picked counts at once.
 */
function commitOnce(place) {
  const read = (field) => (field.value === "" ? null : toSlack(place.element.type, field.value));
  const commit = (field) => {
    if (!field.dataset.changed) return;
    delete field.dataset.changed;
    chosen(place, read(field));
  };
  return {
    keydown: ({ key, target }) => {
      if (key === "Enter") commit(target);
      else if (key !== "Tab") target.dataset.typing = "yes";
    },
    pointerdown: ({ target }) => delete target.dataset.typing,
    input: ({ target }) => {
      target.dataset.changed = "yes";
      hold(place, read(target));
    },
    change: ({ target }) => target.dataset.typing || commit(target),
    blur: ({ target }) => {
      delete target.dataset.typing;
      commit(target);
    },
  };
}

function toSlack(type, value) {
  return type === "datetimepicker" ? String(momentOf(value).getTime() / 1000) : value;
}

function common(place, more) {
  return {
    id: place.id,
    "aria-labelledby": place.labelledBy,
    "aria-label": place.labelledBy || place.hasLabel ? null : place.element.placeholder?.text ?? NAMES[place.element.type] ?? "Value",
    "aria-describedby": [place.describedBy, more].filter(Boolean).join(" ") || null,
    "aria-invalid": place.invalid ? "true" : null,
    "aria-required": place.inInput && !place.optional ? "true" : null,
  };
}
