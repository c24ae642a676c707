// The API's server-sent events, for as long as somebody looks at the page.
import { known, learn } from "../parts/store.js";
import { addressOf, get, signIn } from "../parts/http.js";

const KEPT = "metasync.live"; // remembered for the next visit
const FIRST_PICTURE = 1_000; // ms
const SILENCE = 5_000; // ms until a closed stream is opened again

let source = null, again = null, wasOpen = false, listeners = {};

/** Calls back with `batch` and `day`, and with `fresh` whenever something may have been missed. */
export function follow(handlers) {
  listeners = handlers;
  document.addEventListener("visibilitychange", settle); // a hidden page keeps no connection: a browser has six of them for a host
  addEventListener("offline", () => {
    close();
    if (!isPaused()) tell("lost");
  });
  addEventListener("online", settle);
  settle();
}

export const isPaused = () => localStorage.getItem(KEPT) === "paused";

export function togglePaused() {
  if (isPaused()) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "paused");
  settle();
}

function settle() {
  if (isPaused() || document.hidden || !navigator.onLine) {
    close();
    if (isPaused()) tell("paused");
  } else if (!source) {
    open();
  }
}

function open() {
  clearTimeout(again);
  tell("connecting");
  source = new EventSource(addressOf("/api/events"));
  source.onopen = () => {
    tell("live");
    // What happened between the first reading and now; not at once, because the first picture is being drawn.
    setTimeout(listeners.fresh, wasOpen ? 0 : FIRST_PICTURE);
    wasOpen = true;
  };
  source.addEventListener("batch", event => listeners.batch(JSON.parse(event.data)));
  source.addEventListener("reload", () => listeners.fresh()); // more has changed than is told one by one
  source.addEventListener("day", event => listeners.day(JSON.parse(event.data)));
  source.onerror = lost;
}

async function lost() {
  tell("lost");
  if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again itself, from the last event on
  close();
  again = setTimeout(settle, SILENCE);
  try {
    await get("/api/session");
  } catch (problem) {
    if (problem.status === 401) signIn();
  }
}

function close() {
  clearTimeout(again);
  source?.close();
  source = null;
}

function tell(state) {
  if (known.live?.state !== state) learn({ live: { state, since: new Date() } });
}
