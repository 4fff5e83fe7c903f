/** Dates and times as they are written in Britain: "9 March 2009", "9am", "11:59pm". */

import { store } from "./store.js";

/** The person's time zone. */
export function zone() {
  return store.state?.me.tz ?? "Europe/London";
}

function part(date, options) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options }).format(date);
}

export function day(date) {
  return part(date, { day: "numeric", month: "long", year: "numeric" });
}

export function shortDay(date) {
  return part(date, { day: "numeric", month: "short", year: "numeric" });
}

export function dayAndMonth(date) {
  return part(date, { day: "numeric", month: "short" });
}

export function longDay(date) {
  return part(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
}

export function time(date, { seconds = false } = {}) {
  const [hour, minute, second] = wallClock(date).slice(11).split(":");
  const twelve = Number(hour) % 12 || 12;
  const rest = seconds ? `:${minute}:${second}` : minute === "00" ? "" : `:${minute}`;
  return `${twelve}${rest}${Number(hour) < 12 ? "am" : "pm"}`;
}

/** "2026-11-22T09:30:00" as it is on the wall in the person's zone. */
export function wallClock(date) {
  return part(date, {
    year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).replace(/(\d+)\/(\d+)\/(\d+), /, "$3-$2-$1T");
}

/** The moment at which the wall clock of the person's zone shows `wall` ("2026-11-22T09:30"). */
export function momentOf(wall) {
  const asUtc = new Date(`${wall}Z`);
  const shift = (moment) => new Date(`${wallClock(moment)}Z`) - moment;
  const guess = new Date(asUtc - shift(asUtc));
  return new Date(asUtc - shift(guess)); // a second time, because the guess may lie across a change of clocks
}

/** "3 minutes ago" or "in 2 days" by the sandbox's clock. */
export function ago(date) {
  const seconds = (date - new Date(store.state.now)) / 1000;
  const units = { year: 31_556_952, month: 2_629_746, day: 86_400, hour: 3600, minute: 60, second: 1 };
  const unit = Object.keys(units).find((each) => Math.abs(seconds) >= units[each]) ?? "second";
  return new Intl.RelativeTimeFormat("en-GB").format(Math.trunc(seconds / units[unit]), unit);
}

/** "today", "tomorrow" or "yesterday" by the sandbox's clock; otherwise null. */
export function nearDay(date) {
  const now = new Date(store.state.now);
  const names = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
  const noon = (moment) => new Date(`${wallClock(moment).slice(0, 10)}T12:00Z`);
  return names[Math.round((noon(date) - noon(now)) / 86_400_000)] ?? null;
}
