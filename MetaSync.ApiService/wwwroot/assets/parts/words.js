// How days, times, amounts and counts are written. One language, the page's, for all of them.

const LOCALE = "en-GB";

/** The viewer's own time zone. */
export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const cache = new Map();
const formatOf = options => {
  const key = JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(LOCALE, options));
  return cache.get(key);
};
const ofDay = (day, options) => formatOf({ ...options, timeZone: "UTC" }).format(Date.parse(`${day}T12:00:00Z`)).replace("Sept ", "Sep ");

/** Friday 31 January 2026 */
export const longDay = day => ofDay(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");

/** 31 Jan 2026 */
export const shortDay = day => ofDay(day, { day: "numeric", month: "short", year: "numeric" });

/** January 2026 */
export const longMonth = month => ofDay(`${month}-01`, { month: "long", year: "numeric" });

/** Jan 2026 */
export const shortMonth = month => ofDay(`${month}-01`, { month: "short", year: "numeric" });

/** Both ends are days of the range. */
export const dayRange = (first, last) => first === last ? shortDay(first) : `${shortDay(first)} – ${shortDay(last)}`;

const safeZone = zone => {
  try {
    formatOf({ timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
};

/** 31 Jan 2026, 14:20:05 */
export const instant = (iso, zone = viewerZone, seconds = true) => formatOf({
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", ...(seconds && { second: "2-digit" }), timeZone: safeZone(zone),
}).format(new Date(iso));

/** 14:20, or with its day when that is another one than today. */
export function clock(iso, zone = viewerZone) {
  const day = at => formatOf({ dateStyle: "short", timeZone: safeZone(zone) }).format(at);
  const time = formatOf({ hour: "2-digit", minute: "2-digit", timeZone: safeZone(zone) }).format(new Date(iso));
  return day(new Date(iso)) === day(new Date()) ? time : `${time} on ${instant(iso, zone, false).split(",")[0]}`;
}

/** 1 h 20 min; never "a while ago". */
export function duration(milliseconds) {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumSignificantDigits: 3 });

export const count = number => whole.format(number);

/** 12.4K, for axes. */
export const brief = number => compact.format(number);

/** An amount with its currency: amounts of different ones are never added. */
export const money = (amount, currency) => currency
  ? new Intl.NumberFormat(LOCALE, { style: "currency", currency, currencyDisplay: "code" }).format(amount).replace(/\u00a0/g, " ")
  : new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount);

/** 1 day, 2 days */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** +3.1 %, with a real minus sign. */
export const percentChange = share => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`;

export const sentence = parts => parts.filter(Boolean).join(" ");
