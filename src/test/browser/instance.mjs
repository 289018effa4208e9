// An instance as the page sees it, scripted: the files of the dashboard, data of one of several days, and events when told to.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { days, row } from './days.mjs';

const FILES = new URL('../../main/resources/portside/dashboard/', import.meta.url);
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// day: a key of days. key: the operator's, or null for none. closed: nothing is shown to anybody (403).
export async function start({ day = 'busy', key = null, closed = false, port = 0 } = {}) {
  const streams = new Set();
  const sockets = new Set();
  const asked = [];
  let data = days[day]();
  let away = false;

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    asked.push(request.url);
    const json = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(value));
    };
    const refuse = (status, message) => json(status, { type: 'error', error: { type: 'permission_error', message } });

    if (url.pathname === '/plain') return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><html lang="en"><title>plain</title><p>One line.</p></html>');
    if (url.pathname === '/dashboard' || /^\/dashboard\/[a-z]+\.(js|css|svg)$/.test(url.pathname)) return file(response, url.pathname.slice(11) || 'index.html');
    if (closed) return refuse(403, 'OPERATOR_KEY: other machines reach this instance, so what it shows needs a key: set OPERATOR_KEY in its env file.');
    if (key !== null && request.headers.authorization !== `Bearer ${key}`) return refuse(401, 'OPERATOR_KEY: this instance asks for the operator’s key.');
    const query = url.searchParams;
    switch (url.pathname) {
      case '/dashboard/data/overview': return json(200, data.overview());
      case '/dashboard/data/usage': return json(200, data.usage(Number(query.get('days') ?? 7), (query.get('by') ?? 'day,model').split(',')));
      case '/dashboard/data/requests': return json(200, page(data.rows, query));
      case '/dashboard/data/log': return json(200, { lines: data.log.slice(-Number(query.get('limit') ?? 200)) });
      case '/dashboard/data/events':
        if (away) return json(503, { type: 'error', error: { type: 'overloaded_error', message: 'it is away' } });
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        response.write(': ping\n\n');
        streams.add(response);
        return response.on('close', () => streams.delete(response));
      default:
    }
    const [, id, records] = /^\/dashboard\/data\/request\/([^/]+)(\/records)?$/.exec(url.pathname) ?? [];
    const found = id && data.rows.find((one) => one.id === decodeURIComponent(id));
    if (!found) return json(404, { type: 'error', error: { type: 'not_found_error', message: 'no such request is recorded' } });
    return json(200, records ? { records: data.records(found) } : data.details(found));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    port: server.address().port,
    url: `http://127.0.0.1:${server.address().port}/dashboard`,
    asked,
    streams: () => streams.size,
    show(name) {
      data = days[name]();
    },
    data: () => data,
    tell(name, value) {
      if (name === 'entry') data.rows.unshift(value);
      for (const stream of streams) stream.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
    },
    // Thousands at once, as an hour brings them. The id of the last one comes back.
    flood(count) {
      const text = [];
      let last;
      for (let n = 0; n < count; n++) {
        const one = last = row(1_000_000 + n, Date.now() + n, { id: `req_flood${n}_${Date.now()}` });
        text.push(`event: begin\ndata: ${JSON.stringify({ id: one.id, at: one.at, instance: one.instance, provider: one.provider, asked: one.asked, served: one.served, class: one.class, project: one.project, est_in: 100 })}\n\n`);
        text.push(`event: progress\ndata: ${JSON.stringify({ running: [{ id: one.id, out: 12 }] })}\n\n`, `event: entry\ndata: ${JSON.stringify(one)}\n\n`);
      }
      for (const stream of streams) stream.write(text.join(''));
      return last.id;
    },
    // Ends the streams, and takes none until it answers again: however slow the page is, nothing is over before it was looked at.
    hangUp() {
      away = true;
      for (const stream of streams) stream.destroy();
    },
    answerAgain() {
      away = false;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function file(response, name) {
  let bytes;
  try {
    bytes = readFileSync(new URL(name, FILES));
  } catch {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[name.split('.').pop()], 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' });
  response.end(bytes);
}

// The cursor is the place in the list, counted from the oldest, so that new rows do not move it.
function page(rows, query) {
  const text = (query.get('q') ?? '').toLowerCase();
  const fitting = rows.filter((one) => !text || Object.values(one).some((value) => String(value).toLowerCase().includes(text)));
  if (query.get('order') === 'slowest') return { requests: fitting.toSorted((one, other) => other.ms - one.ms).slice(0, Number(query.get('limit'))), before: null };
  const from = query.has('before') ? fitting.length - Number(query.get('before')) : 0;
  const to = from + Number(query.get('limit') ?? 100);
  return { requests: fitting.slice(from, to), before: to < fitting.length ? String(fitting.length - to) : null };
}
