/** Puts the page together: draws it from the state, and again whenever something changes. */

import { act, listen, refresh } from "./api.js";
import { announceMessages } from "./announce.js";
import { nowText, shortNowText, startTicking } from "./clock.js";
import { composer, focusComposer } from "./composer.js";
import { menuButton, sidebar } from "./conversations.js";
import { h, render } from "./dom.js";
import { home, reportTab } from "./home.js";
import { drawer, drawerButton, drawerIsOpen } from "./inspector.js";
import { forgetUnread, markRead, messageList } from "./messages.js";
import { syncModal } from "./modal.js";
import { connection, LOST, notice } from "./notices.js";
import { nameOf, nobodyIsHere, person, roleOf, titleOf } from "./people.js";
import { go, homeIsOpen, openConversation, route, stay } from "./route.js";
import { onChange, store } from "./store.js";

const place = (id) => document.getElementById(id);

/** Who and where the page was drawn for last. */
let drawnFor = { as: null, conversation: null };

function draw() {
  if (!store.state) return drawWaiting();
  const nobody = nobodyIsHere();
  if (!nobody && store.state.me.id === (route().as ?? store.state.me.id)) stay();
  const conversation = nobody ? null : openConversation();
  const before = document.activeElement?.closest("[data-ts]")?.dataset.ts;
  forgetOnLeaving(conversation);
  render(place("top"), top());
  render(place("sidebar"), sidebar());
  render(place("main"), connection(), conversation ? main(conversation) : nowhere());
  place("drawer").hidden = !drawerIsOpen();
  render(place("drawer"), drawerIsOpen() ? drawer() : null);
  syncModal();
  keepFocus(before);
  document.title = titleOfPage(conversation);
  afterDrawing(conversation);
}

function drawWaiting() {
  if (!store.online) render(place("main"), h("p", { class: "starting", role: "alert" }, LOST));
}

function top() {
  return [
    menuButton(),
    h("p", { class: "workspace" }, h("strong", null, store.state.team.name), h("span", { class: "badge" }, "Sandbox")),
    h("p", { class: "top-clock" }, h("span", { class: "long" }, nowText()), h("span", { class: "short" }, shortNowText())),
    drawerButton(),
  ];
}

function main(conversation) {
  const { app } = store.state;
  const isApp = conversation.with === app.user_id;
  const title = titleOf(conversation);
  return [
    h("header", { class: "main-head" },
      h("h1", null, title),
      conversation.kind === "im" && h("p", { class: "main-role" }, isApp ? "App" : roleOf(person(conversation.with))),
      isApp && tabs()),
    homeIsOpen() ? home() : messageList(conversation, title),
    h("div", { class: "main-foot" }, !store.state.view && notice(), homeIsOpen() ? null : foot(conversation, title)),
  ];
}

function foot(conversation, title) {
  if (conversation.archived) return h("div", { class: "outside-note" }, h("p", null, `${title} is archived.`));
  if (conversation.member) return composer(conversation);
  const join = async () => {
    await act("join", { channel: conversation.id });
    focusComposer();
  };
  return h("div", { class: "outside-note" },
    h("p", null, `${nameOf(store.state.me.id)} has not joined ${title}.`),
    h("button", { type: "button", class: "button primary small", on: { click: join } }, "Join"));
}

/** Home and Messages; an app without a Home tab shows none. */
function tabs() {
  if (!store.state.app.home_tab) return null;
  const tab = (name, label) => {
    const isCurrent = homeIsOpen() === (name === "home");
    const open = () => go({ conversation: openConversation().id, tab: name });
    return h("button", { type: "button", class: "tab", "aria-current": isCurrent ? "page" : null, on: { click: open } }, label);
  };
  return h("div", { class: "tabs" }, tab("home", "Home"), tab(null, "Messages"));
}

function nowhere() {
  if (!nobodyIsHere()) return h("p", { class: "empty main-note" }, "There is no conversation here yet.");
  return h("div", { class: "main-note" },
    h("h1", null, "There is nobody to act as yet"),
    h("p", null, "Start the sandbox with people in it: ",
      h("code", null, 'liaison sandbox --person "First Member, Member"'), ". In a test, add them with ",
      h("code", null, 'slack.person("First Member", role="Member")'), ". This page shows them at once."));
}

/** When a button went away with what it did, the focus goes to its message, or to the composer. */
function keepFocus(before) {
  if (!before || document.activeElement !== document.body) return;
  const message = document.querySelector(`[data-ts="${CSS.escape(before)}"]`);
  if (message) message.focus();
  else focusComposer();
}

function titleOfPage(conversation) {
  const { team } = store.state;
  const unread = conversation?.unread ? ` (${conversation.unread} unread)` : "";
  return `${conversation ? titleOf(conversation) : "Slack"}${unread}, ${team.name}, sandbox`;
}

function forgetOnLeaving(conversation) {
  const now = { as: store.state.me.id, conversation: conversation?.id };
  if (now.as !== drawnFor.as || now.conversation !== drawnFor.conversation) forgetUnread();
  drawnFor = now;
}

function afterDrawing(conversation) {
  const isApp = conversation?.with === store.state.app.user_id;
  reportTab(isApp ? (homeIsOpen() ? "home" : "messages") : null);
  if (!conversation || homeIsOpen()) return;
  announceMessages(conversation, store.state.me.id);
  markRead(conversation);
}

/** The address changed: by a click here, by the browser's back button, or by hand. */
function moved() {
  const { as } = route();
  if (as && as !== store.state?.me.id) {
    listen();
    refresh();
  }
  draw();
}

onChange(draw);
addEventListener("hashchange", moved);
document.addEventListener("visibilitychange", draw);
startTicking();
listen();
refresh();
