/** Files: beneath messages, and chosen in forms. */

import { upload } from "./api.js";
import { say } from "./announce.js";
import { h } from "./dom.js";
import { chosen, keyOf, release, valueOf } from "./fields.js";
import { link } from "./mrkdwn.js";
import { invalidate } from "./store.js";

const UNITS = ["bytes", "kB", "MB", "GB"];
const MOST_FILES = 10; // Slack's own, when the app does not say

/** What is under way or went wrong in each field: `{names, error}`. */
const notes = new Map();

/** "1 byte", "340 kB", "1.2 MB". */
export function sizeText(bytes) {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), UNITS.length - 1);
  const number = bytes / 1000 ** power;
  if (bytes === 1) return "1 byte";
  return `${power > 1 && number < 10 ? number.toFixed(1) : Math.round(number)} ${UNITS[power]}`;
}

/** The files of a message: pictures as pictures, all with name and size. */
export function fileList(files) {
  if (!files?.length) return null;
  return h("ul", { class: "files", "aria-label": "Files" }, files.map((file) => {
    const title = file.title || file.name;
    const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
    return h("li", { key: file.id, class: "file" },
      isPicture && h("img", { src: file.url, alt: title }),
      h("p", null, file.url ? link(new URL(file.url, location).href, title) : title,
        h("span", { class: "file-note" }, [title !== file.name && file.name, sizeText(file.size)].filter(Boolean).join(", "))));
  }));
}

/** Where files are chosen in a form. */
export function fileField(place) {
  const { filetypes = [], max_files: most = MOST_FILES } = place.element;
  const files = valueOf(place) ?? [];
  const { names = [], error = null } = notes.get(keyOf(place)) ?? {};
  const ruleId = `${place.id}-rule`;
  return h("div", { class: "file-field" },
    h("input", {
      id: place.id,
      type: "file",
      class: "file-input",
      multiple: most > 1,
      accept: filetypes.map((type) => `.${type}`).join(",") || null,
      "aria-describedby": [ruleId, error && `${place.id}-wrong`, place.describedBy].filter(Boolean).join(" "),
      "aria-invalid": place.invalid || error ? "true" : null,
      on: { change: ({ target }) => take(place, target, files, most) },
    }),
    h("p", { id: ruleId, class: "hint" }, rule(filetypes, most)),
    files.length > 0 && h("ul", { class: "chosen-files", "aria-label": "Chosen files" },
      files.map((file) => chosenFile(place, file, files))),
    names.length > 0 && h("p", { class: "hint", role: "status" }, `Uploading ${names.join(", ")}`),
    error && h("p", { id: `${place.id}-wrong`, class: "error", role: "alert" }, error));
}

function rule(filetypes, most) {
  const number = most === 1 ? "One file" : `Up to ${most} files`;
  return filetypes.length ? `${number}: ${filetypes.join(", ")}.` : `${number}.`;
}

function chosenFile(place, file, files) {
  const remove = () => {
    document.getElementById(place.id)?.focus(); // the button goes, so the focus moves to the field
    note(place, null);
    keep(place, files.filter(({ value }) => value !== file.value));
  };
  return h("li", { key: file.value, class: "chip" },
    h("span", null, file.name, h("span", { class: "file-note" }, sizeText(file.size))),
    h("button", { type: "button", class: "chip-remove", "aria-label": `Remove ${file.name}`, on: { click: remove } }, "×"));
}

/** Uploads what was picked, then adds it to what is chosen. */
async function take(place, field, files, most) {
  const picked = [...field.files];
  field.value = ""; // the same file can be picked again
  if (files.length + picked.length > most) {
    return note(place, { error: most === 1 ? "Choose one file only." : `Choose at most ${most} files.` });
  }
  note(place, { names: picked.map(({ name }) => name) });
  const answers = await Promise.all(picked.map(upload));
  const wrong = answers.find(({ ok }) => !ok);
  note(place, wrong ? { error: wrong.error } : null);
  const added = answers.filter(({ ok }) => ok).map(({ file }) => ({ value: file.id, name: file.name, size: file.size }));
  if (added.length) await keep(place, [...files, ...added]);
}

async function keep(place, files) {
  const answer = await chosen(place, files);
  if (answer && !answer.ok) {
    note(place, { error: answer.error });
    release(place);
  } else say(files.length === 1 ? "1 file is chosen." : `${files.length} files are chosen.`);
}

function note(place, what) {
  if (what) notes.set(keyOf(place), what);
  else notes.delete(keyOf(place));
  invalidate();
}
