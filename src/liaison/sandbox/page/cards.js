/** Slack's newer blocks that show something in a frame: alerts, cards, plans with their tasks, videos. */

import { h } from "./dom.js";
import { element } from "./elements.js";
import { placeOf } from "./fields.js";
import { link, plain, textObject } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";

const LEVELS = { info: "For information", warning: "Warning", error: "Error", success: "Done" };
const STATES = { pending: "Waiting", in_progress: "Under way", complete: "Done", error: "Failed" };

export function alert({ text, level = "default" }) {
  return h("div", { class: `notice-block level-${level}` },
    LEVELS[level] && h("strong", null, `${LEVELS[level]}: `), h("span", { class: "text" }, textObject(text)));
}

export function card({ hero_image: hero, icon, title, subtitle, body, actions = [] }, blockId, setting) {
  return h("div", { class: "card" },
    hero && h("div", { class: "card-hero" }, picture(hero)),
    (icon || title || subtitle) && h("div", { class: "card-head" },
      icon && picture(icon),
      h("div", null,
        title && h("div", { class: "card-title" }, textObject(title)),
        subtitle && h("div", { class: "card-subtitle" }, textObject(subtitle)))),
    body && h("div", { class: "text" }, textObject(body)),
    actions.length > 0 && h("div", { class: "actions" }, actions.map((piece) =>
      h("div", { key: piece.action_id, class: "action" }, element(placeOf(setting, blockId, piece))))));
}

export function carousel({ elements }, blockId, setting) {
  return h("div", { class: "carousel", role: "region", tabindex: "0", "aria-label": "Cards" },
    h("ul", null, elements.map((each, index) => h("li", { key: index }, card(each, each.block_id ?? blockId, setting)))));
}

export function plan({ title, tasks = [] }) {
  return h("div", { class: "plan" },
    h("p", { class: "card-title" }, worded(title)),
    h("ol", null, tasks.map((task) => h("li", { key: task.task_id }, taskCard(task)))));
}

export function taskCard({ title, status, details, output, sources = [] }) {
  return h("div", { class: "task" },
    h("p", { class: "task-head" },
      h("span", { class: "task-title" }, worded(title)), h("span", { class: `badge task-${status}` }, STATES[status] ?? status)),
    details && h("div", { class: "text" }, richText(details)),
    output && h("div", { class: "text" }, richText(output)),
    sources.length > 0 && h("ul", { class: "task-sources", "aria-label": "Sources" },
      sources.map(({ url, text }) => h("li", { key: url }, link(url, text ?? url)))));
}

/** Nothing is played here: the title leads to the video. */
export function video(block) {
  const { title, title_url: titleUrl, video_url: url, description, provider_name: provider, author_name: author, alt_text: alt } = block;
  return h("div", { class: "card" },
    h("p", { class: "card-title" }, "Video: ", link(titleUrl ?? url, worded(title))),
    h("p", { class: "card-subtitle" }, [author, provider].filter(Boolean).join(", ") || alt),
    description && h("p", { class: "text" }, worded(description)));
}

/** Titles are bare texts in some of these blocks and text objects in others. */
function worded(text) {
  return plain(typeof text === "string" ? text : text?.text ?? "");
}
