// The accounts, each with its proof of completeness, its bar, and, when opened, its days.
import { choose, chosen, chosenList } from "../parts/address.js";
import { h, show } from "../parts/dom.js";
import { clock, plural, viewerZone } from "../parts/words.js";
import { known, mayWrite } from "../parts/store.js";
import { openStart } from "../start/form.js";
import { makeGrid, updateGrid } from "./grid.js";
import { list } from "./list.js";
import { stateNamed } from "./states.js";
import { strip } from "./strip.js";
import { openStory } from "./story.js";

const OPEN_ALL_UP_TO = 2;

/** The accounts that the filters leave over. */
export function shownAccounts() {
  const words = (chosen("find") ?? "").toLowerCase();
  const gaps = chosen("gaps");
  return (known.calendar?.accounts ?? []).filter(account =>
    (!words || `${account.account} ${account.name ?? ""} ${account.currency ?? ""} ${account.timeZone ?? ""}`.toLowerCase().includes(words))
    && (!gaps || account.completeness.missing + account.completeness.failed > 0));
}

function openNames() {
  const open = chosen("open");
  if (open !== null) return open.split(",").filter(name => name !== "none");
  const all = known.calendar?.accounts ?? [];
  return (all.length <= OPEN_ALL_UP_TO ? all : all.slice(0, 1)).map(account => account.account);
}

export function drawAccounts(place) {
  if (!known.calendar) return;
  const accounts = shownAccounts();
  const open = openNames();
  show(place, accounts.length > 0
    ? accounts.map(account => section(account, open.includes(account.account)))
    : h("p", { class: "quiet-text" }, known.calendar.accounts.length > 0
      ? "No account is left over by the filters above."
      : "No ad account is known yet. They appear as soon as a worker has read them from Meta."));
  for (const account of accounts) if (open.includes(account.account)) drawDays(account);
}

function section(account, isOpen) {
  const name = account.name ?? account.account;
  const id = `days-${account.account}`;
  const toggle = () => {
    const open = new Set(openNames());
    open[isOpen ? "delete" : "add"](account.account);
    choose({ open: open.size > 0 ? [...open] : ["none"] });
  };
  return h("section", { class: "account", key: account.account, "aria-labelledby": `name-${account.account}` },
    h("h3", null,
      h("button", { type: "button", class: "disclosure", id: `name-${account.account}`, "aria-expanded": String(isOpen), "aria-controls": id, onclick: toggle },
        name, account.name && h("span", { class: "quiet-text" }, ` ${account.account}`))),
    h("p", { class: "zone" }, zoneWords(account)),
    strip(account.days),
    h("p", { class: "completeness" }, account.completeness.sentence),
    isOpen && mayWrite() && account.completeness.missing - (account.completeness.outOfReach ?? 0) + account.completeness.failed > 0 && h("p", { class: "offer" },
      h("button", { type: "button", onclick: () => openStart({ accounts: [account.account], startDate: startOf(account), endDate: endOf(account), mode: "missing-and-failed" }) },
        `Fetch what is missing of ${name}…`)),
    h("div", { class: "days", id, hidden: !isOpen, keep: true }));
}

const startOf = account => known.calendar.startDate > account.oldestDay ? known.calendar.startDate : account.oldestDay;
const endOf = account => known.calendar.endDate < account.today ? known.calendar.endDate : account.today;

function zoneWords(account) {
  if (!account.timeZone) return "Its time zone is not known yet.";
  const there = `Days of ${account.timeZone}`;
  const now = new Date().toISOString();
  return account.timeZone === viewerZone
    ? `${there}, your own time zone${account.currency ? ` · ${account.currency}` : ""}`
    : `${there}, where it is ${clock(now, account.timeZone)}; for you (${viewerZone}) ${clock(now)}${account.currency ? ` · ${account.currency}` : ""}`;
}

/** The table of days is made once and then kept in line, cell by cell, so that arrow keys can be in the middle of it meanwhile. */
function drawDays(account) {
  const place = document.getElementById(`days-${account.account}`);
  const open = day => openStory(account.account, day);
  const { startDate } = known.calendar;
  const wanted = chosenList("states");
  if (chosen("view") === "list") {
    show(place, list(account, startDate, wanted, open));
    return;
  }
  let table = place.querySelector("table.grid");
  if (!table || table.startDate !== startDate || table.length !== account.days.trimEnd().length) {
    table = makeGrid(account, startDate, open);
    table.startDate = startDate;
    table.length = account.days.trimEnd().length;
    place.replaceChildren(table);
  }
  updateGrid(table, account);
  table.className = `grid${wanted.length > 0 ? " filtered" : ""} ${wanted.filter(stateNamed).map(name => `want-${name}`).join(" ")}`;
}

/** What a screen reader, and everybody else, is told above the list. */
export const accountsInWords = () => {
  const shown = shownAccounts().length, all = known.calendar?.accounts.length ?? 0;
  return shown === all ? plural(all, "ad account") : `${shown} of ${plural(all, "ad account")}`;
};
