/** The markdown block, simply: headings, lists, quotes, fences, rules, emphasis, code and links. */

import { h } from "./dom.js";
import { link } from "./mrkdwn.js";

const INLINE =
  /`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*(?=\S)(.+?)(?<=\S)\*\*|~~(?=\S)(.+?)(?<=\S)~~|(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\6(?![\p{L}\p{N}])/gu;

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
  for (const line of text.split("\n")) {
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
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, label, url, strong, struck, , emphasis] = match;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (code) parts.push(h("code", null, code));
    else if (url) parts.push(link(url, label));
    else if (strong) parts.push(h("strong", null, inline(strong)));
    else if (struck) parts.push(h("s", null, inline(struck)));
    else parts.push(h("em", null, inline(emphasis)));
  }
  return [...parts, text.slice(end)];
}
