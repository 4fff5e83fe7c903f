/** "Try this": sentences for somebody who is new here; commands in them can be put into the composer. */

import { prefill } from "./composer.js";
import { h } from "./dom.js";
import { go, openConversation } from "./route.js";
import { store } from "./store.js";

/** @param {function} leave called before a command is put into the composer */
export function tryThis(leave) {
  const sentences = store.state.try;
  if (!sentences?.length) return null;
  return h("section", { class: "drawer-part try-this", "aria-labelledby": "try-title" },
    h("h3", { id: "try-title" }, "Try this"),
    h("ol", null, sentences.map((sentence) => h("li", null, pieces(sentence, leave)))));
}

/** Text between backticks that begins with a slash becomes a button. */
function pieces(sentence, leave) {
  return sentence.split(/`([^`]+)`/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    if (!piece.startsWith("/")) return h("code", null, piece);
    return h("button", { type: "button", class: "try-command", on: { click: () => put(piece, leave) } }, piece);
  });
}

function put(command, leave) {
  leave();
  go({ tab: null });
  const conversation = openConversation();
  if (conversation) prefill(conversation, command);
}
