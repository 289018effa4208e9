// Ties the page together: what is read when, what the keys do, and what is said when something fails.

import * as chart from './chart.js';
import * as details from './details.js';
import { byId, el, mark, write, SIGNS } from './dom.js';
import { ask, dropKey, follow, hasKey, keepKey, Refused } from './feed.js';
import { duration, useZone, withLocalTimes } from './format.js';
import * as log from './log.js';
import * as panels from './panels.js';
import * as requests from './requests.js';
import * as save from './save.js';

const OVERVIEW_SOON = 2_000; // after something happened
const OVERVIEW_LATE = 10_000; // when nothing does
const SUMS_SOON = 15_000;
const SUMS_LATE = 60_000;
const UNSEEN = 60_000;
const MOST_EXPORTED = 10_000;

let overview = null;
let usage = null;
let by = { project: null, conversation: null };
let period = 1;
let measure = kept('portside.measure') ?? 'cost';
let words = '';
let ends = []; // what ends the stream; empty while the page is not to read anything
const told = new Map(); // states of instances, as last said aloud

// Something is to be read again: at once, soon after events, or late without any. Never twice at a time, and never while nobody looks.
class Reading {
  constructor(read, soon, late) {
    Object.assign(this, { read, soon, late, busy: false, dirty: false, last: 0, timer: 0 });
  }

  touch() {
    this.dirty = true;
    this.plan();
  }

  plan() {
    clearTimeout(this.timer);
    if (this.busy || document.hidden || !ends.length) return;
    this.timer = setTimeout(() => this.now(), Math.max(0, this.last + (this.dirty ? this.soon : this.late) - Date.now()));
  }

  async now() {
    if (this.busy) {
      this.dirty = true;
      return;
    }
    this.busy = true;
    this.dirty = false;
    try {
      await this.read();
    } catch (error) {
      failed(error);
    } finally {
      this.busy = false;
      this.last = Date.now();
      this.plan();
    }
  }
}

const overviews = new Reading(readOverview, OVERVIEW_SOON, OVERVIEW_LATE);
const sums = new Reading(readSums, SUMS_SOON, SUMS_LATE);

async function readOverview() {
  overview = await ask('/dashboard/data/overview');
  useZone(overview.zone);
  write(byId('instance'), overview.instance ?? '');
  document.title = `${overview.instance ?? 'Portside'} – Portside`;
  write(byId('version'), [overview.version ? `Portside ${overview.version}` : 'Portside', overview.zone ? `times of ${overview.zone}` : null].filter(Boolean).join(' · '));
  const self = (overview.instances ?? []).find((one) => one.name === overview.instance);
  if (self?.url) write(byId('requests-empty-how'), `ANTHROPIC_BASE_URL=${self.url} ANTHROPIC_AUTH_TOKEN=dummy claude`);
  requests.agree(overview.running_requests ?? []);
  panels.cards(overview);
  showInstances();
  panels.budgets(overview.budgets ?? []);
  notice('journal', overview.journal === 'off' ? 'Nothing is recorded on disk here, so what you see ends with the process: LEDGER=off, or a demo.'
    : overview.journal?.startsWith('failing') ? `The journal is ${overview.journal}` : null);
  notice('reading', null);
  byId('main').classList.remove('waiting');
}

async function readSums() {
  const days = period;
  const step = days === 1 ? 'hour' : 'day';
  const [all, project, conversation] = await Promise.all([
    ask('/dashboard/data/usage', { days, by: `${step},model` }),
    ask('/dashboard/data/usage', { days, by: 'project' }),
    ask('/dashboard/data/usage', { days, by: 'conversation' }),
  ]);
  if (days !== period) return;
  usage = all;
  by = { project: project.groups ?? [], conversation: conversation.groups ?? [] };
  showSums();
}

function showInstances() {
  panels.instances(overview?.instances ?? [], overview?.instance);
  for (const one of overview?.instances ?? []) {
    const before = told.get(one.name);
    told.set(one.name, one.state);
    if (before && before !== one.state) say(`${one.name} is ${one.state}${one.note ? `: ${withLocalTimes(one.note)}` : ''}`);
  }
}

function showSums() {
  if (!usage) return;
  const all = chart.measures(usage);
  const chosen = all.find(({ id }) => id === measure) ?? all[0];
  const box = byId('measures');
  if (box.dataset.shown !== all.map(({ label }) => label).join()) {
    box.dataset.shown = all.map(({ label }) => label).join();
    box.replaceChildren(box.firstElementChild, ...all.map(({ id, label }) => el('label', {}, el('input', { type: 'radio', name: 'measure', value: id }), el('span', {}, label))));
  }
  box.querySelectorAll('input').forEach((input) => {
    input.checked = input.value === chosen.id;
  });
  chart.draw({ box: byId('chart'), legend: byId('legend'), table: byId('chart-body'), readout: byId('readout') }, usage, period === 1 ? 'hour' : 'day', chosen);
  byId('chart-table').hidden = !(usage.groups ?? []).length;
  panels.breakdown('model', panels.added(usage.groups ?? [], 'model'), narrow);
  panels.breakdown('project', by.project ?? [], narrow);
  panels.breakdown('conversation', by.conversation ?? [], narrow);
}

// A line of a table of sums was chosen: its requests are shown.
function narrow(name) {
  byId('filter').value = name;
  filter(name);
  byId('requests').scrollIntoView({ block: 'start' });
}

let typed = 0;

function filter(text) {
  words = text.trim();
  clearTimeout(typed);
  typed = setTimeout(() => requests.filter(words).catch(failed), 150);
  log.filter(words);
}

// ---- events

function take(name, data) {
  if (name === 'begin') {
    requests.began(data);
  } else if (name === 'entry') {
    if (!requests.over(data)) return;
    details.ended(data);
    sums.touch();
  } else if (name === 'progress') {
    requests.progressed(data.running ?? []);
    return;
  } else if (name === 'health' && overview) {
    overview.instances = [...(overview.instances ?? []).filter((one) => one.name !== data.name), data];
    showInstances();
    return;
  }
  panels.runningNow(Math.max(requests.runningCount(), 0));
  overviews.touch();
}

function begin() {
  stop();
  connection('busy', 'connecting');
  ends.push(follow('/dashboard/data/events', {
    take,
    opened(again) {
      connection('good', 'live');
      notice('connection', null);
      if (!again) return;
      say('Connected again.');
      requests.reload().catch(failed);
      overviews.now();
      sums.now();
    },
    closed(error, wait) {
      if (error instanceof Refused) return failed(error);
      if (connected) say('The connection is lost.');
      connection('bad', wait === null ? 'not connected' : `again in ${duration(wait).replace(/\.\d+/, '')}`);
      notice('connection', `This instance does not answer (${error.message}). What you see is as old as the last event.`);
    },
  }));
  requests.reload().catch(failed);
  overviews.now();
  sums.now();
  log.read();
}

function stop() {
  ends.splice(0).forEach((end) => end());
}

let connected = false;

function connection(kind, text) {
  connected = kind === 'good';
  const box = byId('connection');
  mark(box, 'class', `state ${kind}`);
  write(box.firstElementChild, SIGNS[kind]);
  write(box.lastElementChild, text);
}

// ---- words

const notices = new Map();

// A line above everything, until it is null.
function notice(about, text) {
  if (text === (notices.get(about) ?? null)) return;
  if (text === null) notices.delete(about);
  else notices.set(about, text);
  byId('notices').replaceChildren(...[...notices.values()].map((words_) => el('p', { class: 'notice' }, words_)));
}

// For screen readers: states alone, not the traffic.
function say(text) {
  byId('said').textContent = text;
}

function failed(error) {
  if (!(error instanceof Refused)) {
    byId('main').classList.remove('waiting');
    notice('reading', `Something could not be read: ${error.message}`);
    return;
  }
  if (error.stale) return;
  stop();
  connection('bad', 'no access');
  const wrong = hasKey();
  dropKey();
  write(byId('key-words'), error.message);
  byId('key-field').hidden = error.status !== 401;
  if (!byId('key').open) byId('key-input').setAttribute('aria-invalid', String(wrong));
  write(byId('key-again'), error.status === 401 ? 'Open' : 'Try again');
  if (!byId('key').open) byId('key').showModal();
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const key = byId('key-input').value.trim();
  if (key) keepKey(key);
  byId('key-input').value = '';
  byId('key').close('tried');
  begin();
});

// ---- choices

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // storage is forbidden: it holds until the page is closed
  }
}

const THEMES = ['system', 'light', 'dark'];

function theme(chosen) {
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  keep('portside.theme', chosen === 'system' ? null : chosen);
  write(byId('theme').lastElementChild, `Theme: ${chosen}`);
}

function nextTheme() {
  const now = document.documentElement.dataset.theme ?? 'system';
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
  say(`Theme: ${document.documentElement.dataset.theme ?? 'system'}`);
}

function pause() {
  const still = byId('pause').getAttribute('aria-pressed') !== 'true';
  byId('pause').setAttribute('aria-pressed', String(still));
  write(byId('pause'), still ? 'Go on' : 'Pause');
  requests.pause(still);
}

function slowest() {
  const chosen = byId('slowest').getAttribute('aria-pressed') !== 'true';
  byId('slowest').setAttribute('aria-pressed', String(chosen));
  say(chosen ? 'The slowest of today come first.' : 'The newest come first.');
  requests.bySlowness(chosen).catch(failed);
}

byId('slowest').addEventListener('click', slowest);
byId('periods').addEventListener('change', (event) => {
  period = Number(event.target.value);
  sums.now();
});
byId('measures').addEventListener('change', (event) => {
  measure = event.target.value;
  keep('portside.measure', measure);
  showSums();
});
byId('filter').addEventListener('input', (event) => filter(event.target.value));
byId('theme').addEventListener('click', nextTheme);
byId('help-open').addEventListener('click', () => byId('help').showModal());
byId('pause').addEventListener('click', pause);
document.querySelectorAll('dialog [data-close]').forEach((button) => button.addEventListener('click', () => button.closest('dialog').close()));

document.querySelectorAll('[data-save]').forEach((button) => button.addEventListener('click', () => saved(...button.dataset.save.split('-')).catch(failed)));

async function saved(what, form) {
  const name = `portside-${what}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${form}`;
  const data = what === 'usage' ? usage : await requests.everything(MOST_EXPORTED);
  if (!data) return;
  const text = form === 'json' ? JSON.stringify(what === 'usage' ? data : { requests: data }, null, 1) : what === 'usage' ? save.usageAsCsv(data) : save.requestsAsCsv(data);
  save.save(name, form === 'json' ? 'application/json' : 'text/csv', text);
}

const KEYS = {
  '/': () => byId('filter').select(),
  '?': () => byId('help').showModal(),
  t: nextTheme,
  p: pause,
  s: slowest,
  r: () => requests.focus(),
  j: () => requests.focus(),
  1: () => jump('instances'),
  2: () => jump('usage'),
  3: () => jump('requests'),
  4: () => jump('sums'),
  5: () => jump('log'),
};

function jump(id) {
  byId(id).scrollIntoView({ block: 'start' });
  byId(id).querySelector('h2').focus({ preventScroll: true });
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (event.target.matches('input, select, textarea')) {
    if (event.key === 'Escape' && event.target.id === 'filter') {
      event.target.value = '';
      filter('');
      event.target.blur();
    }
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

new ResizeObserver(showSums).observe(byId('chart'));

// A browser has six connections for all tabs of an origin, so one that nobody looks at gives its own back.
let leaving = 0;
document.addEventListener('visibilitychange', () => {
  clearTimeout(leaving);
  if (document.hidden) {
    leaving = setTimeout(stop, UNSEEN);
  } else if (!ends.length && !byId('key').open) {
    begin();
  } else {
    overviews.plan();
    sums.plan();
  }
});

theme(THEMES.includes(kept('portside.theme')) ? kept('portside.theme') : 'system');
requests.start(details.open);
details.start();
log.start(failed);
begin();
