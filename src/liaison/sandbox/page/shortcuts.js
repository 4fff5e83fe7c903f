/** The app's shortcuts: global ones beside the composer, message ones in a message's menu. */

import { act } from "./api.js";
import { h } from "./dom.js";
import { menu } from "./menu.js";
import { store } from "./store.js";

/** A button beside the composer; none where the app has no global shortcut. */
export function shortcutsButton() {
  const items = offered("global").map((shortcut) => ({
    ...described(shortcut),
    choose: () => act("shortcut", { callback_id: shortcut.callback_id }),
  }));
  if (!items.length) return null;
  const bolt = h("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
    h("path", { d: "M9.5 1 3 9h4l-.8 6L13 7H9z" }));
  const text = [bolt, h("span", { class: "shortcuts-word" }, "Shortcuts")];
  return menu({ id: "shortcuts", label: "Shortcuts", text, classes: "button small shortcuts-button", items });
}

export function messageShortcutItems(conversation, message) {
  return offered("message").map((shortcut) => ({
    ...described(shortcut),
    choose: () => act("message_shortcut", { callback_id: shortcut.callback_id, channel: conversation.id, ts: message.ts }),
  }));
}

function offered(type) {
  return (store.state.shortcuts ?? []).filter((shortcut) => shortcut.type === type);
}

function described({ name, callback_id: key, description }) {
  return { key: `shortcut ${key}`, text: name, note: description || store.state.app.name };
}
