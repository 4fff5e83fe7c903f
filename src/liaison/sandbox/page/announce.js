/** Tells screen readers what changed: new and changed messages of the conversation on show. */

import { nameOf } from "./people.js";

let watched = null;
let known = new Map();

/** Says one thing, politely. A modal makes the rest of the page inert, so it has a region of its own. */
export function say(sentence) {
  const region = document.getElementById(document.getElementById("modal").open ? "modal-live" : "live");
  if (region.textContent !== sentence) region.textContent = sentence;
}

/** Compares the conversation with what was announced before. */
export function announceMessages(conversation, me) {
  const texts = new Map(conversation.messages.map((message) => [message.ts, message.text]));
  if (watched === conversation.id) {
    const news = conversation.messages.filter((each) => each.user !== me && known.get(each.ts) !== each.text);
    const sentences = news.map((each) => sentence(each, known.has(each.ts)));
    if (sentences.length) say(sentences.join(" "));
  }
  watched = conversation.id;
  known = texts;
}

function sentence(message, changed) {
  const marks = [changed && "changed", message.ephemeral && "only visible to you"].filter(Boolean);
  return `${nameOf(message.user)}${marks.length ? ` (${marks.join(", ")})` : ""}: ${message.text}`;
}
