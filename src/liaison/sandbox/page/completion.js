/** What the composer offers as a slash command is typed. */

import { store } from "./store.js";

/** Commands that begin with what is typed; none once an argument follows, or when the list was dismissed. */
export function candidates(text) {
  if (!/^\/\S*$/.test(text)) return [];
  return store.state.commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

/** The command whose arguments are being typed, for its usage hint. */
export function commandInUse(text) {
  const word = /^(\/\S+)\s/.exec(text)?.[1].toLowerCase();
  return store.state.commands.find(({ command }) => command === word) ?? null;
}
