/** Emoji by Slack's names: those that people in an office use most; any other is shown by its name. */

const CHARACTERS = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", white_check_mark: "✅", heavy_check_mark: "✔️",
  tada: "🎉", heart: "❤️", question: "❓", x: "❌", warning: "⚠️", pray: "🙏", clap: "👏", raised_hands: "🙌",
  wave: "👋", smile: "😄", thinking_face: "🤔", hourglass: "⌛", calendar: "📅", memo: "📝", bell: "🔔", rocket: "🚀",
  rotating_light: "🚨", lock: "🔒", pushpin: "📌", one: "1️⃣", two: "2️⃣", three: "3️⃣",
};

/** What the message menu offers: Slack's name, and how it is said. */
export const COMMON = [
  ["+1", "thumbs up"],
  ["white_check_mark", "tick"],
  ["eyes", "eyes"],
  ["tada", "celebration"],
  ["heart", "heart"],
  ["question", "question"],
];

/**
 * @param {string} name without colons
 * @param {string} words what stands for it where it cannot be drawn
 */
export function emoji(name, words = `:${name}:`) {
  return (canDraw() && Object.hasOwn(CHARACTERS, name) && CHARACTERS[name]) || words;
}

let drawable = null;

/** Whether this computer has a font with emoji: one without draws the same box for each of them. */
function canDraw() {
  if (drawable === null) {
    const pen = document.createElement("canvas").getContext("2d");
    const width = (text) => pen.measureText(text).width;
    drawable = width("\u{1F440}") !== width("\u{10FFFD}");
  }
  return drawable;
}
