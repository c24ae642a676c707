// The same days as a list: one row for each run of days in the same state.
import { glyph, head, h } from "../parts/dom.js";
import { addDays, runsOf } from "../parts/days.js";
import { dayRange, longDay, plural } from "../parts/words.js";
import { stateOf } from "./states.js";

const LONGEST = 400;

export function list(account, startDate, wanted, onOpen) {
  const runs = runsOf(account.days).filter(run => run.value !== " " && (wanted.length === 0 || wanted.includes(stateOf(run.value).name))).reverse();
  if (runs.length === 0) return h("p", { class: "quiet-text" }, "No day of this period is in one of the chosen states.");
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `List of days of ${account.name ?? account.account}` },
    h("table", { class: "rows" },
      h("caption", { class: "unseen" }, `Days of ${account.name ?? account.account}, newest first`),
      head("State", "Days", "#How many"),
      h("tbody", null, runs.slice(0, LONGEST).map(run => {
        const first = addDays(startDate, run.first), last = addDays(startDate, run.last);
        const state = stateOf(run.value);
        return h("tr", { key: first },
          h("th", { scope: "row" }, h("span", { class: `tag is-${state.name}` }, glyph(state.name), state.text)),
          h("td", null, h("button", { type: "button", class: "link", "aria-label": `Story of ${longDay(last)}, the newest of ${dayRange(first, last)}`, onclick: () => onOpen(last) }, dayRange(first, last))),
          h("td", { class: "number" }, plural(run.last - run.first + 1, "day")));
      }))),
    runs.length > LONGEST && h("p", null, `… and ${plural(runs.length - LONGEST, "older run")} of days. Choose a shorter period to see them.`));
}
