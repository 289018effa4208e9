// Stacked bars by day or hour and model, drawn as SVG; the same numbers stand in a table for everyone who cannot see or does not trust a picture.

import { el, svg, write } from './dom.js';
import { cost, count, decimals, exact, hitOf, hourOf, inputOf, money, percent, time, tokensOf, useZone, NONE } from './format.js';

const HEIGHT = 224;
const LEFT = 52;
const BOTTOM = 22;
const TOP = 10;
const MOST_SERIES = 7; // what is beyond is added up as "other"
const HOUR = 3_600_000;

// What a bar measures. value: of sums. text: of a value; with the distance of the lines it is written as the axis needs it.
export function measures(usage) {
  const currencies = Object.entries(usage.total?.cost ?? {}).sort(([, one], [, other]) => other - one).map(([currency]) => currency);
  const worths = Object.keys(usage.total?.worth ?? {}).filter((currency) => usage.total.worth[currency] > (usage.total.cost?.[currency] ?? 0));
  return [
    ...(currencies.length ? currencies : ['USD']).map((currency, n) => ({
      id: n ? `cost-${currency}` : 'cost',
      label: currencies.length > 1 ? `Cost in ${currency}` : 'Cost',
      value: (sums) => sums.cost?.[currency] ?? 0,
      text: (value, step = null) => money(value, currency, step === null ? null : placesOf(step)),
    })),
    ...worths.map((currency) => ({
      id: `worth-${currency}`,
      label: `Worth${worths.length > 1 ? ` in ${currency}` : ''}`,
      value: (sums) => sums.worth?.[currency] ?? 0,
      text: (value, step = null) => money(value, currency, step === null ? null : placesOf(step)),
    })),
    { id: 'tokens', label: 'Tokens', value: tokensOf, text: count },
    { id: 'requests', label: 'Requests', value: (sums) => sums.requests ?? 0, text: count },
  ];
}

// The decimals that a line's amount needs, none or at least two.
function placesOf(step) {
  if (Number.isInteger(step)) return 0;
  let places = 2;
  while (places < 9 && Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) > 1e-6) places++;
  return places;
}

// Every day or hour from since to until, also those in which nothing happened. step: 'day' or 'hour'.
export function slots(usage, step) {
  useZone(usage.zone);
  const since = new Date(usage.since).getTime();
  const until = new Date(usage.until).getTime();
  const all = new Map();
  for (let at = since; at < until && all.size < 400; at += HOUR) {
    const hour = hourOf(at);
    const twice = hour === hourOf(at - HOUR) || hour === hourOf(at + HOUR);
    const key = step === 'day' ? hour.slice(0, 10) : twice ? ofTwo(hour, at) : hour;
    if (!all.has(key)) all.set(key, { key, at, of: new Map() });
  }
  for (const group of usage.groups ?? []) {
    const key = step === 'day' ? String(group.day) : keyOf(String(group.hour).replace('T', ' '));
    if (!all.has(key)) all.set(key, { key, at: null, of: new Map() });
    all.get(key).of.set(group.model ?? 'unknown', group);
  }
  return [...all.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

// Where the clock is put back an hour comes twice; which of the two it is its beginning tells, in UTC.
function ofTwo(hour, at) {
  return `${hour} ${new Date(at).toISOString()}`;
}

// hour: '2026-10-25 01:00', or '2026-10-25 02:00 +02:00' for one of two
function keyOf(hour) {
  const [day, clock, offset] = hour.split(' ');
  return offset ? ofTwo(hour.slice(0, 13), Date.parse(`${day}T${clock}${offset}`)) : hour.slice(0, 13);
}

// The models in the order in which they are stacked and listed, the largest first: {name, total, of: the names it stands for}.
export function series(all, measure) {
  const totals = new Map();
  for (const slot of all) for (const [model, sums] of slot.of) totals.set(model, (totals.get(model) ?? 0) + measure.value(sums));
  const sorted = [...totals].sort(([, one], [, other]) => other - one).map(([name, total]) => ({ name, total, of: [name] }));
  if (sorted.length <= MOST_SERIES + 1) return sorted;
  const rest = sorted.slice(MOST_SERIES);
  return [...sorted.slice(0, MOST_SERIES), { name: `${rest.length} others`, total: rest.reduce((sum, one) => sum + one.total, 0), of: rest.map(({ name }) => name), other: true }];
}

// A round number at or above the highest bar, and where the lines between lie.
export function scale(highest) {
  if (!(highest > 0)) return { top: 1, lines: [] };
  const raw = highest / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw * 0.9999);
  const lines = [];
  for (let n = 1; n * step < highest + step * 0.9999; n++) lines.push(n * step);
  return { top: lines.at(-1), lines };
}

// Fills box with the picture, legend with names and sums, table with the numbers. hovered text goes to readout.
export function draw({ box, legend, table, readout }, usage, step, measure) {
  const all = slots(usage, step);
  const stacked = series(all, measure);
  const valueOf = (slot, one) => one.of.reduce((sum, name) => sum + (slot.of.has(name) ? measure.value(slot.of.get(name)) : 0), 0);
  const sums = all.map((slot) => stacked.reduce((sum, one) => sum + valueOf(slot, one), 0));
  const { top, lines } = scale(Math.max(0, ...sums));
  const summary = `${measure.label}: ${measure.text(sums.reduce((sum, one) => sum + one, 0))} in all, ${span(usage)}`;
  const plain = () => write(readout, summary);
  plain();

  const height = HEIGHT - TOP - BOTTOM;
  const wide = Math.max(240, box.clientWidth - 2 * parseFloat(getComputedStyle(box).paddingLeft)); // a unit is a pixel, so text keeps its size
  const width = (wide - LEFT) / Math.max(1, all.length);
  const y = (value) => TOP + height - (value / top) * height;
  const picture = svg('svg', { viewBox: `0 0 ${wide} ${HEIGHT}`, role: 'img', 'aria-label': `${summary}. The table below has the numbers.`, class: 'bars' });
  for (const line of lines) {
    picture.append(
      svg('line', { x1: LEFT, x2: wide, y1: y(line), y2: y(line), class: 'grid' }),
      svg('text', { x: LEFT - 8, y: y(line) + 4, class: 'axis end' }, measure.text(line, lines[0])));
  }
  const every = Math.ceil(all.length / Math.max(3, Math.floor(wide / 90)));
  all.forEach((slot, n) => {
    const x = LEFT + n * width;
    const label = labelOf(slot, step);
    const column = svg('g', { class: 'column' }, svg('title', {}, `${label}: ${measure.text(sums[n])}`), svg('rect', { x, y: TOP, width, height, class: 'hit' }));
    let base = 0;
    stacked.forEach((one, index) => {
      const value = valueOf(slot, one);
      if (!(value > 0)) return;
      const high = y(base) - y(base + value);
      column.append(svg('rect', {
        x: (x + width * 0.12).toFixed(2), y: y(base + value).toFixed(2), width: Math.max(1, width * 0.76).toFixed(2),
        height: Math.max(0.5, high).toFixed(2), class: colour(one, index),
      }, svg('title', {}, `${label}, ${one.name}: ${measure.text(value)}`)));
      base += value;
    });
    column.addEventListener('pointerenter', () => write(readout, `${label}: ${[measure.text(sums[n]),
      ...stacked.filter((one) => valueOf(slot, one) > 0).slice(0, 3).map((one) => `${one.name} ${measure.text(valueOf(slot, one))}`)].join(' · ')}`));
    picture.append(column);
    if (n % every === 0) picture.append(svg('text', { x: x + width / 2, y: HEIGHT - 6, class: 'axis middle' }, tick(slot, step)));
  });
  picture.append(svg('line', { x1: LEFT, x2: wide, y1: TOP + height, y2: TOP + height, class: 'base' }));
  if (!lines.length) picture.append(svg('text', { x: LEFT + (wide - LEFT) / 2, y: HEIGHT / 2, class: 'axis middle' }, 'nothing recorded in this time'));
  picture.addEventListener('pointerleave', plain);
  box.replaceChildren(picture);

  legend.replaceChildren(...stacked.map((one, index) => el('li', {},
    svg('svg', { class: 'key', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('rect', { width: 10, height: 10, rx: 2, class: colour(one, index) })),
    el('span', { class: 'name' }, one.name), el('span', { class: 'number' }, measure.text(one.total)))));
  table.replaceChildren(...rows(all, step));
}

function span(usage) {
  const [first, last] = [time(usage.since, 'day'), time(new Date(usage.until).getTime() - 1, 'day')];
  return first === last ? first : `${first} to ${last}`;
}

function colour(one, index) {
  return one.other ? 'series other' : `series s${index}`;
}

function labelOf(slot, step) {
  if (slot.at === null) return slot.key;
  return step === 'day' ? time(slot.at, 'day') : `${time(slot.at, 'day')}, ${slot.key.slice(11, 13)}:00`;
}

function tick(slot, step) {
  return step === 'day' && slot.at !== null ? time(slot.at, 'day').replace(/^\S+ /, '') : step === 'day' ? slot.key.slice(5) : `${slot.key.slice(11, 13)}:00`;
}

function* rows(all, step) {
  const digits = decimals(all.flatMap((slot) => [...slot.of.values()]));
  for (const slot of all) {
    for (const [model, sums] of slot.of) {
      yield el('tr', {}, el('th', { scope: 'row' }, labelOf(slot, step)), el('td', {}, model),
        ...[[count(sums.requests), exact(sums.requests)], [count(sums.failed), exact(sums.failed)],
          [count(inputOf(sums) - (sums.tokens?.cache_read ?? 0)), exact(inputOf(sums) - (sums.tokens?.cache_read ?? 0))],
          [count(sums.tokens?.cache_read), exact(sums.tokens?.cache_read)], [count(sums.tokens?.output), exact(sums.tokens?.output)],
          [percent(hitOf(sums)), null], [cost(sums, digits) || NONE, null]]
          .map(([text, title]) => el('td', { class: 'number', title: title === text ? null : title }, text)));
    }
  }
}

