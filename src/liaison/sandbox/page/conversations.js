/** The left column: who the person acts as, and where they can go. */

import { focusComposer } from "./composer.js";
import { h } from "./dom.js";
import { avatar, nameOf, nobodyIsHere, roleOf, titleOf } from "./people.js";
import { go, homeIsOpen, openConversation } from "./route.js";
import { invalidate, store } from "./store.js";

const ui = { menuOpen: false };

/** On a narrow window the column is folded away behind a button. */
export function menuButton() {
  const toggle = () => {
    ui.menuOpen = !ui.menuOpen;
    invalidate();
  };
  const unread = store.state.conversations.reduce((sum, { unread: count }) => sum + count, 0);
  return h("button", {
    type: "button",
    class: "top-button menu-button",
    "aria-expanded": String(ui.menuOpen),
    "aria-controls": "sidebar",
    on: { click: toggle },
  }, "Menu", unread > 0 && h("span", { class: "count" }, unread, h("span", { class: "visually-hidden" }, " unread")));
}

export function sidebar() {
  document.getElementById("sidebar").classList.toggle("unfolded", ui.menuOpen);
  const { conversations, app } = store.state;
  const channels = conversations.filter(({ kind }) => kind !== "im");
  const direct = conversations.filter((each) => each.kind === "im" && each.with !== app.user_id);
  const apps = conversations.filter((each) => each.kind === "im" && each.with === app.user_id);
  if (nobodyIsHere()) return [];
  return [actAs(), list("Channels", channels), list("Direct messages", direct), list("Apps", apps)];
}

function actAs() {
  const { me, users } = store.state;
  const people = users.filter((user) => !user.is_bot && (!user.deleted || user.id === me.id));
  const change = ({ target }) => go({ as: target.value });
  return h("div", { class: "act-as" },
    h("label", { for: "act-as" }, "Act as"),
    h("select", { id: "act-as", value: me.id, on: { change } }, byRole(people)),
    h("p", { class: "act-as-role" }, avatar(me.id, { small: true }), roleOf(me)));
}

/** The choices, under a heading for each role (people without one come first): so a closed menu has its whole width for the name. */
function byRole(people) {
  return [...new Set(people.map(roleOf))].sort((a, b) => Boolean(a) - Boolean(b)).map((role) => {
    const choices = people.filter((user) => roleOf(user) === role).map((user) =>
      h("option", { key: user.id, value: user.id }, nameOf(user.id)));
    return role ? h("optgroup", { key: role, label: role }, choices) : choices;
  });
}

function list(title, conversations) {
  if (!conversations.length) return null;
  const id = `list-${title.toLowerCase().replace(" ", "-")}`;
  return h("section", { key: title, class: "conversation-group" },
    h("h2", { id }, title),
    h("ul", { "aria-labelledby": id }, conversations.map(entry)));
}

function entry(conversation) {
  const isCurrent = conversation.id === openConversation()?.id;
  const { unread, kind } = conversation;
  const open = (event) => {
    event.preventDefault();
    ui.menuOpen = false;
    go({ conversation: conversation.id, tab: homeIsOpen() && isCurrent ? "home" : null });
    queueMicrotask(focusComposer); // after the page has been drawn
  };
  const classes = ["conversation", unread && "unread", !conversation.member && "outside"].filter(Boolean);
  return h("li", { key: conversation.id },
    h("a", { href: "#", class: classes.join(" "), "aria-current": isCurrent ? "page" : null, on: { click: open } },
      kind === "im" ? avatar(conversation.with, { small: true }) : sign(kind),
      h("span", { class: "conversation-name" },
        kind === "im" ? titleOf(conversation) : conversation.name,
        kind === "private" && h("span", { class: "visually-hidden" }, ", private"),
        !conversation.member && h("span", { class: "visually-hidden" }, ", not joined")),
      unread > 0 && h("span", { class: "count" }, unread, h("span", { class: "visually-hidden" }, " unread"))));
}

function sign(kind) {
  return h("span", { class: "sign", "aria-hidden": "true" }, kind === "private" ? lock() : "#");
}

function lock() {
  return h("svg", { viewBox: "0 0 16 16", class: "icon" },
    h("rect", { x: 3, y: 7, width: 10, height: 7, rx: 1.5 }),
    h("path", { d: "M5 7V5a3 3 0 0 1 6 0v2", fill: "none", stroke: "currentColor", "stroke-width": 1.6 }));
}
