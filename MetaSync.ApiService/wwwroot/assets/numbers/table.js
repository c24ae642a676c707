// The charts' numbers in text. Made when somebody opens it: five years are many rows.
import { h, head } from "../parts/dom.js";
import { count, longDay, money, plural } from "../parts/words.js";

export function table(daily) {
  const place = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of the numbers per day", keep: true });
  return h("details", { class: "numbers-table", ontoggle: event => event.target.open && fill(event.target.querySelector(".scroll"), daily) },
    h("summary", null, `The same as a table (${plural(daily.days.length, "row")})`), place);
}

function fill(place, daily) {
  place.replaceChildren(h("table", { class: "rows" },
    h("caption", { class: "unseen" }, "Numbers per day and currency, newest first"),
    head("Day", "#Spend", "#Impressions", "#Clicks", daily.action ? `#Results: ${daily.action}` : "#Results", "State"),
    h("tbody", null, [...daily.days].reverse().map(day => h("tr", null,
      h("th", { scope: "row" }, longDay(day.day)),
      h("td", { class: "number" }, money(day.spend, day.currency)),
      h("td", { class: "number" }, count(day.impressions)),
      h("td", { class: "number" }, count(day.clicks)),
      h("td", { class: "number" }, count(day.results ?? 0)),
      h("td", null, day.provisional ? "provisional" : "final"))))));
}
