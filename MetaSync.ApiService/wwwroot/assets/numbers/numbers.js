// The stored numbers: four charts of the same days, their table, and how to take them away.
import { choose, chosen } from "../parts/address.js";
import { h, show } from "../parts/dom.js";
import { get } from "../parts/http.js";
import { known } from "../parts/store.js";
import { brief, count, money } from "../parts/words.js";
import { shownAccounts } from "../days/accounts.js";
import { chart } from "./chart.js";
import { table } from "./table.js";

let daily = null, problem = null, asked = "", picture = "";

/** The filter of the page, as the API takes it; null while the days are not known. */
export function filterOfPage() {
  if (!known.calendar) return null;
  const query = new URLSearchParams({ startDate: known.calendar.startDate, endDate: known.calendar.endDate });
  const names = chosen("of") ? [chosen("of")] : shownAccounts().map(account => account.account);
  if (names.length === 0) return null;
  if (names.length < known.calendar.accounts.length) query.set("accounts", names.join(","));
  return query;
}

/** Reads the numbers when the filter is another one, or when `again`, because days have come in. */
export async function readNumbers({ again = false } = {}) {
  const query = filterOfPage();
  if (!query) return;
  query.set("report", "ad");
  if (chosen("action")) query.set("action", chosen("action"));
  const address = `/api/insights/daily?${query}`;
  if (address === asked && !again) return;
  asked = address;
  try {
    const answer = await get(address);
    if (asked !== address) return;
    [daily, problem] = [answer, null];
  } catch (error) {
    if (asked !== address) return;
    [daily, problem, asked] = [null, error.message, ""]; // so that the next look asks once more
  }
  picture = "";
  dispatchEvent(new Event("metasync:numbers"));
}

export function drawNumbers(place) {
  const width = Math.max(240, Math.floor(place.clientWidth));
  const drawn = JSON.stringify([asked, width, problem, chosen("of"), known.calendar?.accounts.length]);
  if (picture === drawn) return;
  picture = drawn;
  if (problem) return show(place, h("p", { class: "problem", role: "alert" }, problem));
  if (!daily) return show(place, h("p", { class: "quiet-text" }, "Reading the numbers…"));
  return show(place, [filters(), daily.days.length === 0 ? h("p", { class: "quiet-text" }, "Nothing is stored for these days yet.") : [charts(width), table(daily)]]);
}

function filters() {
  return h("div", { class: "filters" },
    h("p", { class: "field" }, h("label", { for: "numbers-of" }, "Of"),
      h("select", { id: "numbers-of", value: chosen("of") ?? "", onchange: event => choose({ of: event.target.value || null }) },
        h("option", { value: "" }, "All accounts shown above"),
        (known.calendar?.accounts ?? []).map(account => h("option", { value: account.account }, `${account.name ?? account.account}${account.currency ? ` (${account.currency})` : ""}`)))),
    daily.actions.length > 0 && h("p", { class: "field" }, h("label", { for: "action" }, "Results are"),
      h("select", { id: "action", value: daily.action ?? "", onchange: event => choose({ action: event.target.value }) },
        daily.actions.map(({ action, count: number }) => h("option", { value: action }, `${action} (${count(number)})`)))));
}

/** One chart of spend for each currency: amounts of different ones are never added. */
function charts(available) {
  const width = available >= 640 ? Math.floor((available - 24) / 2) : available;
  const sum = name => byDay(daily.days, name);
  const all = [
    ...[...daily.currencies, ...(daily.days.some(day => day.currency === null) ? [null] : [])].map(currency => ({
      name: currency ? `Spend in ${currency}` : "Spend", write: amount => money(amount, currency), points: byDay(daily.days.filter(day => day.currency === currency), "spend"),
    })),
    { name: "Impressions", write: count, points: sum("impressions") },
    { name: "Clicks", write: count, points: sum("clicks") },
    ...(daily.action ? [{ name: `Results: ${daily.action}`, write: count, points: sum("results") }] : []),
  ];
  const { startDate, endDate } = known.calendar;
  return [
    h("div", { class: "charts" }, all.map(each => chart({ ...each, brief, startDate, endDate, width }))),
    daily.days.some(day => day.provisional) && h("p", { class: "quiet-text" }, "Hatched: provisional days, which Meta may still change. A gap in a line is a day without stored rows."),
  ];
}

function byDay(rows, name) {
  const points = new Map();
  for (const row of rows) {
    const point = points.get(row.day) ?? { day: row.day, value: 0, provisional: false };
    point.value += row[name] ?? 0;
    point.provisional ||= row.provisional;
    points.set(row.day, point);
  }
  return [...points.values()].sort((one, other) => one.day < other.day ? -1 : 1);
}
