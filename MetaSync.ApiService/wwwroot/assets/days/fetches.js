// Each time that a day was read from Meta, and what had changed since the time before.
import { h, head } from "../parts/dom.js";
import { count, money, percentChange } from "../parts/words.js";
import { moment } from "./moments.js";

export function fetches(story, currency) {
  if (story.fetches.length === 0) return null;
  return h("section", { "aria-labelledby": "fetches-title" },
    h("h3", { id: "fetches-title" }, "What changed from fetch to fetch"),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Fetches, newest first" }, h("table", { class: "rows" },
      head("Read at", "Report", "#Rows", "#Spend", "#Impressions", "#Clicks"),
      h("tbody", null, story.fetches.map(fetch => h("tr", { key: `${fetch.report}/${fetch.asOf}` },
        h("th", { scope: "row" }, moment(fetch.asOf, story.timeZone)),
        h("td", null, fetch.report),
        value(fetch, "rows", count),
        value(fetch, "spend", amount => money(amount, currency)),
        value(fetch, "impressions", count),
        value(fetch, "clicks", count)))))));
}

/** A total with its change since the fetch before, which the API gives as a difference. */
function value(fetch, name, write) {
  const difference = fetch.change?.[name];
  const before = fetch[name] - (difference ?? 0);
  return h("td", { class: "number" }, write(fetch[name]),
    difference !== undefined && difference !== null && h("span", { class: "quiet-text block" },
      difference === 0 ? "unchanged" : before === 0 ? `+${write(difference)}` : percentChange(difference / before)));
}
