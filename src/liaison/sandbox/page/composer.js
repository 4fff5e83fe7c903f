/** Where messages and slash commands are written. */

import { act } from "./api.js";
import { candidates, commandInUse } from "./completion.js";
import { h } from "./dom.js";
import { domId } from "./fields.js";
import { titleOf } from "./people.js";
import { invalidate, memory, remember, store } from "./store.js";

/** The highlighted command, and the text for which the list was closed with Escape. */
const list = { active: 0, dismissed: null };

/**
 * @param {object} conversation
 * @param {{threadTs?: string, onDone?: function}} reply for a reply in a thread
 */
export function composer(conversation, { threadTs = null, onDone = null } = {}) {
  const key = draftKey(conversation, threadTs);
  const id = domId(`composer ${key}`);
  const text = memory.drafts[key] ?? "";
  const offered = threadTs || list.dismissed === text ? [] : candidates(text);
  const inUse = threadTs ? null : commandInUse(text);
  const label = threadTs ? "Your reply" : `Message ${titleOf(conversation)}`;
  const send = () => submit(conversation, threadTs, onDone);
  const at = Math.min(list.active, offered.length - 1);
  return h("div", { key: id, class: threadTs ? "composer reply" : "composer" },
    offered.length > 0 && commandList(id, offered, at, key),
    inUse && h("p", { key: "usage", id: `${id}-usage`, class: "usage" }, commandText(inUse)),
    h("form", { class: "composer-form", on: { submit: (event) => { event.preventDefault(); send(); } } },
      h("label", { for: id, class: "visually-hidden" }, label),
      h("textarea", {
        id,
        rows: 1,
        value: text,
        placeholder: threadTs ? "Reply" : `${label}, or type / for commands`,
        "aria-autocomplete": threadTs ? null : "list",
        "aria-controls": offered.length ? `${id}-list` : null,
        "aria-activedescendant": offered.length ? `${id}-${at}` : null,
        "aria-describedby": inUse ? `${id}-usage` : null,
        "data-composer": threadTs ? null : "main",
        hook: (node, isNew) => {
          fit(node);
          if (isNew && threadTs) node.focus();
        },
        on: {
          input: ({ target }) => write(key, target.value),
          keydown: (event) => keys(event, { key, text, offered, at, send, onDone }),
        },
      }),
      threadTs && h("button", { type: "button", class: "button quiet small", on: { click: onDone } }, "Cancel"),
      h("button", { type: "submit", class: "button primary small", "aria-disabled": text.trim() ? null : "true" }, "Send")),
    h("p", { class: "visually-hidden", role: "status" }, offered.length > 0 && counted(offered.length)));
}

/** Puts words into the composer of the conversation, for the person to look at and send. */
export function prefill(conversation, text) {
  write(draftKey(conversation, null), text);
  focusComposer();
}

export function focusComposer() {
  document.querySelector("[data-composer=main]")?.focus();
}

function draftKey(conversation, threadTs) {
  return [store.state.me.id, conversation.id, threadTs].filter(Boolean).join(" ");
}

function write(key, text) {
  memory.drafts[key] = text;
  if (!text) delete memory.drafts[key];
  Object.assign(list, { active: 0, dismissed: null });
  remember();
  invalidate();
}

async function submit(conversation, threadTs, onDone) {
  const key = draftKey(conversation, threadTs);
  const text = (memory.drafts[key] ?? "").trim();
  if (!text) return;
  store.toEnd = !threadTs;
  write(key, "");
  const answer = await act("say", { channel: conversation.id, text, thread_ts: threadTs });
  if (!answer.ok && !memory.drafts[key]) write(key, text); // nothing typed is lost
  else onDone?.();
}

function keys(event, { key, text, offered, at, send, onDone }) {
  if (event.isComposing) return;
  const complete = () => write(key, `${offered[at].command} `);
  const move = (step) => {
    list.active = (at + step + offered.length) % offered.length;
    invalidate();
  };
  const handlers = offered.length
    ? {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Tab: event.shiftKey ? null : complete,
      Enter: () => (offered[at].command === text ? send() : complete()),
      Escape: () => dismiss(text),
    }
    : { Enter: event.shiftKey ? null : send, Escape: onDone };
  const handle = handlers[event.key];
  if (!handle) return;
  event.preventDefault();
  event.stopPropagation();
  handle();
}

function dismiss(text) {
  list.dismissed = text;
  invalidate();
}

function commandList(id, offered, at, key) {
  return h("div", {
    id: `${id}-list`,
    class: "commands",
    role: "listbox",
    "aria-label": "Commands",
    on: { mousedown: (event) => event.preventDefault() },
  }, offered.map((command, index) => h("div", {
    key: command.command,
    id: `${id}-${index}`,
    role: "option",
    "aria-selected": String(index === at),
    class: index === at ? "option active" : "option",
    hook: index === at ? (node) => node.scrollIntoView({ block: "nearest" }) : null,
    on: { click: () => write(key, `${command.command} `) },
  }, commandText(command))));
}

function commandText({ command, usage_hint: usage, description }) {
  return [
    h("span", { class: "command-name" }, command),
    usage && h("span", { class: "command-usage" }, usage),
    h("span", { class: "command-about" }, description),
  ];
}

function counted(number) {
  return `${number === 1 ? "1 command" : `${number} commands`}. Arrow keys move, Enter completes.`;
}

function fit(node) {
  node.style.height = "auto";
  node.style.height = `${node.scrollHeight + 2}px`;
}
