// Numbers, money and times as people read them; exact ones belong into titles and exports. What is unknown is a dash, never a zero.

export const NONE = '–';

const SYMBOLS = { USD: '$', EUR: '€', CNY: '¥', GBP: '£' };
let zone;

// From now on times are those of this IANA zone, such as Europe/Berlin; one the browser does not know leaves its own.
export function useZone(name) {
  if (name === zone || !name) return;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    zone = name;
    formats.clear();
  } catch {
    zone = undefined;
  }
}

const formats = new Map();
const FORMS = {
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  moment: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  short: { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  iso: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' },
};

function format(form) {
  if (!formats.has(form)) formats.set(form, new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...FORMS[form] }));
  return formats.get(form);
}

// at: an ISO-8601 string, milliseconds or a Date. form: a key of FORMS but iso.
export function time(at, form = 'time') {
  const date = new Date(at);
  return at === null || at === undefined || Number.isNaN(date.getTime()) ? NONE : format(form).format(date);
}

// A text of an instance with its times, which are in UTC, as local ones.
export function withLocalTimes(text) {
  const today = hourOf(Date.now()).slice(0, 10);
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (at) => {
    if (Number.isNaN(Date.parse(at))) return at;
    return hourOf(at).slice(0, 10) === today ? time(at) : `${time(at, 'day')}, ${time(at)}`;
  });
}

// '2026-11-29 14': the local hour of a moment; its first ten characters are the day.
export function hourOf(at) {
  const part = Object.fromEntries(format('iso').formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}`;
}

// 999, 1.2k, 48k, 0.5M, 38.4M, 1.2B, as the verbs in the terminal write it
export function count(number) {
  if (!known(number)) return NONE;
  for (const [unit, size, from, whole] of [['B', 1e9, 499.5e6, 99.95], ['M', 1e6, 499.5e3, 99.95], ['k', 1e3, 1e3, 9.95]]) {
    if (Math.round(Math.abs(number)) >= from) {
      const scaled = number / size;
      return `${Math.abs(scaled) < whole ? scaled.toFixed(1) : Math.round(scaled)}${unit}`;
    }
  }
  return String(Math.round(number));
}

// 12,345
export function exact(number) {
  return known(number) ? number.toLocaleString('en-US') : NONE;
}

export function percent(ratio, digits = 0) {
  return known(ratio) ? `${(ratio * 100).toFixed(digits)} %` : NONE;
}

// 420 ms are 0.42 s, 72,000 ms are 1 min 12 s
export function duration(millis) {
  if (!known(millis)) return NONE;
  const seconds = millis / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 1440)} d ${Math.floor(minutes / 60) % 24} h`;
}

// An amount of one currency, in cents unless that hides it.
export function money(amount, currency, digits = null) {
  if (!known(amount)) return NONE;
  const places = amount === 0 ? 2 : (digits ?? (Math.abs(amount) < 0.1 ? 4 : 2));
  const least = 10 ** -places;
  const number = (amount !== 0 && Math.abs(amount) < least / 2 ? least : Math.abs(amount)).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  const text = SYMBOLS[currency] ? SYMBOLS[currency] + number : `${number} ${currency}`;
  return `${amount < 0 ? '−' : ''}${amount !== 0 && Math.abs(amount) < least / 2 ? '<' : ''}${text}`;
}

// {"USD": 13.03, "CNY": 2} in one line, the largest first
export function monies(amounts, digits = null) {
  const parts = Object.entries(amounts ?? {}).sort(([, one], [, other]) => other - one);
  const paid = parts.filter(([, amount]) => amount !== 0);
  return (paid.length ? paid : parts.slice(0, 1)).map(([currency, amount]) => money(amount, currency, digits)).join(' + ');
}

// How many decimals a column of costs has, so that they stand below each other: {cost, worth} of each line.
export function decimals(all) {
  const amounts = all.flatMap((sums) => [...Object.values(sums?.cost ?? {}), ...Object.values(sums?.worth ?? {})]);
  return Math.max(0, ...amounts) < 1 ? 4 : 2;
}

// What sums cost: a plan shows what the same tokens cost without one.
export function cost(sums, digits = null) {
  const paid = Object.values(sums?.cost ?? {}).some((amount) => amount !== 0);
  if (!paid && Object.values(sums?.worth ?? {}).some((amount) => amount !== 0)) return `plan (${monies(sums.worth, digits)})`;
  return monies(sums?.cost, digits) || (!sums?.requests ? '$0.00' : sums.unpriced === 0 ? 'free' : NONE);
}

export function tokensOf(sums) {
  const of = sums?.tokens ?? {};
  return inputOf(sums) + (of.output ?? 0);
}

// Everything that went in, from the cache or not. The parts are disjoint; thinking is a part of the output.
export function inputOf(sums) {
  const of = sums?.tokens ?? {};
  return (of.input ?? 0) + (of.cache_read ?? 0) + (of.cache_write ?? 0) + (of.cache_write_1h ?? 0);
}

export function hitOf(sums) {
  const all = inputOf(sums);
  return all ? (sums.tokens.cache_read ?? 0) / all : null;
}

function known(number) {
  return typeof number === 'number' && Number.isFinite(number);
}
