/** The app's Home tab. */

import { act } from "./api.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { store } from "./store.js";

/** Whose tab was reported as opened; Slack tells the app each time. */
let reported = null;

export function home() {
  const { home: view, app, me } = store.state;
  const shown = view?.blocks?.length
    ? blocks(view.blocks, { container: { type: "home" }, values: view.values })
    : h("p", { class: "empty" }, `${app.name} has not published a Home tab for you yet.`);
  return h("div", { key: `home ${me.id}`, class: "home", role: "region", tabindex: "0", "aria-label": `Home of ${app.name}` },
    h("div", { class: "home-inner" }, shown));
}

/**
 * Tells the app that one of its tabs was opened, once for each opening.
 * @param {"home"|"messages"|null} tab null when something else is on show
 */
export function reportTab(tab) {
  const { me } = store.state;
  const now = tab && `${me.id} ${tab}`;
  if (now && now !== reported && !me.is_bot) act("open_home", { tab });
  reported = now;
}
