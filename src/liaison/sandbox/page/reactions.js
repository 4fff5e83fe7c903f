/** Reactions beneath a message: each a button that adds or takes away one's own. */

import { act } from "./api.js";
import { h } from "./dom.js";
import { COMMON, emoji } from "./emoji.js";
import { nameOf } from "./people.js";
import { store } from "./store.js";

export function reactions(conversation, message) {
  if (!message.reactions?.length) return null;
  return h("ul", { class: "reactions", "aria-label": "Reactions" }, message.reactions.map(({ name, users }) => {
    const mine = users.includes(store.state.me.id);
    const who = users.map(nameOf).join(", ");
    return h("li", { key: name },
      h("button", {
        type: "button",
        class: "reaction",
        "aria-pressed": String(mine),
        title: who,
        disabled: !conversation.member,
        on: { click: () => react(conversation, message, name) },
      },
      h("span", { "aria-hidden": "true" }, emoji(name, saidOf(name))),
      h("span", { class: "visually-hidden" }, name),
      h("span", { class: "reaction-count" }, users.length),
      h("span", { class: "visually-hidden" }, who)));
  }));
}

/** What the message's menu offers. */
export function reactionItems(conversation, message) {
  return COMMON.map(([name, said]) => ({
    key: `react ${name}`,
    text: emoji(name, said),
    label: `React with ${said}`,
    classes: "emoji-option",
    choose: () => react(conversation, message, name),
  }));
}

function saidOf(name) {
  return COMMON.find(([each]) => each === name)?.[1];
}

function react(conversation, message, name) {
  return act("react", { channel: conversation.id, ts: message.ts, name });
}
