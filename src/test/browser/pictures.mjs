// Sends a day's work through instances, and takes a picture of what the dashboard then shows.
//
// usage: node pictures.mjs LEDGER_FOLDER PICTURE NAME=PORT...

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipped, launch, loaded, open } from './page.mjs';
import { ask } from './traffic.mjs';

const [folder, picture, ...instances] = process.argv.slice(2);
const ports = Object.fromEntries(instances.map((one) => one.split('=')));
const session = (n) => `3535e0b${n}-8c1d-4b7e-9f00-2b1c5d6e7f80`;
const THINK = 'think, then explain in detail how the parts of this fit together, and what you would test first: ';

const WORK = [
  ...Array.from({ length: 14 }, (_, turn) => ({ to: 'glm', session: session(1), project: 'shop', turn, prompt: `${THINK}cart ${turn}` })),
  ...Array.from({ length: 8 }, (_, turn) => ({ to: 'glm', session: session(1), project: 'shop', turn, kind: 'subagent', type: 'Explore', model: 'claude-haiku-5-5', prompt: `list the files of part ${turn}` })),
  ...Array.from({ length: 9 }, (_, turn) => ({ to: 'kimi-k2', session: session(2), project: 'billing-api', turn, prompt: `${THINK}invoices ${turn}` })),
  ...Array.from({ length: 7 }, (_, turn) => ({ to: 'chain', session: session(3), project: 'notes', turn, prompt: `${THINK}search ${turn}` })),
];
const LAST = [
  { to: 'glm', session: session(1), project: 'shop', turn: 14, prompt: 'demo: fail 400' },
  { to: 'glm', session: session(6), project: 'notes', prompt: `demo: fail 429 ${THINK}the index` }, // so that the demo has failed it for this one and fails it for the other below
  { to: 'chain', session: session(6), project: 'notes', prompt: `demo: fail 429 ${THINK}the index` },
  { to: 'glm', session: session(1), project: 'shop', turn: 15, prompt: `${THINK}checkout` },
];

await inOrder(WORK);
for (const { to, ...turn } of LAST) await ask(ports[to], turn);
earlierDays();
const browser = await launch();
const page = await open(browser, `http://127.0.0.1:${ports.chain}/dashboard`, { width: 1280, height: 1240 });
await loaded(page);
await page.locator('#periods label', { hasText: '7 days' }).click();
await page.waitForFunction(() => document.querySelectorAll('#chart .column').length === 7 && document.querySelectorAll('#chart .series').length > 7);
const running = [ask(ports.glm, { session: session(5), project: 'infrastructure', prompt: 'demo: slow say hello at length' }), ask(ports.chain, { session: session(3), project: 'notes', turn: 8, prompt: 'demo: slow explain the index' })];
await page.waitForFunction(() => document.querySelectorAll('#requests-body tr.running').length === 2
  && [...document.querySelectorAll('#requests-body tr.running .out')].every((one) => one.textContent.startsWith('~')));
await page.waitForFunction(() => document.querySelectorAll('#instances-body tr').length === 3
  && [...document.querySelectorAll('#instances-body [data-label=Running]')].reduce((sum, one) => sum + Number(one.textContent), 0) === 2);
const cut = await clipped(page);
await page.screenshot({ path: picture });
await browser.close();
await Promise.all(running);
if (page.faults.length || cut.length) {
  console.error([...page.faults, ...cut].join('\n'));
  process.exit(1);
}

// Each conversation turn by turn, all conversations at once.
async function inOrder(work) {
  const lanes = grouped(work);
  await Promise.all([...lanes.values()].map(async (lane) => {
    for (const { to, ...turn } of lane) await ask(ports[to], turn);
  }));
}

function grouped(work) {
  const lanes = new Map();
  for (const one of work) lanes.set(laneOf(one), [...(lanes.get(laneOf(one)) ?? []), one]);
  return lanes;
}

function laneOf(one) {
  return `${one.session} ${one.kind}`;
}

// The six days before are today's journal with other dates and ids, and less of it on some.
function earlierDays() {
  for (const name of readdirSync(folder)) {
    const [, instance, today] = /^(.+)-(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name) ?? [];
    if (!today) continue;
    for (let back = 1; back < 7; back++) {
      const day = new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
      const file = join(folder, `${instance}-${day}.jsonl`);
      if (existsSync(file)) continue;
      const lines = readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
        .filter((line) => [...(line.begin ?? line.end ?? '')].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0) | 0, back) % 10 >= (back * 3) % 5);
      for (const line of lines) {
        for (const id of ['begin', 'end', 'amend']) if (line[id]) line[id] += `-${back}`;
        line.at = day + line.at.slice(10);
      }
      writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
    }
  }
}
