/** People and conversations by id, and how they are shown. */

import { h } from "./dom.js";
import { store } from "./store.js";

const AVATAR_COLOURS = 6;
const TITLES = /^(Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Councillor|Cllr)\.?\s+/i;

export function person(id) {
  return store.state.users.find((user) => user.id === id);
}

/** Whether nobody has been added to the workspace, so that there is nobody to act as. */
export function nobodyIsHere() {
  return store.state.users.every((user) => user.is_bot);
}

export function nameOf(id) {
  const user = person(id);
  if (user) return user.real_name || user.name;
  return id === store.state.app.user_id ? store.state.app.name : (id ?? "Slack");
}

/** Their role in a few words, unless their name says it, with what sets them apart from a full member of the workspace. */
export function roleOf(user) {
  if (!user) return "";
  const role = user.role.toLowerCase() === user.real_name.toLowerCase() ? "" : user.role;
  const marks = [role, user.is_guest && !/guest/i.test(role) && "guest", user.deleted && "deactivated"];
  return marks.filter(Boolean).join(", ");
}

/** A conversation's name as it is said: "#committee", or the other person's name. */
export function titleOf(conversation) {
  if (conversation.kind !== "im") return `#${conversation.name}`;
  const own = conversation.with === store.state.me.id ? " (you)" : "";
  return nameOf(conversation.with) + own;
}

/** A square with initials. It repeats the name beside it, so assistive technology skips it. */
export function avatar(id, { small = false } = {}) {
  const isApp = id === store.state.app.user_id;
  const words = nameOf(id).replace(TITLES, "").split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.[0] ?? "").join("");
  const colour = isApp ? "app" : [...(id ?? "")].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % AVATAR_COLOURS;
  return h("span", { class: `avatar avatar-${colour}${small ? " small" : ""}`, "aria-hidden": "true" }, initials.toUpperCase());
}
