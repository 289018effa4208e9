// The pane with the last lines of the log. It follows the end unless somebody reads further up.
//
// Lines are asked for while the pane is in sight: a stream of their own would take one of the six connections that a browser has for all tabs of an origin.

import { ask } from './feed.js';
import { byId, el, write } from './dom.js';
import { time } from './format.js';

const MOST = 400;
const EVERY = 2_000;
const pane = byId('log-scroller');
const list = byId('log-lines');
const level = byId('log-level');
const RANKS = { DEBUG: 0, INFO: 1, WARN: 2, WARNING: 2, ERROR: 3, SEVERE: 3 };

let lines = [];
let words = '';
let seen = true; // the first lines are read anyway
let timer = 0;
let busy = false;
let failed = () => {};

// trouble(error): the lines cannot be read.
export function start(trouble) {
  failed = trouble;
  level.addEventListener('change', again);
  new IntersectionObserver(([entry]) => {
    seen = entry.isIntersecting;
    read();
  }).observe(pane);
  document.addEventListener('visibilitychange', read);
}

export async function read() {
  clearTimeout(timer);
  if (busy || !seen || document.hidden) return;
  busy = true;
  try {
    take((await ask('/dashboard/data/log', { limit: MOST })).lines ?? []);
    timer = setTimeout(read, EVERY);
  } catch (error) {
    failed(error);
  } finally {
    busy = false;
  }
}

const same = (one, other) => one.at === other.at && one.message === other.message && one.instance === other.instance;

// Where the lines end that are known, when nothing has come between them: a line of another instance may come late. -1 for nowhere.
function end(all) {
  const last = lines.at(-1);
  const known = last ? all.findLastIndex((line) => same(line, last)) : -1;
  for (let at = known, before = lines.length - 1; at >= 0 && before >= 0; at--, before--) {
    if (!same(all[at], lines[before])) return -1;
  }
  return known;
}

// What was known already is left as it stands, so that a selection in it lasts.
function take(all) {
  const known = end(all);
  const follows = atEnd() || !lines.length;
  const fresh = all.slice(known + 1);
  lines = known < 0 ? all : [...lines, ...fresh].slice(-MOST);
  if (known < 0) list.replaceChildren();
  list.append(...fresh.filter(fits).map(element));
  while (list.childElementCount > MOST) list.firstElementChild.remove();
  bare();
  if (follows && fresh.length) pane.scrollTop = pane.scrollHeight;
}

export function filter(text) {
  words = text.toLowerCase();
  again();
}

function again() {
  list.replaceChildren(...lines.filter(fits).map(element));
  bare();
  pane.scrollTop = pane.scrollHeight;
}

function bare() {
  byId('log-empty').hidden = list.childElementCount > 0;
  write(byId('log-empty'), lines.length ? 'No line fits.' : 'No line yet.');
}

function atEnd() {
  return pane.scrollTop + pane.clientHeight > pane.scrollHeight - 30;
}

function fits(line) {
  return (RANKS[line.level] ?? 1) >= Number(level.value) && (!words || `${line.instance ?? ''} ${line.logger ?? ''} ${line.message}`.toLowerCase().includes(words));
}

function element(line) {
  const rank = RANKS[line.level] ?? 1;
  return el('li', { class: rank >= 3 ? 'bad' : rank === 2 ? 'warn' : null },
    el('time', { datetime: line.at, title: time(line.at, 'moment') }, time(line.at)), ' ', el('span', { class: 'level' }, line.level ?? ''), ' ',
    line.instance ? el('span', { class: 'from' }, `${line.instance} `) : null, el('span', { class: 'message' }, line.message ?? ''));
}
