// What can be done with a batch: only what makes sense for it now.
import { confirm } from "../parts/dialogs.js";
import { h } from "../parts/dom.js";
import { post } from "../parts/http.js";
import { attempt } from "../parts/store.js";
import { count, plural } from "../parts/words.js";
import { takeAnswer } from "./reading.js";

/** From so many jobs on, the count has to be typed. */
export const BIG = 1000;

export function actionsOf(batch) {
  const { counts } = batch;
  const active = counts.queued + counts.running + counts.waiting;
  const left = active + counts.paused;
  const again = counts.failed + counts.cancelled;
  return h("p", { class: "actions", role: "group", "aria-label": "Steer this batch" },
    active > 0 && !batch.paused && button("pause", "Pause", () => act(batch, "pause")),
    counts.paused > 0 && button("resume", "Resume", () => act(batch, "resume")),
    counts.failed > 0 && button("retry", `Retry ${plural(again, counts.cancelled > 0 ? "failed or cancelled day" : "failed day")}`, () => retry(batch, again)),
    counts.failed === 0 && counts.cancelled > 0 && left === 0 && button("retry", `Retry ${plural(again, "cancelled day")}`, () => retry(batch, again)),
    left > 0 && button("cancel", "Cancel…", () => cancel(batch, left), "danger"));
}

const button = (key, name, onclick, style = null) => h("button", { type: "button", key, class: style, onclick }, name);

async function cancel(batch, left) {
  const { counts } = batch;
  const wanted = await confirm({
    title: `Cancel ${plural(left, "day")}?`,
    text: `${plural(counts.succeeded, "day")} of this batch ${counts.succeeded === 1 ? "is" : "are"} in and ${counts.succeeded === 1 ? "stays" : "stay"}. ${plural(left, "day")} that ${left === 1 ? "is" : "are"} not will not be fetched${counts.running > 0 ? "; the running one stops without leaving a trace" : ""}. They can be retried later.`,
    yes: `Cancel ${plural(left, "day")}`,
    no: "Let them run",
    typed: left > BIG ? left : null,
  });
  if (wanted) await act(batch, "cancel");
}

async function retry(batch, again) {
  const wanted = again <= BIG || await confirm({
    title: `Retry ${plural(again, "day")}?`, text: `${count(again)} days are fetched again, at the end of their lanes.`, yes: `Retry ${plural(again, "day")}`, no: "Leave them", typed: again,
  });
  if (wanted) await act(batch, "retry");
}

async function act(batch, verb) {
  await attempt("The batch could not be changed", () => takeAnswer(post(`/api/sync/${batch.batchId}/${verb}`)));
  // The pressed button may be gone: the reader is not to be thrown back to the top.
  setTimeout(() => document.activeElement === document.body && document.getElementById("batch-title")?.focus({ preventScroll: true }), 200);
}
