/** What a menu offers, wherever its options come from. */

import { suggest } from "./api.js";
import { nameOf, titleOf } from "./people.js";
import { store } from "./store.js";

const ASK_PAUSE = 250;
const LEAST_TYPED = 3; // Slack's own, when the app does not say

let timer = null;

/** @returns {{label: string|null, options: object[]}[]} groups of Slack options */
export function offered(element) {
  const { conversations, offered_users: people } = store.state;
  const asOption = (value, text) => ({ value, text: { type: "plain_text", text } });
  const single = (options) => [{ label: null, options }];
  if (element.type.endsWith("users_select")) {
    return single(people.map((id) => asOption(id, nameOf(id))));
  }
  if (element.type.endsWith("channels_select")) {
    const open = conversations.filter(({ kind, archived }) => kind === "channel" && !archived);
    return single(open.map((each) => asOption(each.id, titleOf(each))));
  }
  if (element.type.endsWith("conversations_select")) {
    const wanted = conversations.filter((each) => lets(element.filter ?? {}, each));
    return single(wanted.map((each) => asOption(each.id, titleOf(each))));
  }
  return grouped(element);
}

/** Whether a menu's filter lets a conversation through. Direct messages here are with the app, which is a bot. */
function lets(filter, { kind, archived, ext_shared: shared }) {
  const { include = [], exclude_bot_users: noBots, exclude_external_shared_channels: noShared } = filter;
  if (archived || (noBots && kind === "im") || (noShared && shared)) return false;
  return !include.length || include.includes(kind === "channel" ? "public" : kind);
}

/** Groups with only the options whose text holds what was typed. */
export function matching(groups, query) {
  const wanted = query.trim().toLowerCase();
  const holds = (option) => option.text.text.toLowerCase().includes(wanted);
  return groups
    .map(({ label, options }) => ({ label, options: options.filter(holds) }))
    .filter(({ options }) => options.length);
}

/** The words for a chosen value, also when only its id is known. */
export function labelOf(element, option) {
  if (option.text) return option.text.text;
  const all = offered(element).flatMap(({ options }) => options);
  return all.find(({ value }) => value === option.value)?.text.text ?? option.value;
}

/**
 * Asks the app for options once typing pauses; `answer` gets `{groups, note}`, first with what to do or
 * what is under way, then with what came.
 */
export function loadOptions(place, query, answer) {
  clearTimeout(timer);
  const least = place.element.min_query_length ?? LEAST_TYPED;
  if (query.trim().length < least) {
    return answer({ groups: [], note: `Type at least ${least === 1 ? "1 character" : `${least} characters`}.` });
  }
  answer({ groups: null, note: "Searching" });
  timer = setTimeout(async () => {
    const { container, blockId, element } = place;
    const found = await suggest({ container, block_id: blockId, action_id: element.action_id, query });
    answer(toAnswer(found));
  }, ASK_PAUSE);
}

function toAnswer(found) {
  if (!found.ok) return { groups: [], note: found.error };
  const groups = grouped(found);
  const any = groups.some(({ options }) => options.length);
  return { groups, note: any ? null : "Nothing matches. Try other words." };
}

function grouped({ options, option_groups: groups }) {
  if (groups) return groups.map((group) => ({ label: group.label.text, options: group.options }));
  return [{ label: null, options: options ?? [] }];
}
