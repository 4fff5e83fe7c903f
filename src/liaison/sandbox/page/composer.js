/** Where messages and slash commands are written. */

import { act } from "./api.js";
import { attachButton, attached, attachedList, dropping, setAttached } from "./attaching.js";
import { commandInUse, completion } from "./completion.js";
import { h } from "./dom.js";
import { domId } from "./fields.js";
import { fit } from "./growing.js";
import { titleOf } from "./people.js";
import { shortcutsButton } from "./shortcuts.js";
import { invalidate, memory, remember, store } from "./store.js";

/** Where typing goes on, the highlighted choice, and the text for which the list was closed with Escape. */
const list = { key: null, caret: 0, active: 0, dismissed: null };

/**
 * @param {object} conversation
 * @param {{threadTs?: string, onDone?: function}} reply for a reply in a thread
 */
export function composer(conversation, { threadTs = null, onDone = null } = {}) {
  const key = draftKey(conversation, threadTs);
  const id = domId(`composer ${key}`);
  const text = memory.drafts[key] ?? "";
  const isTyped = list.key === key && list.dismissed !== text;
  const found = isTyped ? completion(text, list.caret, { inThread: Boolean(threadTs) }) : null;
  const offered = found?.items ?? [];
  const inUse = threadTs ? null : commandInUse(text);
  const label = threadTs ? "Your reply" : `Message ${titleOf(conversation)}`;
  const send = () => submit(conversation, threadTs, onDone);
  const at = Math.min(list.active, offered.length - 1);
  const hasSomething = Boolean(text.trim()) || attached(key).files.length > 0;
  return h("div", { key: id, class: threadTs ? "composer reply" : "composer", on: dropping(id, key) },
    offered.length > 0 && choices(id, found, at, key),
    inUse && h("p", { key: "usage", id: `${id}-usage`, class: "usage" }, commandText(inUse)),
    attachedList(id, key),
    h("form", { class: "composer-form", on: { submit: (event) => { event.preventDefault(); send(); } } },
      h("label", { for: id, class: "visually-hidden" }, label),
      h("textarea", {
        id,
        rows: 1,
        value: text,
        placeholder: threadTs ? "Reply" : `${label}, or type / for commands`,
        "aria-autocomplete": "list",
        "aria-controls": offered.length ? `${id}-list` : null,
        "aria-activedescendant": offered.length ? `${id}-${at}` : null,
        "aria-describedby": inUse ? `${id}-usage` : null,
        "data-composer": threadTs ? null : "main",
        hook: (node, isNew) => {
          fit(node);
          if (isNew && threadTs) node.focus();
        },
        on: {
          input: ({ target }) => write(key, target.value, target.selectionStart),
          keydown: (event) => keys(event, { id, key, text, offered, at, send, onDone }),
        },
      }),
      threadTs && h("button", { type: "button", class: "button quiet small", on: { click: onDone } }, "Cancel"),
      attachButton(id, key),
      !threadTs && shortcutsButton(),
      h("button", { type: "submit", class: "button primary small", "aria-disabled": hasSomething ? null : "true" }, "Send")),
    h("p", { class: "visually-hidden", role: "status" }, offered.length > 0 && counted(found)));
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

function write(key, text, caret = text.length) {
  memory.drafts[key] = text;
  if (!text) delete memory.drafts[key];
  Object.assign(list, { key, caret, active: 0, dismissed: null });
  remember();
  invalidate();
}

async function submit(conversation, threadTs, onDone) {
  const key = draftKey(conversation, threadTs);
  const text = (memory.drafts[key] ?? "").trim();
  const { files, isUploading } = attached(key);
  if (isUploading || !(text || files.length)) return;
  store.toEnd = !threadTs;
  write(key, "");
  setAttached(key, []);
  const ids = files.map((file) => file.id);
  const answer = await act("say", { channel: conversation.id, text, thread_ts: threadTs, files: ids });
  if (answer.ok) {
    onDone?.();
    return;
  }
  if (!memory.drafts[key]) write(key, text); // nothing typed is lost
  if (!attached(key).files.length) setAttached(key, files);
}

function keys(event, { id, key, text, offered, at, send, onDone }) {
  if (event.isComposing) return;
  const complete = () => take(id, key, offered[at]);
  const move = (step) => {
    list.active = (at + step + offered.length) % offered.length;
    invalidate();
  };
  const handlers = offered.length
    ? {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Tab: event.shiftKey ? null : complete,
      Enter: () => (offered[at].text.trimEnd() === text ? send() : complete()),
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

/** Puts a choice in the place of what was typed of it; typing goes on after it. */
function take(id, key, { text, caret }) {
  write(key, text, caret);
  queueMicrotask(() => document.getElementById(id)?.setSelectionRange(caret, caret)); // once it is drawn
}

function choices(id, { title, items }, at, key) {
  return h("div", {
    id: `${id}-list`,
    class: "commands",
    role: "listbox",
    "aria-label": title,
    on: { mousedown: (event) => event.preventDefault() },
  }, items.map((item, index) => h("div", {
    key: item.key,
    id: `${id}-${index}`,
    role: "option",
    "aria-selected": String(index === at),
    class: index === at ? "option active" : "option",
    hook: index === at ? (node) => node.scrollIntoView({ block: "nearest" }) : null,
    on: { click: () => take(id, key, item) },
  }, item.command ? commandText(item.command) : nameText(item))));
}

function commandText({ command, usage_hint: usage, description }) {
  return [
    h("span", { class: "command-name" }, command),
    usage && h("span", { class: "command-usage" }, usage),
    h("span", { class: "command-about" }, description),
  ];
}

function nameText({ name, note }) {
  return [h("span", { class: "command-name" }, name), note && h("span", { class: "command-usage-role" }, note)];
}

function counted({ one, many, items }) {
  return `${items.length === 1 ? `1 ${one}` : `${items.length} ${many}`}. Arrow keys move, Enter completes.`;
}
