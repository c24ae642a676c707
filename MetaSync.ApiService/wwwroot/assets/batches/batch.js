// The batch that is looked at: by default the newest.
import { chosen } from "../parts/address.js";
import { h, show } from "../parts/dom.js";
import { known, mayWrite } from "../parts/store.js";
import { count, dayRange, instant, plural } from "../parts/words.js";
import { errorOf } from "../days/runs.js";
import { actionsOf } from "./actions.js";
import { batchWords, endWords } from "./reasons.js";

export const selectedBatch = () => known.batches.find(batch => batch.batchId === chosen("batch")) ?? (chosen("batch") ? known.otherBatch : null) ?? known.batches[0] ?? null;

export const totalOf = counts => Object.values(counts).reduce((sum, number) => sum + number, 0);
export const finishedOf = counts => counts.succeeded + counts.failed + counts.cancelled;

const words = { succeeded: "succeeded", failed: "failed", cancelled: "cancelled", running: "running", waiting: "waiting", paused: "paused", queued: "queued" };

export function drawBatch(place) {
  const batch = selectedBatch();
  show(place, batch ? picture(batch) : [
    h("h2", { id: "batch-title", tabindex: "-1" }, "No batch yet"),
    h("p", null, "Nothing has been asked for yet. Start with a few days of one account, and watch them come in here."),
  ]);
}

function picture(batch) {
  const { counts, options } = batch;
  const total = totalOf(counts), finished = finishedOf(counts);
  const newest = batch === known.batches[0];
  return [
    h("h2", { id: "batch-title", tabindex: "-1" }, newest ? "Newest batch" : "Batch"),
    h("p", { class: "batch-range" }, dayRange(batch.dateRange.startDate, batch.dateRange.endDate), h("span", { class: "quiet-text" }, ` · ${accountsOf(batch)}`)),
    h("p", { class: "batch-state" }, h("span", { class: `tag batch-${batch.state}` }, batch.state), " ", batchWords(batch)),
    h("div", { class: "meter" },
      h("progress", { "aria-label": "Days of the batch that are done", max: total || 1, value: finished }),
      h("p", null, h("strong", null, `${count(finished)} of ${plural(total, options.chunkDays > 1 ? "job" : "day")}`), ` · ${batch.percent} % · ${plural(batch.rows, "row")}`)),
    endWords(batch) && h("p", { class: "batch-end" }, endWords(batch)),
    h("ul", { class: "counts" }, Object.entries(words).filter(([name]) => counts[name] > 0).map(([name, word]) => h("li", { key: name }, h("span", { class: `dot batch-${name}`, "aria-hidden": "true" }), `${count(counts[name])} ${word}`))),
    batch.current?.error && errorOf(batch.current.error),
    mayWrite() ? actionsOf(batch) : h("p", { class: "quiet-text" }, "Your key may read, and not steer."),
    h("p", { class: "quiet-text" }, `${batch.kind === "refresh" ? "Nightly refresh" : `Asked for${batch.requestedBy ? ` by ${batch.requestedBy}` : ""}`} on ${instant(batch.createdAt)}`,
      batch.kind !== "refresh" && ` · ${modeWords[options.mode] ?? options.mode}${options.chunkDays > 1 ? `, ${options.chunkDays} days a job` : ""}${options.priority !== "normal" ? `, ${options.priority} priority` : ""}${options.stopOnFailure ? ", stops at a failure" : ""}`),
  ];
}

const modeWords = { missing: "missing days", "missing-and-failed": "missing and failed days", all: "all days" };

export const accountsOf = batch => batch.accounts.length === 1
  ? known.accounts.find(account => account.account === batch.accounts[0])?.name ?? batch.accounts[0]
  : plural(batch.accounts.length, "account");
