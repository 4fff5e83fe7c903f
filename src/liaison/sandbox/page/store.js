/** What the page knows: the server's state, and what only this window needs to remember. */

const REMEMBERED = "sandbox-page";

/** @type {{state: object|null, online: boolean, problem: string|null}} */
/** `toEnd` asks the open conversation to show its newest message, because the person has just written something. */
export const store = { state: null, online: true, problem: null, toEnd: false };

/** Small things a window remembers across a reload: drafts, whether the drawer and the faults in it are open. */
export const memory = recall();

let draw = () => {};
let due = false;

/** Names the function that draws the page. */
export function onChange(callback) {
  draw = callback;
}

/** Asks for the page to be drawn once, after the present work. */
export function invalidate() {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    draw();
  });
}

/** Keeps `memory` for this window. */
export function remember() {
  sessionStorage.setItem(REMEMBERED, JSON.stringify(memory));
}

export function showProblem(sentence) {
  store.problem = sentence;
  invalidate();
}

function recall() {
  const fresh = { drafts: {}, drawer: null, faults: false };
  try {
    return { ...fresh, ...JSON.parse(sessionStorage.getItem(REMEMBERED)) };
  } catch {
    return fresh; // a damaged note is no reason to refuse the page
  }
}
