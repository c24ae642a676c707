// The days of an account as a table: a row is a month, a column a day of the month. On a narrow screen each month folds into weeks (days.css).
import { glyph, h } from "../parts/dom.js";
import { addDays, daysBetween, lastOfMonth, monthsOf, weekday } from "../parts/days.js";
import { longDay, longMonth, shortMonth } from "../parts/words.js";
import { stateOf } from "./states.js";
import { walk } from "./walking.js";

const COLUMNS = Array.from({ length: 31 }, (_, index) => index + 1);

export const nameOfDay = (day, letter) => `${longDay(day)}: ${stateOf(letter).text}`;

/** Makes the table of an account, from the calendar's answer. `onOpen(day)` is called for a day that is chosen. */
export function makeGrid(account, startDate, onOpen) {
  const last = addDays(startDate, account.days.length - 1);
  const body = h("tbody", { role: "rowgroup" }, monthsOf(startDate, last).map(month => monthRow(month, account, startDate)));
  const table = h("table", { class: "grid", role: "grid", "aria-labelledby": `caption-${account.account}` },
    h("caption", { id: `caption-${account.account}`, class: "unseen" }, `Days of ${account.name ?? account.account}, a row for each month`),
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      h("th", { role: "columnheader", scope: "col" }, "Month"),
      COLUMNS.map(day => h("th", { role: "columnheader", scope: "col" }, day)))),
    body);
  table.addEventListener("click", event => {
    const day = event.target.closest("button")?.dataset.day;
    if (day) onOpen(day);
  });
  walk(table);
  return table;
}

function monthRow(month, account, startDate) {
  const length = +lastOfMonth(month).slice(8);
  return h("tr", { role: "row" },
    h("th", { role: "rowheader", scope: "row" }, h("span", { "aria-hidden": "true" }, shortMonth(month)), h("span", { class: "unseen" }, longMonth(month))),
    COLUMNS.slice(0, length).map(number => {
      const day = `${month}-${String(number).padStart(2, "0")}`;
      const letter = account.days[daysBetween(startDate, day)];
      return h("td", { role: "gridcell", class: number === 1 ? `column-${weekday(day) + 1}` : null },
        letter && letter !== " " && dayButton(day, letter, day < account.oldestDay));
    }));
}

function dayButton(day, letter, beyond) {
  const state = stateOf(letter);
  return h("button", {
    type: "button", tabindex: "-1", class: `day is-${state.name}${beyond ? " beyond" : ""}`, "data-day": day, "data-letter": letter,
    "aria-label": beyond && letter === "-" ? `${nameOfDay(day, letter)}, older than Meta keeps` : nameOfDay(day, letter), title: nameOfDay(day, letter),
  }, h("span", { class: "number", "aria-hidden": "true" }, +day.slice(8)), glyph(state.name));
}

/** Brings the cells in line with the account's days, where they differ. */
export function updateGrid(table, account) {
  let index = 0;
  for (const button of table.querySelectorAll("button[data-day]")) {
    index = daysBetween(table.startDate, button.dataset.day);
    const letter = account.days[index];
    if (letter === button.dataset.letter || !stateOf(letter)) continue;
    const state = stateOf(letter);
    button.classList.replace(`is-${stateOf(button.dataset.letter).name}`, `is-${state.name}`);
    button.dataset.letter = letter;
    button.setAttribute("aria-label", nameOfDay(button.dataset.day, letter));
    button.title = nameOfDay(button.dataset.day, letter);
    button.querySelector("use").setAttribute("href", `#glyph-${state.name}`);
  }
}
