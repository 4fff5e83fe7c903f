/** Files that go with a message: chosen with a button or dropped on the composer, and shown until it is sent. */

import { upload } from "./api.js";
import { say } from "./announce.js";
import { h } from "./dom.js";
import { sizeText } from "./files.js";
import { invalidate } from "./store.js";

const MOST_FILES = 10; // Slack's own

/** What goes with each draft: `{files, names, error}`; `names` are under way. */
const held = new Map();

/** The files that are ready to go with a draft, and whether others are still on their way. */
export function attached(key) {
  const { files, names } = held.get(key) ?? nothing();
  return { files, isUploading: names.length > 0 };
}

/** Forgets what went with a draft, or puts it back where it could not be sent. */
export function setAttached(key, files) {
  if (files.length) held.set(key, { ...nothing(), files });
  else held.delete(key);
  invalidate();
}

/** The button beside the composer that opens the browser's own dialog. */
export function attachButton(id, key) {
  const clip = h("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" },
    h("path", {
      d: "M11.5 5 6.4 10.1a1.2 1.2 0 0 0 1.7 1.7l5-5a2.8 2.8 0 0 0-4-4L3.9 8.1a4.3 4.3 0 0 0 6.1 6.1l4.5-4.5",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 1.3,
    }));
  return [
    h("input", {
      key: "files",
      id: `${id}-files`,
      type: "file",
      multiple: true,
      hidden: true,
      on: { change: ({ target }) => { take(id, key, [...target.files]); target.value = ""; } },
    }),
    h("button", {
      key: "attach",
      type: "button",
      class: "button small attach-button",
      "aria-label": "Attach a file",
      "aria-describedby": held.get(key)?.error ? `${id}-wrong` : null,
      on: { click: () => document.getElementById(`${id}-files`).click() },
    }, clip, h("span", { class: "attach-word" }, "Attach a file")),
  ];
}

/** What is chosen, what is on its way, and what went wrong. */
export function attachedList(id, key) {
  const { files, names, error } = held.get(key) ?? nothing();
  return [
    files.length > 0 && h("ul", { key: "attached", class: "chosen-files", "aria-label": "Attached files" },
      files.map((file) => chip(id, key, file))),
    names.length > 0 && h("p", { key: "underway", class: "hint", role: "status" }, `Uploading ${names.join(", ")}`),
    error && h("p", { key: "wrong", id: `${id}-wrong`, class: "error", role: "alert" }, error),
  ];
}

/** Listeners with which files can be dropped on a composer. */
export function dropping(id, key) {
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  return {
    dragover: (event) => brings(event) && event.preventDefault(),
    drop: (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      take(id, key, [...event.dataTransfer.files]);
    },
  };
}

function chip(id, key, file) {
  const remove = () => {
    document.getElementById(id)?.focus(); // the button goes, so the focus moves to the composer
    setAttached(key, held.get(key).files.filter((each) => each.id !== file.id));
  };
  return h("li", { key: file.id, class: "chip" },
    h("span", null, file.name, h("span", { class: "file-note" }, sizeText(file.size))),
    h("button", { type: "button", class: "chip-remove", "aria-label": `Remove ${file.name}`, on: { click: remove } }, "×"));
}

/** Uploads what was picked or dropped, then adds it to what goes with the draft. */
async function take(id, key, picked) {
  const { files, names } = held.get(key) ?? nothing();
  if (!picked.length) return;
  if (files.length + names.length + picked.length > MOST_FILES) {
    note(key, { error: `A message takes at most ${MOST_FILES} files.` });
    return;
  }
  note(key, { names: [...names, ...picked.map(({ name }) => name)], error: null });
  const answers = await Promise.all(picked.map(upload));
  const added = answers.filter(({ ok }) => ok).map(({ file }) => file);
  const now = held.get(key) ?? nothing();
  note(key, {
    files: [...now.files, ...added],
    names: now.names.slice(picked.length),
    error: answers.find(({ ok }) => !ok)?.error ?? null,
  });
  document.getElementById(id)?.focus();
  if (added.length) say(added.length === 1 ? `${added[0].name} is attached.` : `${added.length} files are attached.`);
}

function note(key, what) {
  held.set(key, { ...nothing(), ...held.get(key), ...what });
  invalidate();
}

function nothing() {
  return { files: [], names: [], error: null };
}
