// The requests, the newest first: those that run, then those that ended. Thousands may be known; elements exist only for what is in sight.

import { ask } from './feed.js';
import { byId, el, mark, write, SIGNS } from './dom.js';
import { count, duration, exact, money, time, NONE } from './format.js';

const MOST = 5_000; // rows kept; older ones are a matter of the filter, or of the command line
const PAGE = 100;
const SPARE = 6; // rows beyond the edge, so that scrolling shows no gap

const scroller = byId('requests-scroller');
const body = byId('requests-body');
const count_ = byId('requests-count');
const above = el('tr', { class: 'space', 'aria-hidden': 'true' }, el('td', { colspan: 13 }));
const below = el('tr', { class: 'space', 'aria-hidden': 'true' }, el('td', { colspan: 13 }));
const pool = [];

const running = new Map();
let ended = [];
let ids = new Set();
const overtaking = new Set(); // ids of rows that came since the newest page was last asked for; the first thousand
let before = null;
let loading = false;
let generation = 0;
let text = '';
let slowest = false;
let selected = null; // the id of the row the keyboard is at
let paused = null; // what is shown while the picture stands still
let drawn = false;
let open = () => {};

// opener(row): shows the details of a row.
export function start(opener) {
  open = opener;
  body.replaceChildren(above, below);
  scroller.addEventListener('scroll', () => {
    render();
    if (scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 20 * rowHeight()) older();
  }, { passive: true });
  scroller.addEventListener('keydown', keys);
  new ResizeObserver(render).observe(scroller);
}

// Reads the newest page anew.
export async function reload() {
  const mine = ++generation;
  overtaking.clear();
  const page = await ask('/dashboard/data/requests', { limit: PAGE, q: text, order: slowest ? 'slowest' : null });
  if (mine !== generation) return;
  const known = new Set(page.requests.map((row) => row.id));
  // Events may have overtaken the page: what ended since it was asked for, and whatever is newer.
  const newest = page.requests[0]?.at ?? '';
  const newer = ended.filter((row) => !known.has(row.id) && fits(row) && (!drawn || overtaking.has(row.id) || (!slowest && row.at > newest)));
  ended = [...newer, ...page.requests].sort(order);
  ids = new Set(ended.map((row) => row.id));
  for (const id of ids) running.delete(id);
  before = page.before ?? null;
  drawn = true;
  later();
}

async function older() {
  if (loading || before === null || paused || ended.length >= MOST) return;
  loading = true;
  const mine = generation;
  try {
    const page = await ask('/dashboard/data/requests', { limit: PAGE, before, q: text });
    if (mine !== generation) return;
    const fresh = page.requests.filter((row) => !ids.has(row.id));
    ended = ended.concat(fresh);
    fresh.forEach((row) => ids.add(row.id));
    before = page.before ?? null;
  } catch {
    before = null; // the next reload tries again
  } finally {
    loading = false;
    later();
  }
}

// From now on only what holds this text is shown.
export function filter(words) {
  text = words;
  scroller.scrollTop = 0;
  ended = ended.filter(fits);
  later();
  return reload();
}

// Those of today that took longest come first, or the newest.
export function bySlowness(chosen) {
  slowest = chosen;
  scroller.scrollTop = 0;
  ended = [];
  ids = new Set();
  selected = null;
  later();
  return reload();
}

function fits(row) {
  if (!text) return true;
  const wanted = text.toLowerCase();
  return [row.id, row.instance, row.provider, row.host, row.asked, row.served, row.class, row.project, row.conversation, row.result, row.fault, row.stop, row.detail, row.status]
    .some((value) => value !== null && value !== undefined && String(value).toLowerCase().includes(wanted));
}

// A request began, or is known to run from elsewhere.
export function began(row) {
  if (ids.has(row.id) || running.has(row.id)) return;
  running.set(row.id, row);
  if (running.size > 500) running.delete(running.keys().next().value);
  later(!slowest && fits(row) ? 1 : 0);
}

// A request ended. False when it was known.
export function over(row) {
  const ran = running.delete(row.id);
  if (ids.has(row.id)) return false;
  if (fits(row)) {
    const place = placeOf(row);
    ended.splice(place, 0, row);
    ids.add(row.id);
    if (overtaking.size < 1_000) overtaking.add(row.id);
    while (ended.length > MOST) {
      ids.delete(ended.pop().id);
      before = null; // the cursor stood behind a row that is gone
    }
    later(((place === 0 && !slowest) || isAbove(place) ? 1 : 0) - (ran && !slowest ? 1 : 0));
  } else {
    later(0);
  }
  return true;
}

function order(one, other) {
  if (slowest) return (other.ms ?? 0) - (one.ms ?? 0);
  return one.at < other.at ? 1 : one.at > other.at ? -1 : 0;
}

// Where a row stands among those that ended: a stream that is opened tells older ones, too, and those of another instance may be newer.
function placeOf(row) {
  const place = ended.findIndex((one) => order(row, one) <= 0);
  return place < 0 ? ended.length : place;
}

function isAbove(place) {
  return (slowest ? 0 : running.size) + place < Math.floor(scroller.scrollTop / rowHeight());
}

// How far those that run are: [{id, out}, …].
export function progressed(all) {
  for (const { id, out } of all) if (running.has(id)) running.get(id).out = out;
  later();
}

// Those that run now and no others, by the instance's own list.
export function agree(all) {
  const now = new Set(all.map((row) => row.id));
  const young = Date.now() - 5_000;
  for (const [id, row] of running) if (!now.has(id) && new Date(row.at).getTime() < young) running.delete(id);
  for (const row of all) if (!running.has(row.id) && !ids.has(row.id)) running.set(row.id, row);
  later();
}

export function runningCount() {
  return running.size;
}

// Stops the picture, not the counting.
export function pause(still) {
  paused = still ? list() : null;
  later();
}

export function known(id) {
  return running.get(id) ?? ended.find((row) => row.id === id);
}

// What is shown, for exports: all pages the filter fits, at most `most` rows.
export async function everything(most) {
  const rows = ended.slice(0, most);
  let cursor = before;
  while (cursor !== null && rows.length < most) {
    const page = await ask('/dashboard/data/requests', { limit: 500, before: cursor, q: text });
    rows.push(...page.requests.slice(0, most - rows.length));
    cursor = page.requests.length ? (page.before ?? null) : null;
  }
  return rows;
}

function list() {
  if (paused) return paused;
  if (slowest) return ended; // how long those take that run, nobody knows
  return [...[...running.values()].filter(fits).sort((one, other) => (one.at < other.at ? 1 : -1)), ...ended];
}

let wanted = false;
let added = 0;

// Draws with the next frame; rows that came in on top do not move what is being read.
function later(more = 0) {
  if (!paused) added += more;
  if (wanted) return;
  wanted = true;
  requestAnimationFrame(() => {
    wanted = false;
    if (added && scroller.scrollTop > rowHeight()) scroller.scrollTop += added * rowHeight();
    added = 0;
    render();
  });
}

function rowHeight() {
  return parseFloat(getComputedStyle(scroller).getPropertyValue('--row'));
}

function render() {
  const rows = list();
  const height = rowHeight();
  const first = Math.max(0, Math.floor(scroller.scrollTop / height) - SPARE);
  const last = Math.min(rows.length, first + Math.ceil(scroller.clientHeight / height) + 2 * SPARE);
  const focused = pool.some(({ button }) => button === document.activeElement);
  while (pool.length < last - first) pool.push(line());
  while (pool.length > last - first) pool.pop().row.remove();
  above.style.height = `${first * height}px`;
  below.style.height = `${(rows.length - last) * height}px`;
  if (!rows.some((row) => row.id === selected)) selected = rows[0]?.id ?? null;
  pool.forEach((one, n) => {
    if (one.row.previousSibling !== (n ? pool[n - 1].row : above)) body.insertBefore(one.row, n ? pool[n - 1].row.nextSibling : above.nextSibling);
    fill(one, rows[first + n], first + n);
  });
  if (focused) pool.find(({ id }) => id === selected)?.button.focus({ preventScroll: true });
  mark(scroller.querySelector('table'), 'aria-rowcount', String(rows.length + 1));
  byId('requests-empty').hidden = rows.length > 0 || !drawn;
  write(byId('requests-empty-text'), text ? `No request fits “${text}”.` : 'No request yet. Point a client at an instance, and it shows here at once:');
  byId('requests-empty-how').hidden = text !== '';
  write(count_, rows.length ? `${running.size ? `${running.size} running · ` : ''}${exact(ended.length)} ${slowest ? 'slowest of today' : before ? 'newest shown, more while you scroll' : ended.length >= MOST ? 'newest; the filter finds older ones' : 'in all'}` : '');
}

const CELLS = ['when', 'instance', 'model', 'class', 'project', 'result', 'number in', 'number read', 'number out', 'number first', 'number total', 'number cost', 'number tries'];

function line() {
  const button = el('button', { type: 'button', class: 'link', tabindex: '-1' });
  const cells = CELLS.map((name) => el('td', { class: name, role: 'cell' }));
  cells[0].append(button);
  const provider = el('span', { class: 'aside' });
  const model = el('span', {});
  cells[2].append(model, provider);
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' });
  const word = el('span', {});
  const result = el('span', { class: 'state' }, sign, word);
  cells[5].append(result);
  const one = { row: el('tr', { role: 'row' }, ...cells), cells, button, model, provider, result, sign, word, id: null };
  one.row.addEventListener('click', () => {
    selected = one.id;
    open(list().find((row) => row.id === one.id));
  });
  button.addEventListener('focus', () => {
    selected = one.id;
    mark(button, 'tabindex', '0');
  });
  return one;
}

// Results by their names: the client left before the end, the process was killed, or the type of an error.
export function outcome(row) {
  if (row.result === undefined) return { kind: 'busy', text: `running ${duration(Date.now() - new Date(row.at).getTime())}` };
  if (row.result === 'ok') return { kind: 'good', text: row.stop ?? 'ok' };
  if (row.result === 'left') return { kind: 'warn', text: 'client left' };
  if (row.result === 'lost') return { kind: 'warn', text: 'lost: process ended' };
  return { kind: 'bad', text: [row.status || null, row.result.replace(/_error$/, '')].filter(Boolean).join(' '), whole: row.result };
}

export function priceOf(row, digits = 4) {
  if (row.cost_source === 'plan' || (row.cost === 0 && row.worth > 0)) return 'plan';
  if (row.cost_source === 'free') return 'free';
  return row.result === undefined ? '' : money(row.cost, row.currency ?? 'USD', digits);
}

function fill(one, row, index) {
  const over_ = row.result !== undefined;
  const { kind, text: said, whole = said } = outcome(row);
  one.id = row.id;
  mark(one.row, 'aria-rowindex', String(index + 2));
  mark(one.row, 'class', `${over_ ? '' : 'running'}${row.id === selected ? ' selected' : ''}`.trim() || null);
  write(one.button, time(row.at));
  mark(one.button, 'tabindex', row.id === selected ? '0' : '-1');
  mark(one.button, 'aria-label', `${time(row.at)}, details of ${row.id}`);
  write(one.model, row.served ?? row.asked ?? NONE);
  write(one.provider, row.provider && row.provider !== row.instance ? ` ${row.provider}` : '');
  mark(one.result, 'class', `state ${kind}`);
  write(one.sign, SIGNS[kind]);
  write(one.word, said);
  titled(one.cells[2], `${row.asked} → ${row.provider}/${row.served}`, false);
  titled(one.cells[5], row.detail ? `${whole}: ${row.detail}` : whole, false);
  titled(one.cells[1], row.instance ?? NONE);
  write(one.cells[3], row.class ?? NONE);
  titled(one.cells[3], [row.class, row.sub_type].filter(Boolean).join(' · ') || null, false);
  titled(one.cells[4], row.project ?? NONE);
  const sent = over_ ? (row.in ?? 0) + (row.write ?? 0) + (row.write_1h ?? 0) : null;
  const about = row.est ? '~' : '';
  number(one.cells[6], over_ ? about + count(sent) : row.est_in ? `~${count(row.est_in)}` : '', sent);
  number(one.cells[7], over_ ? count(row.read) : '', row.read);
  number(one.cells[8], over_ ? about + count(row.out) : row.out ? `~${count(row.out)}` : '', row.out);
  number(one.cells[9], over_ ? duration(row.first_ms) : '', null);
  number(one.cells[10], over_ ? duration(row.ms) : '', null);
  number(one.cells[11], priceOf(row), null);
  number(one.cells[12], row.tries > 1 ? String(row.tries) : '', null);
  mark(one.cells[12], 'title', row.failover_from ? `${row.failover_from} was asked first` : null);
}

function titled(cell, value, writes = true) {
  if (writes) write(cell, value);
  mark(cell, 'title', value);
}

function number(cell, value, whole) {
  write(cell, value);
  mark(cell, 'title', typeof whole === 'number' && exact(whole) !== value ? exact(whole) : null);
}

function keys(event) {
  const rows = list();
  const at = rows.findIndex((row) => row.id === selected);
  const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight()) - 2);
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, g: 0, End: rows.length - 1, G: rows.length - 1 }[event.key];
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey || !rows.length) return;
  event.preventDefault();
  go(Math.min(rows.length - 1, Math.max(0, to)));
}

function go(index) {
  const height = rowHeight();
  const head = scroller.querySelector('thead').offsetHeight;
  selected = list()[index].id;
  const top = index * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight - head) scroller.scrollTop = top + height - scroller.clientHeight + head;
  render();
  pool.find(({ id }) => id === selected)?.button.focus({ preventScroll: true });
}

// The keyboard comes to the first row, from anywhere on the page.
export function focus() {
  if (list().length) go(Math.max(0, list().findIndex((row) => row.id === selected)));
  else scroller.focus();
}
