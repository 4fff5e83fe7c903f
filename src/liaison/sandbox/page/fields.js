/**
 * What people have typed and chosen, until the server has it.
 *
 * A place says where an element stands: `{container, blockId, element, inInput, dispatch, values}`.
 * Input blocks are filled in; all other elements, and inputs that dispatch, are pressed.
 */

import { act, leave } from "./api.js";
import { askFirst } from "./confirm.js";
import { plainOf } from "./richtext.js";
import { invalidate } from "./store.js";

const TYPING_PAUSE = 250;

/** Values the server does not have yet. */
const pending = new Map();
const timers = new Map();
const ids = new Map();
/** What waits its turn: `{name, details, done}`. */
const waiting = [];
let sending = null;

export function keyOf({ container, blockId, element }) {
  const where = container.view_id ?? [container.channel, container.ts, container.attachment_id].join("/");
  return [container.type, where, blockId, element.action_id].join(" ");
}

/** An id for the document; the same key always has the same one. */
export function domId(key) {
  if (!ids.has(key)) ids.set(key, `f${ids.size + 1}`);
  return ids.get(key);
}

/** The place of an element of a block that stands in `setting` (see blocks.js). */
export function placeOf({ container, values }, blockId, element, more) {
  const where = { container, values, blockId, element, inInput: false, dispatch: true, optional: true };
  return { ...where, id: domId(keyOf(where)), ...more };
}

/** The value to show: what was just typed, else what the server has, else what the app began with. */
export function valueOf(place) {
  const key = keyOf(place);
  if (pending.has(key)) return pending.get(key);
  const stored = place.values?.[place.blockId]?.[place.element.action_id];
  return stored ? fromState(stored) : fromInitial(place.element);
}

/** Takes a keystroke's worth of text; the server is told at the next pause. */
export function typed(place, value) {
  const key = keyOf(place);
  hold(place, value);
  clearTimeout(timers.get(key)?.timer);
  const send = () => {
    timers.delete(key);
    deliver(place, value, "fill");
  };
  timers.set(key, { timer: setTimeout(send, TYPING_PAUSE), send });
}

/** Takes a choice and sends it at once, after asking if the app wants that. */
export async function chosen(place, value) {
  if (place.element.confirm && !(await askFirst(place.element.confirm))) {
    pending.delete(keyOf(place));
    return invalidate();
  }
  hold(place, value);
  return deliver(place, value, place.inInput && !place.dispatch ? "fill" : "press");
}

/** A button, or text that is sent with Enter: pressed once what was typed has arrived. */
export async function pressed(place, value) {
  if (place.element.confirm && !(await askFirst(place.element.confirm))) return null;
  sendTyped();
  return enqueue("press", { ...address(place), value });
}

/** Resolves when everything typed so far has reached the server. */
export function flush() {
  sendTyped();
  return sending;
}

/** Forgets what belonged to modals that are gone. */
export function forgetViews() {
  for (const key of pending.keys()) if (key.startsWith("view ")) pending.delete(key);
}

// Nothing that waits its turn would outlive the page.
addEventListener("pagehide", () => {
  sendTyped();
  leave(waiting.splice(0).map(({ name, details }) => ({ act: name, ...details })));
});

function sendTyped() {
  for (const { timer, send } of [...timers.values()]) {
    clearTimeout(timer);
    send();
  }
}

function address({ container, blockId, element }) {
  return { container, block_id: blockId, action_id: element.action_id };
}

/** Shows a value that is not sent yet. */
export function hold(place, value) {
  pending.set(keyOf(place), value);
  invalidate();
}

/** Shows again what the server has. */
export function release(place) {
  pending.delete(keyOf(place));
  invalidate();
}

async function deliver(place, value, how) {
  const answer = await enqueue(how, { ...address(place), value: toWire(value) });
  const key = keyOf(place);
  if (answer.ok && pending.get(key) === value) {
    pending.delete(key);
    invalidate();
  }
  return answer;
}

/** One after the other, so that the server sees what was done in the order it was done. */
function enqueue(name, details) {
  const answer = new Promise((done) => waiting.push({ name, details, done }));
  sending ??= sendWaiting();
  return answer;
}

async function sendWaiting() {
  await null; // `sending` is set before the first goes
  while (waiting.length) {
    const { name, details, done } = waiting.shift();
    done(await act(name, details));
  }
  sending = null;
}

/** Options are kept with their labels, and sent as bare values. */
function toWire(value) {
  if (Array.isArray(value)) return value.map((option) => option.value);
  return value?.value ?? (typeof value === "object" ? null : value);
}

function fromState(state) {
  const { type } = state;
  if (/^multi_(users|conversations|channels)_select$/.test(type)) {
    const [, kind] = type.split("_");
    return (state[`selected_${kind}`] ?? []).map((id) => ({ value: id }));
  }
  if (/^(users|conversations|channels)_select$/.test(type)) {
    const id = state[`selected_${type.split("_")[0].slice(0, -1)}`];
    return id ? { value: id } : null;
  }
  if (type.startsWith("multi_") || type === "checkboxes") return state.selected_options ?? [];
  if (type === "file_input") return (state.files ?? []).map(({ id, name, size }) => ({ value: id, name, size }));
  if (type === "rich_text_input") return plainOf(state.rich_text_value);
  const rest = state.selected_option ?? state.selected_date ?? state.selected_time ?? state.selected_date_time;
  return rest ?? state.value ?? null;
}

function fromInitial(element) {
  const { type } = element;
  const wrap = (id) => (id ? { value: id } : null);
  if (/^multi_(users|conversations|channels)_select$/.test(type)) {
    return (element[`initial_${type.split("_")[1]}`] ?? []).map(wrap);
  }
  if (type.startsWith("multi_") || type === "checkboxes") return element.initial_options ?? [];
  if (type === "rich_text_input") return plainOf(element.initial_value);
  const chosen = element.initial_user ?? element.initial_conversation ?? element.initial_channel;
  if (chosen) return wrap(chosen);
  const rest = element.initial_date ?? element.initial_time ?? element.initial_date_time;
  return element.initial_option ?? rest ?? element.initial_value ?? null;
}
