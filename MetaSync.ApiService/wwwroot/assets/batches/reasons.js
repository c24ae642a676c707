// Why something waits, and when it ends: a word of its own for each reason.
import { clock, count, plural, shortDay } from "../parts/words.js";
import { accountOf, known } from "../parts/store.js";

/** Of a day, or of a batch's current day. */
export function waitingWords(day) {
  const until = day.waitingUntil ? ` until ${clock(day.waitingUntil)}` : "";
  switch (day.waitingReason) {
    case "rate_limit": return `for Meta's rate limit${meterOf(day)}${until}`;
    case "token": return `for a token that Meta accepts; looked at again${day.waitingUntil ? ` at ${clock(day.waitingUntil)}` : " soon"}`;
    case "report": return `for Meta to prepare its report; asked again${day.waitingUntil ? ` at ${clock(day.waitingUntil)}` : " soon"}`;
    case "retry": return `for its next try${day.waitingUntil ? ` at ${clock(day.waitingUntil)}` : ""}, after ${plural(day.attempts ?? day.attempt ?? 0, "attempt")}`;
    default: return until.trim();
  }
}

/** The meter's use, where it was read: an account's own before the app's. */
function meterOf(day) {
  if (!day.waitingMeter) return "";
  const meters = known.connection?.rateLimits.filter(limit => limit.meter === day.waitingMeter) ?? [];
  const meter = meters.find(limit => limit.account === day.account) ?? meters.find(limit => limit.scope === "app");
  return meter ? ` (${day.waitingMeter} of ${meter.scope === "app" ? "the app" : meter.account}, ${count(meter.percent)} % used)` : ` (${day.waitingMeter})`;
}

/** What a batch is doing, or why it does nothing. */
export function batchWords(batch) {
  const { counts, current, paused } = batch;
  if (batch.state === "paused" || paused && counts.running === 0 && counts.paused > 0) {
    return paused?.reason === "day-failed" ? `Paused since ${clock(paused.since)}, because a day failed.` : `Paused since ${clock((paused ?? batch).since ?? batch.createdAt)}, because somebody asked for it.`;
  }
  if (paused && counts.running > 0) return "Pauses as soon as the running day is in.";
  if (batch.state === "running" && current && !current.waitingReason) return `Fetches ${shortDay(current.day)} of ${accountOf(current.account)?.name ?? current.account}${current.attempt > 1 ? `, attempt ${current.attempt}` : ""}.`;
  if (current?.waitingReason) return `Waits ${waitingWords(current)}.`;
  if (counts.queued > 0) return counts.queued + counts.succeeded + counts.failed + counts.cancelled > 0 && batch.state !== "queued" ? "Between two days." : "In the queue: other days of its lane come first, or no worker is free.";
  return "";
}

/** When it will be done: a range, or why nobody can say. */
export function endWords(batch) {
  const { counts, estimate, current } = batch;
  const left = counts.queued + counts.running + counts.waiting + counts.paused;
  if (left === 0) return "";
  if (batch.state === "paused") return "No end while it is paused.";
  if (current?.waitingReason === "token") return "No end until Meta accepts a token.";
  if (estimate) {
    const [from, to] = [clock(estimate.earliest), clock(estimate.latest)];
    return from === to ? `Done about ${from}, if it goes on like this.` : `Done between ${from} and ${to}, if it goes on like this.`;
  }
  const done = counts.succeeded + counts.failed;
  return done < 3 ? `Too early to say when it will be done: ${done} of the 3 days that an estimate needs.` : "No end can be told at the moment.";
}
