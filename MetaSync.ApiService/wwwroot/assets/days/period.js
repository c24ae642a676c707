// The days that the page is about: one choice for the calendar, the chart and the downloads.
import { choose, chosen } from "../parts/address.js";
import { h, show } from "../parts/dom.js";
import { isDay } from "../parts/days.js";
import { known } from "../parts/store.js";

const YEARS = 6;
const thisYear = () => (known.accounts[0]?.today ?? new Date().toISOString()).slice(0, 4);

/** The API's own default, the last twelve months, is no parameter at all. */
export function periodQuery() {
  const period = chosen("period");
  const query = new URLSearchParams();
  if (/^\d{4}$/.test(period ?? "")) {
    query.set("startDate", `${period}-01-01`);
    query.set("endDate", `${period}-12-31`);
  } else if (period === "days") {
    if (isDay(chosen("from"))) query.set("startDate", chosen("from"));
    if (isDay(chosen("to"))) query.set("endDate", chosen("to"));
  }
  return query;
}

export const isPeriodChoice = name => ["period", "from", "to"].includes(name);

export function drawPeriod(place) {
  const period = chosen("period") ?? "";
  const years = Array.from({ length: YEARS }, (_, back) => String(+thisYear() - back));
  show(place, [
    h("p", { class: "field" },
      h("label", { for: "period" }, "Days shown"),
      h("select", { id: "period", value: period, onchange: event => choosePeriod(event.target.value) },
        h("option", { value: "" }, "Last 12 months"),
        years.map(year => h("option", { value: year }, year)),
        h("option", { value: "days" }, "From … to …"))),
    period === "days" && [dayField("from", "From"), dayField("to", "To, inclusive")],
  ]);
  place.querySelector("select").value = period;
}

function dayField(name, label) {
  return h("p", { class: "field" }, h("label", { for: name }, label),
    h("input", { id: name, type: "date", value: chosen(name) ?? "", onchange: event => choose({ [name]: event.target.value || null }) }));
}

function choosePeriod(period) {
  const { startDate, endDate } = known.calendar ?? {};
  choose(period === "days" ? { period, from: startDate, to: endDate } : { period: period || null, from: null, to: null });
}
