/** Block Kit as elements. */

import { h } from "./dom.js";
import { element, isGroup } from "./elements.js";
import { domId, keyOf } from "./fields.js";
import { markdown } from "./markdown.js";
import { link, plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/**
 * @param {object[]} list the blocks
 * @param {{container: object, values?: object, errors?: object}} setting where they stand
 */
export function blocks(list, setting) {
  const known = { section, divider, header, context, actions, input, image, markdown: written, rich_text: rich, table };
  return list.map((block, index) => {
    const show = known[block.type] ?? unknown;
    const blockId = block.block_id ?? `block-${index}`;
    return h("div", { key: `${blockId} ${block.type}`, class: `block block-${block.type}` }, show(block, blockId, setting));
  });
}

function place({ container, values }, blockId, piece, more) {
  const where = { container, values, blockId, element: piece, inInput: false, dispatch: true, optional: true };
  return { ...where, id: domId(keyOf(where)), ...more };
}

function section({ text, fields, accessory }, blockId, setting) {
  const textId = domId(`text ${setting.container.view_id ?? setting.container.ts} ${blockId}`);
  const body = h("div", { class: "section-body" },
    text && h("div", { id: textId, class: "text" }, textObject(text)),
    fields && h("div", { class: "fields" }, fields.map((field) => h("div", { class: "text" }, textObject(field)))));
  if (!accessory) return body;
  const beside = accessory.type === "image"
    ? picture(accessory)
    : element(place(setting, blockId, accessory, { labelledBy: text ? textId : null }));
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
    h("div", { key: piece.action_id, class: `action action-${piece.type}` }, element(place(setting, blockId, piece)))));
}

/** An input with its label, hint and error tied together. */
function input(block, blockId, setting) {
  const error = setting.errors?.[blockId];
  const base = place(setting, blockId, block.element);
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

/** The page loads nothing from elsewhere: a picture from another place is told by its description. */
function picture({ image_url: url, slack_file: file, alt_text: alt }) {
  const source = url ?? file?.url ?? "";
  if (URL.canParse(source, location) && new URL(source, location).origin === location.origin) {
    return h("img", { src: source, alt });
  }
  return h("span", { class: "picture" }, "Picture: ", alt, source && [" (", link(source, "open"), ")"]);
}

function written({ text }) {
  return h("div", { class: "text" }, markdown(text));
}

function rich(block) {
  return h("div", { class: "text" }, richText(block));
}

function table({ rows, column_settings: settings = [] }) {
  const cell = (tag) => (content, column) => {
    const { align = "left", is_wrapped: wrapped } = settings[column] ?? {};
    const inner = content.type === "rich_text" ? richText(content) : String(content.text ?? content.value ?? "");
    return h(tag, { class: `align-${align}${wrapped ? " wrapped" : ""}`, scope: tag === "th" ? "col" : null }, inner);
  };
  const [head, ...body] = rows;
  return h("div", { class: "table-frame", role: "region", tabindex: "0", "aria-label": "Table" },
    h("table", null,
      h("thead", null, h("tr", null, head.map(cell("th")))),
      h("tbody", null, body.map((row) => h("tr", null, row.map(cell("td")))))));
}

function unknown({ type }) {
  return h("p", { class: "unknown" }, `This page cannot show a block of type "${type}".`);
}
