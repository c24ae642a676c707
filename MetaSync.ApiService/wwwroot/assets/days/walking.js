// One tab stop for a whole table of days, and the arrow keys inside (the pattern of a date grid: https://www.w3.org/WAI/ARIA/apg/patterns/grid/).
import { addDays, addMonths, lastOfMonth, monthOf } from "../parts/days.js";

export function walk(table) {
  const buttonOf = day => table.querySelector(`button[data-day="${day}"]`);
  const all = () => table.querySelectorAll("button[data-day]");

  // The newest day is where somebody looks first.
  const stop = [...all()].at(-1);
  if (stop) stop.tabIndex = 0;

  const go = button => {
    table.querySelector('button[tabindex="0"]')?.setAttribute("tabindex", "-1");
    button.tabIndex = 0;
    button.focus();
  };

  table.addEventListener("focusin", event => {
    const button = event.target.closest("button[data-day]");
    if (!button || button.tabIndex === 0) return;
    table.querySelector('button[tabindex="0"]')?.setAttribute("tabindex", "-1");
    button.tabIndex = 0;
  });

  table.addEventListener("keydown", event => {
    const day = event.target.closest("button[data-day]")?.dataset.day;
    const target = day && targetOf(event, day, isFolded(table));
    if (!target) return;
    event.preventDefault();
    const days = all();
    const first = days[0].dataset.day, last = days[days.length - 1].dataset.day;
    go(buttonOf(target < first ? first : target > last ? last : target));
  });
}

/** Where a key leads. Up and down go to the neighbour that is seen there: a month away, or a week away when the months are folded. */
function targetOf(event, day, folded) {
  if (event.altKey || event.metaKey) return null;
  switch (event.key) {
    case "ArrowRight": return addDays(day, 1);
    case "ArrowLeft": return addDays(day, -1);
    case "ArrowDown": return folded ? addDays(day, 7) : addMonths(day, 1);
    case "ArrowUp": return folded ? addDays(day, -7) : addMonths(day, -1);
    case "PageDown": return addMonths(day, event.shiftKey ? 12 : 1);
    case "PageUp": return addMonths(day, event.shiftKey ? -12 : -1);
    case "Home": return event.ctrlKey ? "0000-01-01" : `${monthOf(day)}-01`;
    case "End": return event.ctrlKey ? "9999-12-31" : lastOfMonth(monthOf(day));
    default: return null;
  }
}

const isFolded = table => getComputedStyle(table.tBodies[0].rows[0]).display === "grid";
