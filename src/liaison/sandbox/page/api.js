/** The sandbox server: reading its state, hearing of changes, acting as a person, moving the clock. */

import { route } from "./route.js";
import { invalidate, showProblem, store } from "./store.js";

const LOST = "The sandbox does not answer. Check that it is still running; this page tries again by itself.";

const MOST_KEPT_ALIVE = 60_000; // browsers refuse more

let events = null;
let reading = null;
let again = false;

/** Reads the state now, or once more after the read under way. Resolves when the newest is in. */
export function refresh() {
  if (reading) again = true;
  else reading = readUntilCurrent().finally(() => (reading = null));
  return reading;
}

async function readUntilCurrent() {
  do {
    again = false;
    await read();
  } while (again);
}

async function read() {
  const as = route().as;
  try {
    const answer = await fetch(`/page/api/state${as ? `?as=${encodeURIComponent(as)}` : ""}`);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const state = await answer.json();
    // Someone else may have been chosen while this was under way: theirs is being read next.
    if (as === route().as) store.state = state;
    store.online = true;
    if (store.problem === LOST) store.problem = null;
  } catch {
    store.online = false;
  }
  invalidate();
}

/** Listens for changes as the present person; called again when the person changes. */
export function listen() {
  events?.close();
  const as = route().as;
  events = new EventSource(`/page/api/events${as ? `?as=${encodeURIComponent(as)}` : ""}`);
  events.addEventListener("message", ({ data }) => {
    if (JSON.parse(data).version !== store.state?.version) refresh();
  });
  // After a break the server may have moved on, or been started anew.
  events.addEventListener("open", refresh);
  events.addEventListener("error", () => {
    store.online = false;
    invalidate();
  });
}

/**
 * Acts as the person.
 * @param {string} act what is done: "say", "press", "fill", …
 * @param {object} details the rest of what the server asks for
 * @returns {Promise<object>} the server's answer; when `ok` is false its sentence has been shown
 */
export async function act(act, details = {}) {
  const answer = await post("/page/api/act", { as: store.state.me.id, act, ...details });
  if (!answer.ok) showProblem(answer.error);
  await refresh();
  return answer;
}

/** Sends what is left to do when the page goes away: in one request, so that it arrives in order. */
export function leave(acts) {
  if (acts.length) post("/page/api/act", { as: store.state.me.id, act: "leave", acts });
}

/** Options for a type-ahead menu. Asking changes nothing, so nothing is read again. */
export function suggest(details) {
  return post("/page/api/act", { as: store.state.me.id, act: "suggest", ...details });
}

/** Moves the sandbox's clock: `{advance_seconds}` or `{set}`. */
export function moveClock(change) {
  return changeSandbox("/page/api/clock", change);
}

/** Arms a fault: `{kind, method, times, seconds}`; or disarms all: `{clear: true}`. */
export function setFaults(change) {
  return changeSandbox("/page/api/faults", change);
}

/** Brings a file to the sandbox as the person; the answer names it as `file`. */
export function upload(file) {
  const query = new URLSearchParams({ as: store.state.me.id, name: file.name });
  return send(`/page/api/files?${query}`, { body: file });
}

async function changeSandbox(path, change) {
  const answer = await post(path, change);
  if (!answer.ok) showProblem(answer.error);
  await refresh();
  return answer;
}

function post(path, content) {
  const body = JSON.stringify(content);
  const keepalive = body.length < MOST_KEPT_ALIVE; // what was typed last arrives even if the page is left
  return send(path, { headers: { "Content-Type": "application/json" }, body, keepalive });
}

async function send(path, request) {
  try {
    const answer = await fetch(path, { method: "POST", ...request });
    return await answer.json();
  } catch {
    return { ok: false, error: LOST };
  }
}
