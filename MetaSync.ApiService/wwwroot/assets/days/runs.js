// A day's job: when it ran, what it cost, what stood in its way.
import { choose } from "../parts/address.js";
import { h, head } from "../parts/dom.js";
import { count, dayRange, duration, plural } from "../parts/words.js";
import { waitingWords } from "../batches/reasons.js";
import { moment } from "./moments.js";

export function run(job, story) {
  const zone = story.timeZone;
  return h("article", { class: `run run-${job.state}`, key: `${job.batchId}/${job.startedAt}` },
    h("h4", null, `${job.state[0].toUpperCase()}${job.state.slice(1)}`, " ", h("span", { class: "quiet-text" }, job.kind === "refresh" ? "in a nightly refresh" : "in a range", job.requestedBy && `, asked for by ${job.requestedBy}`)),
    job.endDay && job.endDay !== job.day && h("p", null, `One job for ${dayRange(job.day, job.endDay)}.`),
    h("dl", { class: "facts" },
      fact("Attempts", count(job.attempts)),
      fact("Calls to Meta", count(job.calls)),
      job.rows !== null && fact("Rows", count(job.rows)),
      job.startedAt && fact("Started", moment(job.startedAt, zone)),
      job.finishedAt && fact("Finished", moment(job.finishedAt, zone)),
      job.startedAt && job.finishedAt && fact("Took", duration(new Date(job.finishedAt) - new Date(job.startedAt))),
      job.changed !== null && job.changed !== undefined && fact("Meta's answer", job.changed ? "differed from what was stored" : "was what was stored already"),
      job.waitingReason && fact("Waits", waitingWords(job)),
      job.traceId && fact("Trace", h("code", null, job.traceId)),
      fact("Batch", h("button", { type: "button", class: "link", onclick: () => choose({ batch: job.batchId, day: null }) }, job.batchId.slice(0, 8)))),
    job.error && errorOf(job.error),
    job.steps?.length > 0 && steps(job.steps),
    job.reportRuns?.length > 0 && reportRuns(job.reportRuns));
}

const fact = (name, value) => h("div", null, h("dt", null, name), h("dd", null, value));

/** Meta's error, with what to do. */
export function errorOf(error) {
  const code = error.code !== null && error.code !== undefined && `Meta's error ${error.code}${error.subcode ? ` / ${error.subcode}` : ""}: `;
  return h("div", { class: "problem" },
    h("p", null, h("strong", null, code || null), error.message),
    error.remedy && h("p", null, h("strong", null, "What to do: "), error.remedy),
    error.fbtraceId && h("p", { class: "quiet-text" }, "For Meta's support: fbtrace_id ", h("code", null, error.fbtraceId)));
}

function steps(list) {
  return h("details", null, h("summary", null, `The way of fetching was made smaller ${plural(list.length, "time")}`),
    h("ol", null, list.map(step => h("li", null, `${step.report}: ${step.step} – ${step.reason}`))));
}

function reportRuns(list) {
  return h("details", null, h("summary", null, `${plural(list.length, "report run")} at Meta`),
    h("table", { class: "rows" },
      head("Run", "Report", "State", "#Percent"),
      h("tbody", null, list.map(each => h("tr", null,
        h("th", { scope: "row" }, h("code", null, each.runId ?? "not sent yet")), h("td", null, each.report), h("td", null, each.state), h("td", { class: "number" }, each.percent))))));
}
