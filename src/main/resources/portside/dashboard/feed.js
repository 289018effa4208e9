// Everything the page asks of its own instance: JSON once, and streams of events that are opened again when they break.

const KEY = 'portside.operator';
const SILENCE = 40_000; // the instance pings every 15 s
const LONGEST = 1 << 20; // characters of an event; more is not one of ours
const FIRST_WAIT = 500;
const LAST_WAIT = 15_000;

// The instance wants the operator's key (401), or shows this to nobody (403). Its own words are the message.
export class Refused extends Error {
  constructor(status, message, key) {
    super(message);
    this.status = status;
    this.stale = key !== sessionStorage.getItem(KEY); // it was asked with a key that has been replaced since
  }
}

export function keepKey(key) {
  sessionStorage.setItem(KEY, key);
}

export function dropKey() {
  sessionStorage.removeItem(KEY);
}

export function hasKey() {
  return sessionStorage.getItem(KEY) !== null;
}

async function answer(path, init = {}) {
  const key = sessionStorage.getItem(KEY);
  const response = await fetch(path, { cache: 'no-store', credentials: 'omit', redirect: 'error', ...init, headers: key ? { authorization: `Bearer ${key}` } : {} });
  if (response.ok) return response;
  const words = await response.json().then((body) => body?.error?.message, () => null);
  const message = typeof words === 'string' ? words : `${path.split('?')[0]} answered ${response.status}`;
  if (response.status === 401 || response.status === 403) throw new Refused(response.status, message, key);
  throw new Error(message);
}

// parameters: those that are null or empty are left out.
export async function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  const response = await answer(query.size ? `${path}?${query}` : path, { signal: AbortSignal.timeout(30_000) });
  return response.json();
}

// Follows a stream until the returned function is called.
//
// take(name, data): an event. opened(again): the stream stands. closed(error, wait): it broke and is opened again in wait ms; null, not at all.
export function follow(path, { take, opened = () => {}, closed = () => {} }) {
  let over = false;
  let abort = new AbortController();
  let wait = FIRST_WAIT;
  let times = 0;
  let wake = () => {};

  const run = async () => {
    while (!over) {
      abort = new AbortController();
      try {
        await read(path, abort, take, () => {
          opened(times++ > 0);
          wait = FIRST_WAIT;
        });
        throw new Error('the stream ended');
      } catch (error) {
        if (over) return;
        if (error instanceof Refused) {
          closed(error, null);
          return;
        }
        const pause = Math.round(wait * (0.75 + Math.random() / 2)); // pages that lost the same instance do not come back at once
        closed(error, pause);
        wait = Math.min(wait * 2, LAST_WAIT);
        await new Promise((resolve) => {
          wake = resolve;
          setTimeout(resolve, pause);
        });
      }
    }
  };
  const hurry = () => wake();
  addEventListener('online', hurry);
  run();
  return () => {
    over = true;
    removeEventListener('online', hurry);
    abort.abort();
    wake();
  };
}

async function read(path, abort, take, opened) {
  let timer = setTimeout(() => abort.abort(), SILENCE);
  try {
    const response = await answer(path, { signal: abort.signal });
    opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), SILENCE);
      rest = parse(rest + value, take);
      if (rest.length > LONGEST) throw new Error('an event is too long');
    }
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

// Takes whole events off the front; what is left waits for more. Lines end with \n or \r\n.
export function parse(text, take) {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop();
  for (const block of blocks) {
    let name = 'message';
    const data = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('event:')) name = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    }
    if (!data.length) continue; // a ping
    let value;
    try {
      value = JSON.parse(data.join('\n'));
    } catch {
      continue; // one unreadable event does not end the stream
    }
    take(name, value);
  }
  return rest;
}
