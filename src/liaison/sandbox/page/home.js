/** The app's Home tab. */

import { act } from "./api.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { store } from "./store.js";

/** Whose Home was reported as opened; Slack tells the app each time. */
let opened = null;

export function home() {
  const { home: view, app, me } = store.state;
  const shown = view?.blocks?.length
    ? blocks(view.blocks, { container: { type: "home" } })
    : h("p", { class: "empty" }, `${app.name} has not published a Home tab for you yet.`);
  return h("div", { key: `home ${me.id}`, class: "home", role: "region", tabindex: "0", "aria-label": `Home of ${app.name}` },
    h("div", { class: "home-inner" }, shown));
}

/** Tells the app that its Home was opened, once for each opening. */
export function reportHome(isOpen) {
  const now = isOpen ? store.state.me.id : null;
  if (now && now !== opened) act("open_home");
  opened = now;
}
