/** rich_text blocks as elements. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, dateText, groupMention, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

export function richText(block) {
  return block.elements.map(part);
}

/** The text of a rich_text block without its styles; "" for none. */
export function plainOf(block) {
  const lines = (block?.elements ?? []).flatMap((each) => (each.type === "rich_text_list" ? each.elements : [each]));
  return lines.map(({ elements }) => elements.map((each) => each.text ?? each.url ?? "").join("")).join("\n");
}

function part(element) {
  switch (element.type) {
    case "rich_text_list":
      return list(element);
    case "rich_text_preformatted":
      return h("pre", null, element.elements.map(piece));
    case "rich_text_quote":
      return h("blockquote", null, element.elements.map(piece));
    default:
      return h("p", null, element.elements.map(piece));
  }
}

function list({ style, indent = 0, offset = 0, elements }) {
  const items = elements.map((item) => h("li", null, item.elements.map(piece)));
  const start = style === "ordered" && offset ? offset + 1 : null;
  return h(style === "ordered" ? "ol" : "ul", { class: `indent-${Math.min(indent, 5)}`, start }, items);
}

function piece(element) {
  return styled(bare(element), element.style ?? {});
}

function bare(element) {
  switch (element.type) {
    case "text":
      return withBreaks(element.text);
    case "link":
      return link(element.url, element.text ?? element.url);
    case "user":
      return mention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "usergroup":
      return groupMention(element.usergroup_id);
    case "broadcast":
      return h("span", { class: "mention" }, `@${element.range}`);
    case "emoji":
      return character(element.unicode ?? "") || emoji(element.name);
    case "date":
      return dateText(element.timestamp, element.format);
    default:
      return element.value ?? element.text ?? "";
  }
}

/** The characters of code points written like "1f44d-1f3fd"; "" when they are none. */
function character(written) {
  const points = written.split("-").map((point) => parseInt(point, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : "";
}

function withBreaks(text) {
  return text.split("\n").flatMap((line, index) => [index > 0 && h("br"), line]);
}

function styled(content, style) {
  return Object.keys(STYLES).reduce((inner, name) => (style[name] ? h(STYLES[name], null, inner) : inner), content);
}
