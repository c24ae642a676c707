// What the page knows, and the parts that show it.

import { Problem } from "./http.js";

const DELAY = 50; // ms: many changes at once are one picture

export const known = {
  session: null,
  connection: null,
  accounts: [],
  calendar: null,
  batches: [],
  problems: new Map(), // by what failed; gone as soon as that works
  live: { state: "connecting", since: new Date() },
};

const parts = new Set();
let due = false;

/** A part draws itself now, and after each change. */
export function attach(draw) {
  parts.add(draw);
  draw();
}

/** Changes what is known. */
export function learn(changes) {
  Object.assign(known, changes);
  redraw();
}

/** Does something that may fail: the failure is shown until the same thing works. Tells whether it did. */
export async function attempt(name, act) {
  try {
    await act();
    if (known.problems.delete(name)) redraw();
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    known.problems.set(name, `${name}: ${problem.message}`);
    redraw();
    return false;
  }
}

/** A part that costs something to draw: only when one of the values that it shows is another one. */
export function whenChanged(values, draw) {
  let drawn = null;
  return () => {
    const now = values();
    if (drawn?.every((value, index) => value === now[index])) return;
    drawn = now;
    draw();
  };
}

/** Draws all parts soon. */
export function redraw() {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    for (const draw of parts) draw();
  }, DELAY);
}

export const mayWrite = () => known.session?.scopes.includes("write") ?? false;

/** An account by its name, as the API lists it. */
export const accountOf = name => known.accounts.find(account => account.account === name);
