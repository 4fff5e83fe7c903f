/** The markdown block, simply: headings, lists, quotes, fences, rules, emphasis, code and links. */

import { h } from "./dom.js";
import { inlineParts } from "./inline.js";
import { link } from "./mrkdwn.js";

const INLINE =
  /`(?<code>[^`\n]+)`|\[(?<label>[^[\]\n]+)\]\((?<url>[^()\s]+)\)|(?<mark>\*\*|~~|(?<![\p{L}\p{N}])[*_])(?=\S)/gu;
const EMPHASIS = { "**": "strong", "~~": "s", "*": "em", _: "em" };
const CLOSERS = {
  "**": /(?<=\S)\*\*/gu,
  "~~": /(?<=\S)~~/gu,
  "*": /(?<=\S)\*(?![\p{L}\p{N}])/gu,
  _: /(?<=\S)_(?![\p{L}\p{N}])/gu,
};

const KINDS = [
  ["heading", /^(#{1,6})\s+(.*)$/],
  ["rule", /^(?:-{3,}|\*{3,})\s*$/],
  ["bullet", /^\s*[-*+]\s+(.*)$/],
  ["number", /^\s*\d+[.)]\s+(.*)$/],
  ["quote", /^>\s?(.*)$/],
];

export function markdown(text) {
  return text.split(/^```.*\n?/m).flatMap((part, index) => {
    if (index % 2) return h("pre", null, part.replace(/\n$/, ""));
    return runsOf(part).map(run);
  });
}

/** Neighbouring lines of one kind, together. */
function runsOf(text) {
  const runs = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const [kind, match] = classify(line);
    const last = runs.at(-1);
    if (last?.kind === kind && kind !== "heading") last.matches.push(match);
    else runs.push({ kind, matches: [match] });
  }
  return runs.filter(({ kind }) => kind !== "blank");
}

function classify(line) {
  if (!line.trim()) return ["blank", null];
  for (const [kind, pattern] of KINDS) {
    const match = pattern.exec(line);
    if (match) return [kind, match];
  }
  return ["text", [line, line]];
}

function run({ kind, matches }) {
  switch (kind) {
    case "heading":
      return h(`h${Math.min(matches[0][1].length + 1, 6)}`, { class: "block-header" }, inline(matches[0][2]));
    case "rule":
      return h("hr");
    case "bullet":
      return h("ul", null, matches.map((match) => h("li", null, inline(match[1]))));
    case "number":
      return h("ol", null, matches.map((match) => h("li", null, inline(match[1]))));
    case "quote":
      return h("blockquote", null, broken(matches));
    default:
      return h("p", null, broken(matches));
  }
}

function broken(matches) {
  return matches.flatMap((match, index) => [index > 0 && h("br"), ...inline(match[1])]);
}

function inline(text) {
  return inlineParts(text, INLINE, CLOSERS, {
    words: (words) => words,
    whole: ({ groups: { code, label, url } }) => (code ? h("code", null, code) : link(url, label)),
    emphasis: (mark, within) => h(EMPHASIS[mark], null, inline(within)),
  });
}
