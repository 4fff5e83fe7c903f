/** A conversation's messages, each thread beneath the message that began it. */

import { act } from "./api.js";
import { attachments } from "./attachments.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { editor, isEdited, ownItems } from "./editing.js";
import { domId } from "./fields.js";
import { fileList } from "./files.js";
import { drawn } from "./inline.js";
import { menu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, nameOf, person, roleOf } from "./people.js";
import { reactionItems, reactions } from "./reactions.js";
import { messageShortcutItems } from "./shortcuts.js";
import { invalidate, store } from "./store.js";
import { longDay, time, wallClock } from "./times.js";

const NEAR_END = 80;

/** Messages to which the person is writing a reply. */
const replying = new Set();
/** Where the unread messages began when each conversation was opened. */
const firstUnread = new Map();
/** Conversations of which the server is being told that they are read. */
const marking = new Set();
let atEnd = true;

/** Called on leaving a conversation, so that the "New" line is drawn afresh the next time. */
export function forgetUnread() {
  firstUnread.clear();
}

export function messageList(conversation, title) {
  rememberUnread(conversation);
  const { tops, replies } = threads(conversation.messages);
  return h("div", {
    key: `messages ${store.state.me.id} ${conversation.id}`,
    class: "messages",
    role: "region",
    tabindex: "0",
    "aria-label": `Messages in ${title}`,
    hook: followEnd,
    on: { scroll: ({ currentTarget }) => (atEnd = isAtEnd(currentTarget)) },
  },
  tops.length === 0 && h("p", { class: "empty" }, `There are no messages in ${title} yet.`),
  h("ol", { class: "message-list" }, tops.flatMap((message, index) => [
    dayLine(message, tops[index - 1]),
    message.ts === firstUnread.get(conversation.id) && h("li", { key: "new", class: "new-line" }, h("span", null, "New")),
    row(conversation, message, replies.get(message.ts) ?? []),
  ])));
}

/** Marks the conversation on show as read, once, when the person can see it. */
export async function markRead({ id, unread }) {
  if (!unread || document.hidden || marking.has(id)) return;
  marking.add(id);
  await act("read", { channel: id });
  marking.delete(id);
}

function rememberUnread({ id, unread, messages }) {
  if (firstUnread.has(id)) return;
  const others = messages.filter((message) => message.user !== store.state.me.id);
  firstUnread.set(id, unread ? others.at(-unread)?.ts : null);
}

function threads(messages) {
  const all = new Set(messages.map(({ ts }) => ts));
  const tops = [];
  const replies = new Map();
  for (const message of messages) {
    const parent = message.thread_ts;
    if (!parent || parent === message.ts || !all.has(parent)) tops.push(message);
    else replies.set(parent, [...(replies.get(parent) ?? []), message]);
  }
  return { tops, replies };
}

function dayLine(message, before) {
  const dayOf = (each) => each && wallClock(new Date(each.time)).slice(0, 10);
  if (dayOf(message) === dayOf(before)) return null;
  return h("li", { key: `day ${dayOf(message)}`, class: "day-line" }, h("span", null, longDay(new Date(message.time))));
}

function row(conversation, message, answers) {
  const { ts } = message;
  const open = replying.has(ts);
  const canReply = conversation.member && !conversation.archived && !message.ephemeral;
  return h("li", { key: ts, "data-ts": ts, tabindex: "-1", class: message.ephemeral ? "message ephemeral" : "message" },
    avatar(message.user),
    h("div", { class: "message-main" },
      head(message),
      body(conversation, message),
      answers.length > 0 && thread(conversation, message, answers),
      open && composer(conversation, { threadTs: ts, onDone: () => stopReply(ts) }),
      canReply && !open && answers.length > 0 && replyButton(message, "reply-button"),
      tools(conversation, message, canReply && !open && answers.length === 0)));
}

function replyButton(message, classes) {
  return h("button", {
    type: "button",
    class: classes,
    "aria-label": `Reply to ${spoken(message)}`,
    on: { click: () => startReply(message.ts) },
  }, "Reply");
}

/** What can be done with a message; in sight while it has the pointer or the focus. */
function tools(conversation, message, canReply) {
  if (!conversation.member || conversation.archived || message.ephemeral) return null;
  const items = [
    ...reactionItems(conversation, message),
    ...messageShortcutItems(conversation, message),
    ...ownItems(conversation, message),
  ];
  return h("div", { class: "message-tools" },
    canReply && replyButton(message, "button small"),
    menu({
      id: domId(`tools ${conversation.id} ${message.ts}`),
      label: `More actions for the message of ${spoken(message)}`,
      classes: "button small icon-button",
      items,
    }));
}

function spoken(message) {
  return `${nameOf(message.user)}, ${time(new Date(message.time))}`;
}

function thread(conversation, message, answers) {
  const count = answers.length === 1 ? "1 reply" : `${answers.length} replies`;
  return h("div", { class: "thread" },
    h("p", { class: "thread-count" }, count),
    h("ol", { class: "message-list", "aria-label": `Replies to ${nameOf(message.user)}` }, answers.map((answer) =>
      h("li", { key: answer.ts, "data-ts": answer.ts, tabindex: "-1", class: answer.ephemeral ? "message ephemeral" : "message" },
        avatar(answer.user, { small: true }),
        h("div", { class: "message-main" }, head(answer), body(conversation, answer), tools(conversation, answer, false))))));
}

function head(message) {
  const user = person(message.user);
  const moment = new Date(message.time);
  const role = user && !message.is_app ? roleOf(user) : "";
  return h("p", { class: "message-head" },
    message.ephemeral && h("span", { class: "only-you" }, "Only visible to you"),
    h("strong", { class: "message-name" }, nameOf(message.user)),
    message.is_app && h("span", { class: "badge" }, "App"),
    h("span", { class: "message-facts" }, // one piece, so that the time never stands on a line of its own
      role && h("span", { class: "message-role" }, role),
      h("time", { datetime: message.time, title: `${longDay(moment)}, ${time(moment)}` }, time(moment)),
      message.edited && h("span", { class: "edited" }, "(edited)")));
}

function body(conversation, message) {
  if (isEdited(message)) return editor(conversation, message);
  return drawn("message", () => content(conversation, message), message.text);
}

function content(conversation, message) {
  const where = { channel: conversation.id, ts: message.ts };
  const draw = (list, attachment) => {
    const container = attachment
      ? { type: "message_attachment", ...where, attachment_id: attachment }
      : { type: "message", ...where };
    return h("div", { class: "blocks" }, blocks(list, { container, values: message.values }));
  };
  return [
    message.blocks?.length ? draw(message.blocks) : words(message),
    attachments(message.attachments, draw),
    fileList(message.files),
    reactions(conversation, message),
  ];
}

function words({ text, subtype }) {
  return text && h("div", { class: subtype ? "text aside" : "text" }, mrkdwn(text));
}

function startReply(ts) {
  replying.add(ts);
  invalidate();
}

function stopReply(ts) {
  replying.delete(ts);
  invalidate();
}

function isAtEnd(node) {
  return node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_END;
}

/** Stays at the newest message, unless the person has scrolled up to read. */
function followEnd(node, isNew) {
  if (isNew) {
    atEnd = true;
    node.addEventListener("load", () => followEnd(node, false), true); // pictures push the end down
  }
  if (store.toEnd) {
    atEnd = true;
    store.toEnd = false;
  }
  if (!atEnd) return;
  node.scrollTop = node.scrollHeight;
  // On a very low window the page scrolls and not the list.
  if (isNew && node.clientHeight === node.scrollHeight) node.querySelector(".message:last-child")?.scrollIntoView();
}
