/** Tables, and charts as the tables of their numbers. */

import { h } from "./dom.js";
import { richText } from "./richtext.js";

export function table({ rows, column_settings: settings = [] }) {
  const [head, ...body] = rows;
  const cell = (tag) => (content, column) => {
    const { align = "left", is_wrapped: wrapped } = settings[column] ?? {};
    return h(tag, { class: `align-${align}${wrapped ? " wrapped" : ""}`, scope: tag === "th" ? "col" : null }, inner(content));
  };
  return frame("Table",
    h("thead", null, h("tr", null, head.map(cell("th")))),
    h("tbody", null, body.map((row) => h("tr", null, row.map(cell("td"))))));
}

/** All rows at once, whatever the size of a page: nothing is hidden from those who look at it here. */
export function dataTable({ caption, rows, row_header_column_index: main = 0 }) {
  const [head, ...body] = rows;
  const isNumber = (content) => content.type === "raw_number";
  const cell = (content, column) => {
    const tag = column === main ? "th" : "td";
    return h(tag, { scope: tag === "th" ? "row" : null, class: isNumber(content) ? "align-right" : null }, inner(content));
  };
  return frame(caption,
    h("caption", null, caption),
    h("thead", null, h("tr", null, head.map((content) => h("th", { scope: "col" }, inner(content))))),
    h("tbody", null, body.map((row) => h("tr", null, row.map(cell)))));
}

/** One row for each slice, or for each place on the axis with one column for each series. */
export function chart({ title, chart: { type, segments, series = [], axis_config: axis = {} } }) {
  const heads = segments ? ["", "Value"] : [axis.x_label ?? "", ...series.map(({ name }) => name)];
  const rows = segments ? segments.map(({ label, value }) => [label, value]) : seriesRows(series, axis);
  const name = `${title} (${type} chart)`;
  return frame(name,
    h("caption", null, name, axis.y_label && h("span", { class: "caption-note" }, axis.y_label)),
    h("thead", null, h("tr", null, heads.map((text, column) =>
      text ? h("th", { scope: "col", class: column ? "align-right" : null }, text) : h("td", null)))),
    h("tbody", null, rows.map(([label, ...values]) => h("tr", null,
      h("th", { scope: "row" }, label), values.map((value) => h("td", { class: "align-right" }, String(value)))))));
}

function seriesRows(series, { categories }) {
  const labels = categories ?? series[0]?.data.map(({ label }) => label) ?? [];
  return labels.map((label) => [label, ...series.map(({ data }) => data.find((point) => point.label === label)?.value ?? "")]);
}

function frame(label, ...parts) {
  return h("div", { class: "table-frame", role: "region", tabindex: "0", "aria-label": label }, h("table", null, parts));
}

function inner(content) {
  return content.type === "rich_text" ? richText(content) : String(content.text ?? content.value ?? "");
}
