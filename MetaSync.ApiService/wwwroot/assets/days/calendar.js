// The calendar of all accounts: read once for a period, then kept up to date by what the stream says.
import { daysBetween } from "../parts/days.js";
import { get } from "../parts/http.js";
import { attempt, known, learn } from "../parts/store.js";
import { periodQuery } from "./period.js";

const GATHER = 3_000; // ms in which days of an account are gathered for one reading; their letters don't wait for it

let reading = 0;

export async function readCalendar() {
  const mine = ++reading;
  const calendar = await get(`/api/calendar?${periodQuery()}`);
  if (mine === reading) learn({ calendar });
}

const due = new Map();

/** Days have changed: their letters at once, and what is counted a moment later. */
export function takeDay(change, whenIn) {
  if (change.calendar) setLetters(change);
  if (change.state === "succeeded") whenIn();
  if (due.has(change.account)) return;
  due.set(change.account, setTimeout(() => {
    due.delete(change.account);
    const isNewDay = periodQuery().size === 0 && change.day > known.calendar?.endDate; // midnight has passed while the page was open
    if (isNewDay) attempt("The days can't be read", readCalendar);
    else readCalendarOf(change.account);
  }, GATHER));
}

/** One letter for each of the event's days, of which some may be outside of what is shown. */
function setLetters({ account, day, calendar: letters }) {
  const { calendar } = known;
  if (!calendar) return;
  const at = daysBetween(calendar.startDate, day);
  learn({
    calendar: replaceAccount(calendar, account, found => {
      const days = [...found.days];
      [...letters].forEach((letter, index) => { if (days[at + index]) days[at + index] = letter; });
      return { ...found, days: days.join("") };
    }),
  });
}

const replaceAccount = (calendar, name, change) => ({ ...calendar, accounts: calendar.accounts.map(account => account.account === name ? change(account) : account) });

/** Reads one account's days again: those that are shown, because each account has a today of its own. */
async function readCalendarOf(name) {
  if (!known.calendar) return;
  const before = reading;
  const { startDate, endDate } = known.calendar;
  await attempt("The days can't be read", async () => {
    const { accounts } = await get(`/api/calendar?${new URLSearchParams({ startDate, endDate, accounts: name })}`);
    if (before === reading && accounts.length > 0) learn({ calendar: replaceAccount(known.calendar, name, () => accounts[0]) });
  });
}
