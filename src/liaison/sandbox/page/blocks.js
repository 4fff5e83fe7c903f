/** Block Kit as elements. */

import { alert, card, carousel, plan, taskCard, video } from "./cards.js";
import { h } from "./dom.js";
import { element, isGroup } from "./elements.js";
import { domId, placeOf } from "./fields.js";
import { drawn } from "./inline.js";
import { markdown } from "./markdown.js";
import { plain, textObject } from "./mrkdwn.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";
import { chart, dataTable, table } from "./tables.js";

const KNOWN = {
  section, divider, header, context, actions, input, image, markdown: written, rich_text: rich, table, alert, card, carousel,
  container, context_actions: actions, data_table: dataTable, data_visualization: chart, plan, task_card: taskCard, video,
};

/**
 * @param {object[]} list the blocks
 * @param {{container: object, values?: object, errors?: object}} setting where they stand
 */
export function blocks(list, setting) {
  return list.map((block, index) => {
    const show = Object.hasOwn(KNOWN, block.type) ? KNOWN[block.type] : unknown;
    const blockId = block.block_id ?? `block-${index}`;
    return h("div", { key: `${blockId} ${block.type}`, class: `block block-${block.type}` },
      drawn("block", () => show(block, blockId, setting), textIn(block)));
  });
}

/** The words of a block that cannot be drawn, as far as they are easily found. */
function textIn({ text, title }) {
  const words = text ?? title;
  return typeof words === "string" ? words : words?.text;
}

function section({ text, fields, accessory }, blockId, setting) {
  const textId = domId(`text ${setting.container.view_id ?? setting.container.ts} ${blockId}`);
  const body = h("div", { class: "section-body" },
    text && h("div", { id: textId, class: "text" }, textObject(text)),
    fields && h("div", { class: "fields" }, fields.map((field) => h("div", { class: "text" }, textObject(field)))));
  if (!accessory) return body;
  const beside = accessory.type === "image"
    ? picture(accessory)
    : element(placeOf(setting, blockId, accessory, { labelledBy: text ? textId : null }));
  return h("div", { class: "section" }, body, h("div", { class: `accessory accessory-${accessory.type}` }, beside));
}

function divider() {
  return h("hr");
}

/** One level below the title of the conversation (1) or of the modal (2). */
function header({ text }, _, { container }) {
  return h(container.type === "view" ? "h3" : "h2", { class: "block-header" }, plain(text.text));
}

function context({ elements }) {
  return h("div", { class: "context" }, elements.map((piece) =>
    piece.type === "image" ? picture(piece) : h("span", { class: "text" }, textObject(piece))));
}

function actions({ elements }, blockId, setting) {
  return h("div", { class: "actions" }, elements.map((piece) =>
    h("div", { key: piece.action_id, class: `action action-${piece.type}` }, element(placeOf(setting, blockId, piece)))));
}

/** An input with its label, hint and error tied together. */
function input(block, blockId, setting) {
  const error = setting.errors?.[blockId];
  const base = placeOf(setting, blockId, block.element);
  const describedBy = [block.hint && `${base.id}-hint`, error && `${base.id}-error`].filter(Boolean).join(" ") || null;
  const here = {
    ...base,
    describedBy,
    inInput: true,
    hasLabel: true,
    invalid: Boolean(error),
    optional: block.optional ?? false,
    dispatch: block.dispatch_action ?? false,
  };
  const label = [plain(block.label.text), block.optional && h("span", { class: "optional" }, " (optional)")];
  const notes = [
    block.hint && h("p", { id: `${base.id}-hint`, class: "hint" }, plain(block.hint.text)),
    error && h("p", { id: `${base.id}-error`, class: "error" }, h("strong", null, "Error: "), error),
  ];
  const attributes = { class: error ? "field invalid" : "field" };
  if (isGroup(block.element)) {
    return h("fieldset", { ...attributes, "aria-describedby": describedBy }, h("legend", null, label), element(here), notes);
  }
  return h("div", attributes, h("label", { for: base.id }, label), element(here), notes);
}

function image(block) {
  return h("figure", null, block.title && h("figcaption", null, plain(block.title.text)), picture(block));
}

function written({ text }) {
  return h("div", { class: "text" }, markdown(text));
}

function rich(block) {
  return h("div", { class: "text" }, richText(block));
}

/** Blocks in a frame with a title; it may be folded away. */
function container(block, blockId, setting) {
  const { title, rich_text_title: richTitle, subtitle, icon, child_blocks: inner, is_collapsible: folds } = block;
  const head = [
    icon && picture(icon),
    h("div", null,
      h("div", { class: "container-title" }, richTitle ? richText(richTitle) : plain(title?.text ?? "")),
      subtitle && h("div", { class: "container-subtitle" }, textObject(subtitle))),
  ];
  const body = h("div", { class: "container-body" }, blocks(inner, setting));
  const classes = `container container-${block.width ?? "standard"}`;
  if (!folds) return h("div", { class: classes }, h("div", { class: "container-head" }, head), body);
  const start = (node, isNew) => isNew && (node.open = !block.default_collapsed);
  return h("details", { class: classes, hook: start }, h("summary", { class: "container-head" }, head), body);
}

function unknown({ type }) {
  return h("p", { class: "unknown" }, `This page cannot show a block of type "${type}".`);
}
