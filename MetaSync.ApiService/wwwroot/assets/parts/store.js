// What the page knows, and the parts that show it.

const LONGEST_DELAY = 150; // ms: many changes at once are one picture

export const known = {
  session: null,
  connection: null,
  accounts: [],
  calendar: null,
  batches: [],
  problem: null,
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

/** Draws all parts soon. */
export function redraw() {
  if (due) return;
  due = true;
  setTimeout(() => {
    due = false;
    for (const draw of parts) draw();
  }, LONGEST_DELAY / 3);
}

export const mayWrite = () => known.session?.scopes.includes("write") ?? false;

/** An account by its name, as the API lists it. */
export const accountOf = name => known.accounts.find(account => account.account === name);
