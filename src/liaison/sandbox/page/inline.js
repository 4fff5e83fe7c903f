/** What the two languages of messages share: markup within a line, and what is shown when drawing fails. */

import { h } from "./dom.js";

/**
 * Splits a line into words and markup, in time that grows no faster than its length.
 *
 * @param {string} text
 * @param {RegExp} pattern global; what it finds in the group `mark` opens an emphasis
 * @param {Object<string, RegExp>} closers what closes each mark, global
 * @param {{words: function, whole: function, emphasis: function}} draw the words between markup, a whole match,
 *   and a mark with what stands within it
 */
export function inlineParts(text, pattern, closers, draw) {
  const parts = [];
  const unclosed = new Set(); // marks that nothing further on closes: no need to look again
  const find = new RegExp(pattern); // its own place in the text, because emphasis holds more markup
  let end = 0;
  for (let match = find.exec(text); match; match = find.exec(text)) {
    const { mark } = match.groups;
    const closer = mark && !unclosed.has(mark) ? closing(text, closers[mark], match.index + mark.length + 1) : null;
    if (mark && !closer) {
      unclosed.add(mark);
      find.lastIndex = match.index + 1;
      continue;
    }
    parts.push(draw.words(text.slice(end, match.index)));
    parts.push(mark ? draw.emphasis(mark, text.slice(match.index + mark.length, closer.index)) : draw.whole(match));
    end = closer ? closer.index + mark.length : find.lastIndex;
    find.lastIndex = end;
  }
  return [...parts, draw.words(text.slice(end))];
}

function closing(text, pattern, from) {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/** Draws; where that fails, says so and shows the text instead, so that one message never takes the others away. */
export function drawn(what, draw, text) {
  try {
    return draw();
  } catch {
    return h("p", { class: "unknown" }, `This page cannot draw this ${what}. `, String(text ?? ""));
  }
}
