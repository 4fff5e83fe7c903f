/** Attachments, Slack's older way to add to a message: a coloured bar with text, fields or blocks beside it. */

import { h } from "./dom.js";
import { drawn } from "./inline.js";
import { link, mrkdwn, plain } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { day, time } from "./times.js";

const COLOURS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

/**
 * @param {object[]} list
 * @param {function} drawBlocks how the blocks of one are drawn; gets its number as well, from 1
 */
export function attachments(list, drawBlocks) {
  return list?.map((each, index) =>
    drawn("attachment", () => attachment(each, index, drawBlocks), each?.fallback ?? each?.text)) ?? null;
}

function attachment(each, index, drawBlocks) {
  const colour = COLOURS[each.color] ?? (/^#?[0-9a-f]{6}$/i.test(each.color) ? `#${each.color.replace("#", "")}` : "");
  const inner = each.blocks?.length ? drawBlocks(each.blocks, index + 1) : written(each);
  return h("div", { key: `attachment ${index}`, class: "attachment-whole" },
    each.pretext && h("div", { class: "text" }, mrkdwn(each.pretext)),
    h("div", { class: "attachment", hook: (node) => (node.style.borderLeftColor = colour) }, inner));
}

function written(each) {
  const { author_name: author, author_link: authorUrl, title, title_link: titleUrl, text, fields = [], footer, ts } = each;
  const parts = [
    author && h("p", { class: "attachment-author" }, linked(authorUrl, author)),
    title && h("p", { class: "attachment-title" }, linked(titleUrl, title)),
    text && h("div", { class: "text" }, mrkdwn(text)),
    fields.length > 0 && h("dl", { class: "attachment-fields" }, fields.map(field)),
    each.image_url && picture({ image_url: each.image_url, alt_text: title ?? each.fallback ?? "attached" }),
    each.thumb_url && picture({ image_url: each.thumb_url, alt_text: title ?? each.fallback ?? "attached" }),
    (footer || ts) && h("p", { class: "attachment-footer" }, [footer, ts && moment(ts)].filter(Boolean).join(", ")),
  ];
  return parts.some(Boolean) ? parts : h("div", { class: "text" }, plain(each.fallback ?? ""));
}

function field({ title, value, short }) {
  return h("div", { class: short ? "short" : null },
    h("dt", null, plain(title ?? "")), h("dd", { class: "text" }, mrkdwn(value ?? "")));
}

function linked(url, text) {
  return url ? link(url, plain(text)) : plain(text);
}

function moment(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : `${day(date)}, ${time(date)}`;
}
