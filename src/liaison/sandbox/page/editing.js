/** A person's own message: changed in its place, or deleted. */

import { act } from "./api.js";
import { askFirst } from "./confirm.js";
import { h } from "./dom.js";
import { domId } from "./fields.js";
import { fit } from "./growing.js";
import { editable } from "./mrkdwn.js";
import { invalidate, store } from "./store.js";

const SURE = {
  title: { text: "Delete this message?" },
  text: { type: "plain_text", text: "Everybody here loses it. This cannot be undone." },
  confirm: { text: "Delete it" },
  deny: { text: "Keep it" },
  style: "danger",
};

/** What is being typed, by the message's ts. */
const drafts = new Map();

export function isEdited(message) {
  return drafts.has(message.ts);
}

/** What a message's menu offers its author. */
export function ownItems(conversation, message) {
  if (message.user !== store.state.me.id) return [];
  const remove = async () => {
    if (await askFirst(SURE)) act("delete", { channel: conversation.id, ts: message.ts });
  };
  return [
    { key: "edit", text: "Edit the message", choose: () => write(message, editable(message.text)) },
    { key: "delete", text: "Delete the message", classes: "dangerous", choose: remove },
  ];
}

export function editor(conversation, message) {
  const id = domId(`edit ${conversation.id} ${message.ts}`);
  const text = drafts.get(message.ts);
  const leave = () => {
    drafts.delete(message.ts);
    invalidate();
    document.querySelector(`[data-ts="${CSS.escape(message.ts)}"]`)?.focus();
  };
  const save = async (event) => {
    event.preventDefault();
    if (!text.trim()) return;
    const answer = await act("edit", { channel: conversation.id, ts: message.ts, text: text.trim() });
    if (answer.ok) leave();
  };
  const keys = (event) => {
    const handle = { Enter: event.shiftKey || event.isComposing ? null : save, Escape: leave }[event.key];
    if (!handle) return;
    event.stopPropagation();
    event.preventDefault();
    handle(event);
  };
  return h("form", { key: "editor", class: "composer-form editor", on: { submit: save } },
    h("label", { for: id, class: "visually-hidden" }, "Your message"),
    h("textarea", {
      id,
      rows: 1,
      value: text,
      hook: (node, isNew) => {
        fit(node);
        if (isNew) node.focus();
      },
      on: { input: ({ target }) => write(message, target.value), keydown: keys },
    }),
    h("button", { type: "button", class: "button quiet small", on: { click: leave } }, "Cancel"),
    h("button", { type: "submit", class: "button primary small", "aria-disabled": text.trim() ? null : "true" }, "Save"));
}

function write(message, text) {
  drafts.set(message.ts, text);
  invalidate();
}
