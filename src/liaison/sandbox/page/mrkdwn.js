/** Slack's mrkdwn as elements. Everything that is not markup stays text. */

import { h } from "./dom.js";
import { inlineParts } from "./inline.js";
import { nameOf } from "./people.js";
import { store } from "./store.js";
import { ago, day, longDay, nearDay, shortDay, time, wallClock } from "./times.js";

const SAFE_LINK = /^(https?:|mailto:)/i;
const EMPHASIS = { "*": "strong", _: "em", "~": "s" };
const QUOTE = /^(?:>|&gt;) ?/;
const INLINE =
  /`(?<code>[^`\n]+)`|<(?<token>[^<>\n]+)>|(?<url>https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"])|(?<![\p{L}\p{N}])(?<mark>[*_~])(?=\S)/gu;
const CLOSERS = {
  "*": /(?<=\S)\*(?![\p{L}\p{N}])/gu,
  _: /(?<=\S)_(?![\p{L}\p{N}])/gu,
  "~": /(?<=\S)~(?![\p{L}\p{N}])/gu,
};
/** A moment in seconds that a calendar can show. */
const SECONDS = /^-?\d{1,10}$/;

/** @param {string} text as an app sends it, with &amp; &lt; &gt; */
export function mrkdwn(text) {
  return text.split(/```\n?/).flatMap((part, index) => {
    if (index % 2) return h("pre", null, unescape(part.replace(/\n$/, "")));
    return quotesAndLines(part);
  });
}

/** Plain text: escapes undone, line breaks kept. */
export function plain(text) {
  return lines(unescape(text), (line) => [line]);
}

/** A text object of either kind. */
export function textObject(text) {
  return text.type === "mrkdwn" ? mrkdwn(text.text) : plain(text.text);
}

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A message's text as its author typed it: names instead of ids, escapes undone. */
export function editable(text) {
  return unescape(text
    .replace(/<@(\w+)(?:\|[^<>]*)?>/g, (_, id) => `@${nameOf(id)}`)
    .replace(/<#(\w+)(?:\|([^<>]*))?>/g, (_, id, name) => `#${channelName(id, name)}`));
}

/** Whether an address may be opened: http, https and mailto only. */
export function isSafe(url) {
  return SAFE_LINK.test(url);
}

/** A link that opens elsewhere; any other address stays text. */
export function link(url, label) {
  if (!isSafe(url)) return label;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function mention(id) {
  return h("span", { class: "mention" }, `@${nameOf(id)}`);
}

export function groupMention(id, fallback) {
  const handle = store.state.usergroups.find((each) => each.id === id)?.handle ?? fallback ?? id;
  return h("span", { class: "mention" }, `@${handle.replace(/^@/, "")}`);
}

export function channelMention(id, fallback) {
  return h("span", { class: "mention" }, `#${channelName(id, fallback)}`);
}

function channelName(id, fallback) {
  return store.state.conversations.find((each) => each.id === id)?.name ?? fallback ?? "private channel";
}

/** Slack's date tokens ("{date_long} at {time}") in British form. */
export function dateText(seconds, format) {
  const moment = new Date(seconds * 1000);
  const near = (form) => nearDay(moment) ?? form(moment);
  const forms = {
    date_num: () => wallClock(moment).slice(0, 10), date: () => day(moment), date_slash: () => shortDay(moment),
    date_short: () => shortDay(moment), date_long: () => longDay(moment), date_pretty: () => near(day),
    date_short_pretty: () => near(shortDay), date_long_pretty: () => near(longDay),
    time: () => time(moment), time_secs: () => time(moment, { seconds: true }), day_divider_pretty: () => near(longDay),
    date_long_full: () => day(moment), ago: () => ago(moment),
  };
  return format.replace(/\{(\w+)\}/g, (token, name) => (Object.hasOwn(forms, name) ? forms[name]() : token));
}

function quotesAndLines(text) {
  const runs = [];
  for (const line of text.split("\n")) {
    const quoted = QUOTE.test(line);
    if (runs.at(-1)?.quoted !== quoted) runs.push({ quoted, lines: [] });
    runs.at(-1).lines.push(quoted ? line.replace(QUOTE, "") : line);
  }
  return runs.map((run) => {
    const content = lines(run.lines.join("\n"), inline);
    return run.quoted ? h("blockquote", null, content) : content;
  });
}

function lines(text, each) {
  return text.split("\n").flatMap((line, index) => [index > 0 && h("br"), ...each(line)]);
}

/** The markup within one line. */
function inline(text) {
  return inlineParts(text, INLINE, CLOSERS, {
    words: unescape,
    whole: ({ groups: { code, token, url } }) => {
      if (code) return h("code", null, unescape(code));
      return token ? angled(token) : link(unescape(url), unescape(url));
    },
    emphasis: (mark, within) => h(EMPHASIS[mark], null, inline(within)),
  });
}

/** What stands between angle brackets: a link, a mention or a date. */
function angled(token) {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : token.slice(bar + 1);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateToken(target, label);
  if (target.startsWith("!subteam^")) return groupMention(target.split("^")[1], label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, label ?? `@${target.slice(1).split("^")[0]}`);
  return link(unescape(target), label === null ? unescape(target) : inline(label));
}

function dateToken(target, fallback) {
  const [, seconds, format, url] = target.split("^");
  if (!format || !SECONDS.test(seconds)) return unescape(fallback ?? `<${target}>`);
  const shown = h("time", { datetime: new Date(seconds * 1000).toISOString() }, dateText(Number(seconds), unescape(format)));
  return url ? link(unescape(url), shown) : shown;
}
