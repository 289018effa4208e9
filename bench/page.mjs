// The dashboard as an instance serves it, and hours of events from a scripted one: lines of a name and a number.
//
// usage: node page.mjs PORT TIMES      the port of the instance, how often the page is opened
//
// paint, rows   milliseconds to the first paint and to the first row, medians
// shift         the largest layout shift (CLS), a second after everything is there
// heap1, heap2  bytes in use after one hour of events, and after two; nodes1, nodes2: elements

import { start } from '../src/test/browser/instance.mjs';
import { held, launch, loaded, open } from '../src/test/browser/page.mjs';

const [port, times] = process.argv.slice(2).map(Number);
const HOUR = 3_600; // requests, one a second; three events each
const PIECE = 300; // at once, so that the page draws in between
const LIST = 5_000; // rows the page keeps

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];
const say = (name, value) => console.log(`${name} ${value}`);

const browser = await launch();
await (await looked()).page.close(); // the browser is warm, and the instance has opened the index
const looks = [];
for (let n = 0; n < times; n++) {
  looks.push(await looked());
  await looks[n].page.close();
}
say('paint', median(looks.map((one) => one.paint)));
say('rows', median(looks.map((one) => one.rows)));
say('shift', Math.max(...looks.map((one) => one.shift)));

const instance = await start({ day: 'quiet' });
const page = await open(browser, instance.url);
await loaded(page);
await stream(LIST); // until the list is full
await stream(HOUR);
const one = await held(page);
await stream(HOUR);
const two = await held(page);
say('heap1', one.bytes);
say('heap2', two.bytes);
say('nodes1', one.nodes);
say('nodes2', two.nodes);
await browser.close();
await instance.stop();
if (page.faults.length) throw new Error(page.faults.join('\n'));

async function looked() {
  const seen = await open(browser, `http://127.0.0.1:${port}/dashboard`);
  await loaded(seen);
  await seen.waitForTimeout(1_000);
  const { paint, rows, shift } = await seen.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, rows: window.seen.rows, shift: window.seen.shift }));
  return { page: seen, paint, rows, shift };
}

// Events as fast as the page takes them: the next ones go out when the last of those before is shown.
async function stream(count) {
  for (let sent = 0; sent < count; sent += PIECE) {
    const last = instance.flood(Math.min(PIECE, count - sent));
    await page.waitForFunction((id) => [...document.querySelectorAll('#requests-body .when button')].some((button) => button.getAttribute('aria-label')?.endsWith(id)), last);
  }
}
