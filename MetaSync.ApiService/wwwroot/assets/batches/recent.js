// The batches of late, to look at one of them.
import { choose } from "../parts/address.js";
import { h, show } from "../parts/dom.js";
import { known } from "../parts/store.js";
import { count, dayRange, instant } from "../parts/words.js";
import { accountsOf, finishedOf, selectedBatch, totalOf } from "./batch.js";

export function drawRecent(place) {
  place.hidden = known.batches.length === 0;
  const selected = selectedBatch();
  show(place, [
    h("h2", { id: "recent-title" }, "Recent batches"),
    h("ul", { class: "recent" }, known.batches.map(batch => h("li", { key: batch.batchId },
      h("button", { type: "button", class: "batch-line", "aria-pressed": String(batch === selected), onclick: () => choose({ batch: batch === known.batches[0] ? null : batch.batchId }, { push: true }) },
        h("span", { class: `tag batch-${batch.state}` }, batch.state),
        h("span", { class: "batch-line-range" }, dayRange(batch.dateRange.startDate, batch.dateRange.endDate)),
        h("span", { class: "quiet-text" }, `${accountsOf(batch)} · ${count(finishedOf(batch.counts))} of ${count(totalOf(batch.counts))}${batch.counts.failed > 0 ? ` · ${count(batch.counts.failed)} failed` : ""} · ${instant(batch.createdAt, undefined, false)}`))))),
  ]);
}
