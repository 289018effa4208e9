// What the overview and the sums fill: cards, instances, budgets, and the tables of models, projects and conversations.

import { byId, el, mark, state, svg, write } from './dom.js';
import { cost, count, decimals, duration, exact, hitOf, inputOf, money, monies, percent, time, tokensOf, NONE, withLocalTimes } from './format.js';

const SHOWN = 8; // lines of a table of sums before it is unfolded
const MOST = 200;

const STATES = { healthy: 'good', degraded: 'warn', failing: 'bad', down: 'bad', unconfigured: 'idle' };

export function cards(overview) {
  const today = overview.today ?? {};
  const of = today.tokens ?? {};
  card('cost', cost(today), forecast(overview));
  card('tokens', count(tokensOf(today)), `${count(inputOf(today) - (of.cache_read ?? 0))} in · ${count(of.cache_read ?? 0)} cached · ${count(of.output ?? 0)} out`, exact(tokensOf(today)));
  card('hit', percent(today.hit ?? hitOf(today)), 'of the input came from the cache');
  const failed = today.failed ?? 0;
  card('requests', exact(today.requests ?? 0), failed ? `${exact(failed)} failed (${percent(failed / Math.max(1, today.requests), 1)})` : 'none failed', null, failed ? 'bad' : null);
  card('first', duration(today.first_ms_p50), 'median time to the first byte');
  const instances = overview.instances ?? [];
  const up = instances.filter((one) => !['down', 'unconfigured'].includes(one.state)).length; // those that can answer, as in `top`
  card('running', exact(overview.running ?? 0), `${up} of ${instances.length} instances up`, null, instances.some((one) => one.state === 'down') ? 'bad' : null);
}

function card(name, value, note, title = null, kind = null) {
  const box = byId(`card-${name}`);
  write(box.querySelector('.value'), value);
  mark(box.querySelector('.value'), 'title', title);
  write(box.querySelector('.note'), note);
  mark(box, 'class', value.length > 12 ? 'card long' : 'card');
  mark(box.querySelector('.note'), 'class', kind ? `note ${kind}` : 'note');
}

// Now running, for the moment between two overviews.
export function runningNow(number) {
  write(byId('card-running').querySelector('.value'), exact(number));
}

function forecast(overview) {
  const notes = [];
  const hour = monies(positive(overview.burn_per_hour));
  if (hour) notes.push(`${hour}/h`);
  const day = monies(positive(overview.forecast_day));
  if (day) notes.push(`${day} by midnight`);
  const unpriced = overview.today?.unpriced;
  if (unpriced) notes.push(`${exact(unpriced)} without a price`);
  return notes.join(' · ') || 'nothing in the last hour';
}

function positive(amounts) {
  return Object.fromEntries(Object.entries(amounts ?? {}).filter(([, amount]) => amount > 0));
}

// The table of instances; self is the one that serves this page.
export function instances(all, self) {
  const digits = decimals(all.map((one) => one.today));
  const sorted = [...all].sort((one, other) => (one.name < other.name ? -1 : 1));
  byId('instances-body').replaceChildren(...sorted.map((one) => el('tr', {},
    el('th', { scope: 'row', class: 'name' },
      one.state === 'down' || !safe(one.dashboard) ? el('span', {}, one.name) : el('a', { href: one.dashboard, 'aria-current': one.name === self ? 'page' : null }, one.name)),
    el('td', {}, state(STATES[one.state] ?? 'idle', one.state ?? 'unknown'), one.note ? el('span', { class: 'reason' }, withLocalTimes(one.note)) : null),
    figure('Running', exact(one.running)),
    figure('Requests in 5 min', exact(one.requests_5m)),
    figure('Failed', one.requests_5m ? percent((one.failed_5m ?? 0) / one.requests_5m, 1) : NONE, one.failed_5m ? 'bad' : ''),
    figure('First byte p50', duration(one.first_ms_p50)),
    figure('Tokens/s', count(one.tokens_per_second)),
    figure('Tokens today', count(tokensOf(one.today))),
    figure('Cost today', cost(one.today, digits)),
    el('td', { class: 'models', 'data-label': 'Models' }, [...new Set(Object.values(one.models ?? {}).filter(Boolean))].join(', ') || NONE),
    figure('Up for', duration(typeof one.uptime_seconds === 'number' ? one.uptime_seconds * 1000 : null)))));
  byId('instances-empty').hidden = all.length > 0;
}

// A link leads to another instance and nowhere else.
function safe(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function figure(label, text, kind = '') {
  return el('td', { class: `number ${kind}`.trim(), 'data-label': label }, text);
}

export function budgets(all) {
  byId('budgets-list').replaceChildren(...all.map((one) => {
    const ratio = one.limit > 0 ? one.spent / one.limit : 0;
    const kind = ratio >= 1 ? 'bad' : ratio >= 0.8 ? 'warn' : 'good';
    const amount = (value) => (one.currency === 'tokens' ? `${count(value)} tokens` : money(value, one.currency));
    const end = one.reopens ? `, until ${time(one.reopens, 'short')}` : '';
    return el('li', {},
      el('div', { class: 'line' }, el('span', { class: 'name' }, `${one.instance} · ${one.window}`), el('span', { class: 'number' }, `${amount(one.spent)} of ${amount(one.limit)}`)),
      svg('svg', { class: `meter ${kind}`, viewBox: '0 0 100 6', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${percent(ratio)} of ${one.setting} spent` },
        svg('rect', { width: 100, height: 6, class: 'track' }), svg('rect', { width: Math.min(100, ratio * 100).toFixed(1), height: 6, class: 'level' })),
      el('div', { class: 'aside' }, state(kind, percent(ratio)), ` · ${one.action === 'stop' ? 'stops at the limit' : 'warns only'}${end}`));
  }));
  byId('budgets-empty').hidden = all.length > 0;
}

const unfolded = new Set();

// A table of sums, the dearest line first. key: the dimension; pick(name): a line was chosen.
export function breakdown(key, groups, pick) {
  const lines = groups.map((sums) => ({ name: sums[key] || '', sums }))
    .sort((one, other) => weight(other.sums) - weight(one.sums) || tokensOf(other.sums) - tokensOf(one.sums));
  const heaviest = Math.max(0, ...lines.map(({ sums }) => weight(sums)));
  const most = Math.max(1, ...lines.map(({ sums }) => tokensOf(sums)));
  const digits = decimals(groups);
  const shown = lines.slice(0, unfolded.has(key) ? MOST : SHOWN);
  byId(`${key}-body`).replaceChildren(...shown.map(({ name, sums }) => el('tr', {},
    el('th', { scope: 'row' },
      name ? el('button', { type: 'button', class: 'link', title: `${name}: show its requests`, onclick: () => pick(name) }, short(key, name)) : el('span', { class: 'aside' }, 'none'),
      svg('svg', { class: 'share', viewBox: '0 0 100 3', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', { width: (100 * (heaviest > 0 ? weight(sums) / heaviest : tokensOf(sums) / most)).toFixed(1), height: 3 }))),
    el('td', { class: 'number' }, count(sums.requests)),
    el('td', { class: 'number', title: exact(tokensOf(sums)) }, count(tokensOf(sums))),
    el('td', { class: 'number' }, cost(sums, digits)))));
  const more = byId(`${key}-more`);
  more.hidden = lines.length <= SHOWN;
  write(more, unfolded.has(key) ? 'Show fewer' : `Show all ${Math.min(MOST, lines.length)}`);
  more.onclick = () => {
    if (!unfolded.delete(key)) unfolded.add(key);
    breakdown(key, groups, pick);
  };
  byId(`${key}-empty`).hidden = lines.length > 0;
}

// What a line is sorted by: the amount it shows, which for a plan is what it would have cost.
function weight(sums) {
  const sum = (amounts) => Object.values(amounts ?? {}).reduce((all, amount) => all + amount, 0);
  return sum(sums.cost) || sum(sums.worth);
}

function short(key, name) {
  return key === 'conversation' && name.length > 13 ? `${name.slice(0, 8)}…` : name;
}

// Adds up groups that differ in other dimensions only.
export function added(groups, key) {
  const all = new Map();
  for (const group of groups) {
    const name = group[key] ?? '';
    const sums = all.get(name) ?? { [key]: name, requests: 0, failed: 0, unpriced: 0, tokens: {}, cost: {}, worth: {} };
    sums.requests += group.requests ?? 0;
    sums.failed += group.failed ?? 0;
    sums.unpriced += group.unpriced ?? 0;
    for (const part of ['tokens', 'cost', 'worth']) for (const [unit, amount] of Object.entries(group[part] ?? {})) sums[part][unit] = (sums[part][unit] ?? 0) + (amount ?? 0);
    all.set(name, sums);
  }
  return [...all.values()];
}
