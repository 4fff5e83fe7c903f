/** What the composer offers while something is typed: slash commands, people after @, channels after #. */

import { nameOf, roleOf } from "./people.js";
import { store } from "./store.js";

const MOST = 8;

/**
 * What fits what stands before the caret, or null. Each item knows the whole text, and the caret, once it is chosen.
 * @returns {{title: string, one: string, many: string, items: object[]}|null}
 */
export function completion(text, caret, { inThread }) {
  if (/^\/\S*$/.test(text)) return inThread ? null : commands(text);
  const [, sign, word] = /(?:^|[\s(])([@#])([^@#\n]{0,40})$/.exec(text.slice(0, caret)) ?? [];
  if (!sign) return null;
  const { title, one, many, found } = sign === "@" ? people(word) : channels(word);
  if (found.some(({ name }) => name === word.trim())) return null; // written out already
  const put = (name) => `${text.slice(0, caret - word.length)}${name} `;
  const items = found.slice(0, MOST).map((each) => {
    const before = put(each.name);
    return { ...each, name: `${sign}${each.name}`, text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
  });
  return items.length ? { title, one, many, items } : null;
}

/** The command whose arguments are being typed, for its usage hint. */
export function commandInUse(text) {
  const word = /^(\/\S+)\s/.exec(text)?.[1].toLowerCase();
  return store.state.commands.find(({ command }) => command === word) ?? null;
}

function commands(typed) {
  const fitting = store.state.commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
  if (!fitting.length) return null;
  const items = fitting.map((each) => {
    const text = `${each.command} `;
    return { key: each.command, command: each, text, caret: text.length };
  });
  return { title: "Commands", one: "command", many: "commands", items };
}

function people(typed) {
  const found = store.state.users
    .filter((user) => !user.deleted && (begins(nameOf(user.id), typed) || begins(user.name, typed)))
    .map((user) => ({ key: user.id, name: nameOf(user.id), note: user.is_bot ? "App" : roleOf(user) }));
  return { title: "People", one: "person", many: "people", found };
}

function channels(typed) {
  const found = store.state.conversations
    .filter(({ kind, name }) => kind === "channel" && begins(name, typed))
    .map(({ id, name, member }) => ({ key: id, name, note: member ? "" : "not joined" }));
  return { title: "Channels", one: "channel", many: "channels", found };
}

/** Whether a name, or one of its words, begins with what is typed. */
function begins(name, typed) {
  const wanted = typed.toLowerCase();
  const whole = name.toLowerCase();
  return whole.startsWith(wanted) || whole.split(/[\s.-]+/).some((_, at, words) => words.slice(at).join(" ").startsWith(wanted));
}
