// What a request would do: the exact days, as ranges, and the calls that they cost.
import { h, head } from "../parts/dom.js";
import { addDays, lengthOf } from "../parts/days.js";
import { accountOf } from "../parts/store.js";
import { count, dayRange, longDay, plural } from "../parts/words.js";

const LONGEST = 500;
const WHY = {
  missing: "never fetched", failed: "failed", provisional: "in, provisional: read again", final: "in and final: read again", empty: "in, without delivery: read again",
};
const SKIPPED = { waiting: "waiting already", in: "in already", failed: "failed before" };

export function preview(plan) {
  const days = plan.days.reduce((sum, job) => sum + lengthOf(job.day, job.endDay ?? job.day), 0);
  const { low, high } = plan.estimatedCalls;
  return {
    summary: [
      h("p", null, plan.jobCount === 0
        ? h("strong", null, "None of these days has to be fetched.")
        : [h("strong", null, `${plural(plan.jobCount, "job")} for ${plural(days, "day")}`), `, about ${low === high ? count(low) : `${count(low)} to ${count(high)}`} calls to Meta.`]),
      plan.days.length > 0 && h("p", null, `From ${longDay(plan.days.map(job => job.day).sort()[0])} to ${longDay(plan.days.map(job => job.endDay ?? job.day).sort().at(-1))}, both included.`),
      plan.skipped > 0 && h("p", null, `${plural(plan.skipped, "day")} skipped: ${skippedWords(plan.skippedDays)}.`),
    ],
    exact: plan.days.length > 0 && table(rangesOf(plan.days)),
  };
}

function skippedWords(days) {
  const counts = {};
  for (const { why } of days) counts[why] = (counts[why] ?? 0) + 1;
  return Object.entries(counts).map(([why, number]) => `${count(number)} ${SKIPPED[why] ?? why}`).join(", ");
}

/** Neighbouring days of an account with the same reason are one range. */
export function rangesOf(days) {
  const ranges = [];
  for (const { account, day, endDay, why } of days) {
    const last = ranges.at(-1);
    if (last && last.account === account && last.why === why && addDays(last.endDay, 1) === day) {
      last.endDay = endDay ?? day;
      last.jobs++;
    } else {
      ranges.push({ account, day, endDay: endDay ?? day, why, jobs: 1 });
    }
  }
  return ranges;
}

function table(ranges) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The exact days" },
    h("table", { class: "rows" },
      h("caption", null, "The exact days"),
      head("Account", "Days", "#How many", "So far"),
      h("tbody", null, ranges.slice(0, LONGEST).map(range => h("tr", null,
        h("th", { scope: "row" }, accountOf(range.account)?.name ?? range.account),
        h("td", null, dayRange(range.day, range.endDay)),
        h("td", { class: "number" }, count(lengthOf(range.day, range.endDay))),
        h("td", null, WHY[range.why] ?? range.why))))),
    ranges.length > LONGEST && h("p", null, `… and ${plural(ranges.length - LONGEST, "more range")}.`));
}
