// The calendar of all accounts: read once for a period, then kept up to date by what the stream says.
import { daysBetween, lengthOf } from "../parts/days.js";
import { get } from "../parts/http.js";
import { known, learn } from "../parts/store.js";
import { letterOfJob } from "./states.js";
import { periodQuery } from "./period.js";

const GATHER = 700; // ms in which days of an account are gathered for one reading

let reading = 0;

export async function readCalendar() {
  const mine = ++reading;
  const calendar = await get(`/api/calendar?${periodQuery()}`);
  if (mine === reading) learn({ calendar });
}

const due = new Map();

/** A day has changed: its letter at once, where the event tells it, and what is counted a moment later. */
export function takeDay(change, whenIn) {
  const letter = change.calendar ?? letterOfJob[change.state];
  if (letter) setLetter(change, letter);
  if (change.state === "succeeded") whenIn();
  if (due.has(change.account)) return;
  due.set(change.account, setTimeout(() => {
    due.delete(change.account);
    readCalendarOf(change.account);
  }, GATHER));
}

function setLetter({ account, day, endDay }, letter) {
  const { calendar } = known;
  const at = calendar ? daysBetween(calendar.startDate, day) : -1;
  if (at < 0) return;
  learn({
    calendar: replaceAccount(calendar, account, found => {
      const until = Math.min(at + lengthOf(day, endDay ?? day), found.days.length);
      return { ...found, days: found.days.slice(0, at) + letter.repeat(Math.max(0, until - at)) + found.days.slice(until) };
    }),
  });
}

const replaceAccount = (calendar, name, change) => ({ ...calendar, accounts: calendar.accounts.map(account => account.account === name ? change(account) : account) });

/** Reads one account's days again. */
async function readCalendarOf(name) {
  const before = reading;
  const query = periodQuery();
  query.set("accounts", name);
  try {
    const { accounts, startDate } = await get(`/api/calendar?${query}`);
    if (before !== reading || !known.calendar || startDate !== known.calendar.startDate || accounts.length === 0) return;
    learn({ calendar: replaceAccount(known.calendar, name, () => accounts[0]) });
  } catch (problem) {
    learn({ problem: problem.message });
  }
}
