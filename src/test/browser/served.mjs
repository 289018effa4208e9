// The dashboard as proxy.jar serves it, with the demo behind it: one request shows as a row, and nothing is broken on the way.
//
// usage: node served.mjs PORT

import assert from 'node:assert/strict';
import { clipped, launch, loaded, open } from './page.mjs';
import { ask } from './traffic.mjs';

const url = `http://127.0.0.1:${process.argv[2]}/dashboard`;
const head = await fetch(url);
const policy = head.headers.get('content-security-policy') ?? '';
for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
  assert(policy.split(/; */).includes(part), `${part} in ${policy}`);
}
assert.equal(head.headers.get('x-content-type-options'), 'nosniff');
assert.equal(head.headers.get('referrer-policy'), 'no-referrer');

const port = process.argv[2];
const session = '3535e0b1-8c1d-4b7e-9f00-2b1c5d6e7f80';
const browser = await launch();
const page = await open(browser, url);
await loaded(page);
assert(await page.locator('#requests-empty').isVisible(), 'nothing was asked yet');
await ask(port, { session, project: 'warm-up', prompt: 'say hello' }); // the first one of a process loads what answers it
await page.waitForFunction(() => document.querySelector('#requests-body')?.textContent.includes('warm-up'));
const row = page.locator('#requests-body tr', { hasText: 'shop' });
const from = Date.now();
const answer = ask(port, { session, project: 'shop', prompt: 'think, then say hello' });
await row.waitFor({ timeout: 2_000 });
console.log(`      a row after ${Date.now() - from} ms`);
assert.equal((await answer).status, 200);
await page.waitForFunction(() => !document.querySelector('#requests-body tr.running') && [...document.querySelectorAll('#requests-body tr')].some((one) => /shop.*end_turn/.test(one.textContent)));
assert.match(await row.textContent(), /demo.*demo-big.*main.*shop.*end_turn/);
await row.click();
await page.waitForFunction(() => document.querySelector('#details[open]')?.textContent.includes('1 try'));
assert.match(await page.locator('#details-content').textContent(), /Asked forclaude-opus-5-5.*demo-big.*shop.*claude-cli\/2\.1\.332/);
await page.waitForFunction(() => document.querySelectorAll('#details .records pre').length >= 4); // LOG_REQUESTS=all
assert.match(await page.locator('#details .records').textContent(), /What the client sent.*"max_tokens": 2000.*What went up.*What came back.*What the client got.*message_stop/s);
await page.keyboard.press('Escape');
await page.waitForFunction(() => document.querySelector('#card-requests .value').textContent === '2');
await page.locator('#measures label', { hasText: 'Requests' }).click();
await page.waitForFunction(() => /^Requests: 2 in all/.test(document.querySelector('#readout').textContent));
await page.waitForFunction(() => document.querySelector('#log-lines')?.textContent.includes('demo-big'));
assert.deepEqual(await clipped(page), []);
assert.deepEqual(page.faults, []);
assert.deepEqual(await page.evaluate(() => window.seen.violations), []);
await browser.close();
console.log('ok    served by proxy.jar');
