/** Who the person acts as and what they look at: kept in the address, so that it survives a reload. */

import { invalidate, store } from "./store.js";

/** @returns {{as: string|null, conversation: string|null, tab: string|null}} */
export function route() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { as: parts.get("as"), conversation: parts.get("in"), tab: parts.get("tab") };
}

/** Goes elsewhere; what is not named stays as it is. */
export function go(change) {
  location.hash = address({ ...route(), ...change });
  invalidate();
}

/** Writes what is on show into the address, so that a conversation begun later does not take its place. */
export function stay() {
  const { as, conversation, tab } = route();
  const here = { as: store.state.me.id, conversation: openConversation()?.id, tab };
  if (as !== here.as || conversation !== here.conversation) history.replaceState(null, "", `#${address(here)}`);
}

function address({ as, conversation, tab }) {
  const named = Object.entries({ as, in: conversation, tab }).filter(([, value]) => value);
  return new URLSearchParams(named).toString();
}

/** The conversation on show: the one in the address, or the app's, or the first. */
export function openConversation() {
  const { conversations, app } = store.state;
  return (
    conversations.find(({ id }) => id === route().conversation) ??
    conversations.find((each) => each.with === app.user_id) ??
    conversations[0] ??
    null
  );
}

/** Whether the app's Home tab is on show. */
export function homeIsOpen() {
  return route().tab === "home" && openConversation()?.with === store.state.app.user_id;
}
