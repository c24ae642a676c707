// What a person has chosen lives in the page's address, so that it can be shared, kept and reloaded.

const listeners = new Set();

/** The choices: strings by name; those that are not made are left out. */
export function choices() {
  return Object.fromEntries(new URLSearchParams(location.search));
}

export function chosen(name) {
  return new URLSearchParams(location.search).get(name);
}

/** A choice that is a list. */
export function chosenList(name) {
  return (chosen(name) ?? "").split(",").filter(Boolean);
}

/** Makes choices, or takes them back with null. `push` when the browser's Back should undo it. */
export function choose(changes, { push = false } = {}) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text === null || text === undefined || text === "") address.searchParams.delete(name);
    else address.searchParams.set(name, text);
  }
  address.search = address.search.replaceAll("%2C", ",").replaceAll("%2F", "/");
  if (address.href === location.href) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
  tell(Object.keys(changes));
}

/** Calls back with the names of the choices that have changed; with none when all of them may have. */
export function onChoice(listener) {
  listeners.add(listener);
}

function tell(names) {
  for (const listener of listeners) listener(names);
}

addEventListener("popstate", () => tell([]));
