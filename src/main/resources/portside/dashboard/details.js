// All that is known of one request: who was asked and why the next one, times, tokens, price, and both sides of the conversation where they are recorded.

import { ask } from './feed.js';
import { byId, el, state, svg } from './dom.js';
import { duration, exact, money, time, NONE } from './format.js';
import { outcome } from './requests.js';

const dialog = byId('details');
const content = byId('details-content');
const LONGEST = 200_000; // characters of one record that are shown

let shown = null;
let last = null;

export function open(row) {
  if (!row) return;
  shown = row.id;
  last = document.activeElement;
  fill(row, null);
  dialog.showModal();
  content.scrollTop = 0;
  load(row);
}

// The row has ended meanwhile.
export function ended(row) {
  if (dialog.open && row.id === shown) load(row);
}

export function start() {
  dialog.addEventListener('close', () => {
    shown = null;
    content.replaceChildren();
    if (last?.isConnected) last.focus({ preventScroll: true });
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
}

async function load(row) {
  if (row.result === undefined) return;
  try {
    const whole = await ask(`/dashboard/data/request/${encodeURIComponent(row.id)}`);
    if (shown === row.id) fill(whole, null);
    if (whole.records) await records(whole);
  } catch (error) {
    if (shown === row.id) fill(row, error.message);
  }
}

function fill(row, trouble) {
  const { kind, text } = outcome(row);
  byId('details-title').textContent = `Request ${row.id}`;
  content.replaceChildren(...[
    el('p', { class: 'lead' }, state(kind, text), el('span', { class: 'aside' }, ` ${time(row.at, 'moment')}`)),
    row.detail ? el('p', { class: 'said' }, row.detail) : null,
    trouble ? el('p', { class: 'notice' }, trouble) : null,
    el('div', { class: 'facts' },
      facts('Who answered', [['Asked for', row.asked], ['Answered by', [row.provider, row.served].filter(Boolean).join(' / ')], ['Host', row.host], ['Protocol', row.wire],
        ['Instance', row.instance], ['Asked first', row.failover_from]]),
      facts('Who asked', [['Class', [row.class, row.sub_type].filter(Boolean).join(' · ')], ['Project', row.project], ['Conversation', row.conversation], ['Prompt', row.prompt],
        ['Client', row.client], ['Streamed', row.stream === undefined ? null : row.stream ? 'yes' : 'no'], ['Stop reason', row.stop]]),
      row.result === undefined ? null : facts(row.est ? 'Tokens, estimated here' : 'Tokens', [['Input', exact(row.in)], ['Read from cache', exact(row.read)],
        ['Written to cache, 5 min', exact(row.write)], ['Written to cache, 1 h', exact(row.write_1h)], ['Output', exact(row.out)], ['… of it thinking', exact(row.think)],
        ['Searches', row.searches ? exact(row.searches) : null]], 'number'),
      row.result === undefined ? null : facts('Price', [['Cost', price(row)], ['Worth at list price', row.worth !== row.cost && row.worth !== null ? money(row.worth, row.currency ?? 'USD', 6) : null],
        ['Source', row.cost_source && !['plan', 'free'].includes(row.cost_source) ? row.cost_source : null], ['Row', row.price]])),
    row.result === undefined ? el('p', { class: 'aside' }, 'It still runs; the rest shows when it ends.') : times(row),
    row.attempts?.length ? attempts(row) : null,
    row.records ? el('div', { id: 'records', class: 'records' }, el('p', { class: 'aside' }, 'Reading what was recorded …')) : null,
  ].filter(Boolean));
}

function price(row) {
  return row.cost === null || row.cost === undefined ? 'unknown: no price for this model' : ['plan', 'free'].includes(row.cost_source) ? row.cost_source : money(row.cost, row.currency ?? 'USD', 6);
}

function facts(title, pairs, kind = '') {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== NONE);
  return el('section', {}, el('h3', {}, title), el('dl', { class: kind }, ...known.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))])));
}

// Where the time went: before the provider was asked, until its first byte, until the end.
function times(row) {
  const all = Math.max(1, row.ms ?? 0);
  const before = Math.min(all, row.prep_ms ?? 0);
  const first = row.first_ms === null || row.first_ms === undefined ? all : Math.max(before, Math.min(all, row.first_ms));
  const parts = [['prepared', 0, before, 'p0'], ['waited for the first byte', before, first, 'p1'], ['streamed', first, all, 'p2']].filter(([, from, to]) => to > from);
  return el('section', {}, el('h3', {}, `Time: ${duration(row.ms)}`),
    svg('svg', { class: 'times', viewBox: '0 0 1000 10', preserveAspectRatio: 'none', role: 'img', 'aria-label': parts.map(([name, from, to]) => `${name} ${duration(to - from)}`).join(', ') },
      ...parts.map(([name, from, to, kind]) => svg('rect', { x: (1000 * from) / all, width: Math.max(1, (1000 * (to - from)) / all), height: 10, class: kind }, svg('title', {}, `${name}: ${duration(to - from)}`)))),
    el('p', { class: 'aside' }, ...parts.flatMap(([name, from, to, kind], n) => [n ? ' · ' : '', svg('svg', { class: 'key', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, svg('rect', { width: 10, height: 10, rx: 2, class: kind })), ` ${name} ${duration(to - from)}`])));
}

function attempts(row) {
  const all = Math.max(1, row.ms ?? 0, ...row.attempts.map((one) => (one.at_ms ?? 0) + (one.ms ?? 0)));
  return el('section', {}, el('h3', {}, `${row.attempts.length} ${row.attempts.length === 1 ? 'try' : 'tries'}`),
    el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Tries' }, el('table', { class: 'stack' },
      el('caption', { class: 'unseen' }, 'Tries in order, with the reason why the next one was made'),
      el('thead', {}, el('tr', {}, ...['#', 'Asked', 'Outcome', 'Why it was asked', 'Began', 'Took', 'Key', ''].map((name, n) => el('th', { scope: 'col', class: n > 3 && n < 6 ? 'number' : null }, name)))),
      el('tbody', {}, ...row.attempts.map((one) => el('tr', {},
        el('td', { 'data-label': 'Try' }, String(one.n)),
        el('th', { scope: 'row' }, [one.provider, one.served].filter(Boolean).join(' / ')),
        el('td', {}, state(one.fault ? 'bad' : 'good', [one.outcome, one.fault && one.fault !== one.outcome ? one.fault : null].filter(Boolean).join(', ') || NONE)),
        el('td', { class: 'why', 'data-label': 'Why' }, one.why ?? NONE),
        el('td', { class: 'number', 'data-label': 'Began' }, `+${duration(one.at_ms ?? 0)}`),
        el('td', { class: 'number', 'data-label': 'Took' }, duration(one.ms)),
        el('td', { class: 'code', 'data-label': 'Key' }, one.key ?? NONE),
        el('td', { class: 'lane' }, svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          svg('rect', { width: 100, height: 8, class: 'track' }),
          svg('rect', { x: (100 * (one.at_ms ?? 0)) / all, width: Math.max(1, (100 * (one.ms ?? 0)) / all), height: 8, class: one.fault ? 'bad' : 'level' })))))))));
}

const SIDES = [['client_request', 'What the client sent'], ['upstream_request', 'What went up'], ['upstream_answer', 'What came back'], ['client_answer', 'What the client got']];

async function records(row) {
  let box = byId('records');
  try {
    const { records: all } = await ask(`/dashboard/data/request/${encodeURIComponent(row.id)}/records`);
    box = byId('records');
    if (shown !== row.id || !box) return;
    box.replaceChildren(...SIDES.map(([kind, title]) => side(title, all.filter((one) => (one.record ?? one.kind) === kind))));
  } catch (error) {
    if (shown === row.id && box) box.replaceChildren(el('p', { class: 'aside' }, `What was recorded cannot be read: ${error.message}`));
  }
}

function side(title, all) {
  return el('section', {}, el('h3', {}, title), ...(all.length ? all : [null]).map((one, n) =>
    el('pre', { tabindex: '0', role: 'region', 'aria-label': all.length > 1 ? `${title}, ${n + 1}` : title }, one === null ? 'nothing was recorded' : pretty(one))));
}

// What is about a record, then its body: JSON with its lines broken, a stream as it came.
function pretty({ body, ...about }) {
  const text = `${JSON.stringify(about, null, 2)}${body === undefined || body === null ? '' : `\n\n${typeof body === 'string' ? broken(body) : JSON.stringify(body, null, 2)}`}`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${exact(text.length - LONGEST)} characters more are in the file` : text;
}

function broken(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
