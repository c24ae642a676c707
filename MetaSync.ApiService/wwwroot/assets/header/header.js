// Who is signed in, to what, and whether the page follows.
import { h, show } from "../parts/dom.js";
import { addressOf } from "../parts/http.js";
import { known } from "../parts/store.js";
import { instant } from "../parts/words.js";
import { isPaused, togglePaused } from "../live/stream.js";

export function drawHeader(place) {
  const { session } = known;
  show(place, [
    h("p", { class: "live" }, h("span", { class: `dot live-${known.live.state}`, "aria-hidden": "true" }), h("span", null, liveWords()),
      h("button", { type: "button", "aria-pressed": String(isPaused()), onclick: togglePaused }, "Pause live updates")),
    session && h("p", { class: "who" }, session.access === "open" ? "Open to everybody who reaches it" : `Signed in as ${session.name}${session.scopes.includes("write") ? "" : ", read only"}`,
      session.access !== "open" && h("form", { method: "post", action: addressOf("/sign-out") },
        session.antiforgery && h("input", { type: "hidden", name: "antiforgery", value: session.antiforgery.token }),
        h("button", { type: "submit" }, "Sign out"))),
  ]);
}

function liveWords() {
  const since = instant(known.live.since.toISOString()).split(", ")[1];
  switch (known.live.state) {
    case "live": return "Live";
    case "paused": return `Live updates paused since ${since}`;
    case "lost": return `Connection lost at ${since}, trying again`;
    default: return "Connecting";
  }
}

export function drawEnvironment(place) {
  const environment = known.session?.environment;
  place.hidden = !environment || environment === "Production";
  show(place, environment ? `${environment} environment: not the production data.` : null);
}
