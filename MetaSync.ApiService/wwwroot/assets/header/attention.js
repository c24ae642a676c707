// What needs somebody's attention, and what to do about it.
import { h, show } from "../parts/dom.js";
import { known } from "../parts/store.js";
import { clock, count, instant } from "../parts/words.js";

const SOON = 7 * 86_400_000; // ms before a token's end

export function drawAttention(place) {
  const points = [...tokenPoints(), ...meterPoints(), ...accountPoints()];
  for (const text of known.problems.values()) points.unshift({ key: text, grave: true, text });
  place.hidden = points.length === 0;
  show(place, points.length > 0 && [
    h("h2", { id: "attention-title" }, "Needs attention"),
    h("ul", null, points.map(point => h("li", { key: point.key, class: point.grave ? "grave" : null }, h("strong", null, point.text), point.remedy && ` ${point.remedy}`))),
  ]);
}

function tokenPoints() {
  const { connection } = known;
  if (!connection) return [];
  const { token } = connection;
  if (connection.state === "unknown") return [{ key: "unknown", text: "No worker has started yet.", remedy: "Days stay in the queue until one does." }];
  if (token?.state === "parked") {
    return [{ key: "token", grave: true, text: `Meta does not accept the token${token.parkedAt ? ` since ${clock(token.parkedAt)}` : ""}: ${token.problem}`, remedy: token.remedy }];
  }
  return [["expiresAt", "The token ends", "Make a new one and set Meta:AccessToken."], ["dataAccessExpiresAt", "The token's access to data ends", "Have its user renew the access, or make a new token."]]
    .filter(([name]) => token?.[name] && new Date(token[name]) - Date.now() < SOON)
    .map(([name, text, remedy]) => ({ key: name, text: `${text} on ${instant(token[name], undefined, false)}.`, remedy }));
}

function meterPoints() {
  return (known.connection?.rateLimits ?? []).filter(meter => meter.blockedUntil && new Date(meter.blockedUntil) > new Date()).map(meter => ({
    key: `${meter.scope}/${meter.account}/${meter.meter}`,
    text: `Meta's rate limit of ${meter.scope === "app" ? "the app" : meter.account} (${meter.meter}) is ${count(meter.percent)} % used: no call until ${clock(meter.blockedUntil)}.`,
    remedy: "It goes on by itself.",
  }));
}

function accountPoints() {
  return known.accounts.filter(account => account.problem).map(account => ({ key: account.account, grave: true, text: `${account.name ?? account.account}: ${account.problem}`, remedy: account.remedy }));
}
