// Arithmetic with days, which are `yyyy-MM-dd` and belong to an ad account's time zone, never to the browser's.

const LENGTH = 86_400_000;

const parse = day => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day, count) => new Date(parse(day) + count * LENGTH).toISOString().slice(0, 10);

/** How many days from the first to the second. */
export const daysBetween = (first, second) => Math.round((parse(second) - parse(first)) / LENGTH);

/** Both ends included. */
export const lengthOf = (first, last) => daysBetween(first, last) + 1;

export const isDay = text => /^\d{4}-\d\d-\d\d$/.test(text ?? "") && !Number.isNaN(parse(text));

/** 0 for Monday. */
export const weekday = day => (new Date(parse(day)).getUTCDay() + 6) % 7;

export const monthOf = day => day.slice(0, 7);

export const lastOfMonth = month => new Date(Date.UTC(+month.slice(0, 4), +month.slice(5), 0)).toISOString().slice(0, 10);

/** The months that a range touches, oldest first. */
export function monthsOf(first, last) {
  const months = [];
  for (let month = monthOf(first); month <= monthOf(last); month = monthOf(addDays(lastOfMonth(month), 1))) months.push(month);
  return months;
}

/** The same day of another month, or that month's last. */
export function addMonths(day, count) {
  const month = new Date(Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1 + count, 1)).toISOString().slice(0, 7);
  const last = lastOfMonth(month);
  const same = `${month}-${day.slice(8)}`;
  return same > last ? last : same;
}

/** Runs of equal values: `[{ first, last, value }]`, where `first` and `last` are indexes. */
export function runsOf(values) {
  const runs = [];
  for (let index = 0; index < values.length; index++) {
    const run = runs.at(-1);
    if (run && run.value === values[index]) run.last = index;
    else runs.push({ first: index, last: index, value: values[index] });
  }
  return runs;
}
