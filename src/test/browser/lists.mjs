// What must hold of the rows and the bars: where each stands, whatever is told late, twice or out of order. checks.mjs runs these with the others.

import assert from 'node:assert/strict';
import { row } from './days.mjs';
import { start } from './instance.mjs';
import { clean, loaded, open, text, until } from './page.mjs';

export const lists = {
  // A list that is read while a request ends may be older than the event that tells it, also of a request that began before others which are in the list.
  async overtaking(browser) {
    const instance = await start({ day: 'quiet' });
    const page = await open(browser, instance.url);
    await loaded(page);
    const long = row(83, Date.now() - 3_600_000, { id: 'req_long', served: 'model-that-ran-long' });
    let answer;
    await page.route('**/data/requests*', (route) => { answer ??= route; });
    instance.hangUp();
    instance.answerAgain();
    for (const end = Date.now() + 10_000; !answer; await new Promise((resolve) => { setTimeout(resolve, 5); })) assert(Date.now() < end, 'the list is read again');
    const old = await (await answer.fetch()).json();
    instance.tell('entry', long);
    await until(page, () => document.querySelector('table.requests').getAttribute('aria-rowcount') === '62');
    old.requests.unshift(row(84, Date.now(), { id: 'req_listed', served: 'model-of-the-list' }));
    await answer.fulfill({ json: old });
    await until(page, () => document.querySelector('#requests-body').textContent.includes('model-of-the-list'));
    assert.match(await text(page, '#requests-body'), /model-that-ran-long/, 'what the event told is still there');
    assert.equal(await page.getAttribute('table.requests', 'aria-rowcount'), '63');
    await clean(page);
    await instance.stop();
  },

  // Among ten thousand the slowest is two keys away, and one that ends meanwhile takes its place.
  async slowest(browser) {
    const instance = await start({ day: 'busy' });
    const page = await open(browser, instance.url);
    await loaded(page);
    const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    const longest = instance.data().rows.toSorted((one, other) => other.ms - one.ms);
    await page.keyboard.press('s');
    await until(page, () => document.querySelector('#requests-count').textContent.endsWith('100 slowest of today'));
    assert.equal(await page.getAttribute('#slowest', 'aria-pressed'), 'true');
    assert.equal(await text(page, '#said'), 'The slowest of today come first.');
    await page.keyboard.press('r');
    assert.match(await label(), new RegExp(`details of ${longest[0].id}$`));
    instance.tell('entry', row(86, Date.now(), { id: 'req_quick', served: 'model-quick', ms: longest[1].ms + 1 }));
    instance.tell('entry', row(87, Date.now(), { id: 'req_slower', served: 'model-slower', ms: longest[0].ms + 1 }));
    await until(page, () => document.querySelector('#requests-body').textContent.includes('model-slower'));
    const shown = await page.locator('#requests-body tr:not(.space) button').evaluateAll((all) => all.slice(0, 4).map((one) => one.getAttribute('aria-label').split(' ').at(-1)));
    assert.deepEqual(shown, ['req_slower', longest[0].id, 'req_quick', longest[1].id]);
    await page.click('#slowest');
    await until(page, () => document.querySelector('#requests-count').textContent.includes('newest shown'));
    assert.match(await page.locator('#requests-body tr:not(.space):not(.running) button').first().getAttribute('aria-label'), /req_(slower|quick)$/);
    await clean(page);
    await instance.stop();
  },

  // What another instance tells late stands at its time, and does not move what is read further up.
  async order(browser) {
    const instance = await start({ day: 'quiet' });
    const page = await open(browser, instance.url);
    await loaded(page);
    const third = instance.data().rows[2];
    instance.tell('entry', row(85, new Date(third.at).getTime() + 1, { id: 'req_late', served: 'model-told-late' }));
    await until(page, () => document.querySelector('#requests-body').textContent.includes('model-told-late'));
    assert.deepEqual(await page.locator('#requests-body tr:not(.space) .model').evaluateAll((all) => all.map((one) => one.textContent.includes('model-told-late')).indexOf(true)), 2);
    const note = await page.evaluate(async () => {
      const { cards } = await import('/dashboard/panels.js');
      cards({ today: {}, instances: [{ state: 'healthy' }, { state: 'unconfigured' }, { state: 'down' }] });
      return document.querySelector('#card-running .note').textContent;
    });
    assert.equal(note, '1 of 3 instances up', 'one that lacks a key is not up');
    await clean(page);
    await instance.stop();
  },

  // The hour that comes twice when the clock is put back is two bars, in their order.
  async clocks(browser) {
    const instance = await start({ day: 'quiet' });
    const page = await open(browser, instance.url);
    const group = (hour, requests) => ({ hour, model: 'glm-5.3', requests, tokens: {}, cost: { USD: requests } });
    const usage = { since: '2026-10-25T00:00:00+02:00', until: '2026-10-26T00:00:00+01:00', zone: 'Europe/Berlin', total: { cost: { USD: 6 } },
      groups: [group('2026-10-25 01:00', 1), group('2026-10-25 02:00 +02:00', 2), group('2026-10-25 02:00 +01:00', 3), group('2026-10-25 03:00', 4)] };
    const bars = await page.evaluate(async (of) => {
      const { slots } = await import('/dashboard/chart.js');
      return slots(of, 'hour').map((slot) => [slot.key.slice(11, 13), [...slot.of.values()].map((one) => one.requests).join()]);
    }, usage);
    assert.equal(bars.length, 25);
    assert.deepEqual(bars.slice(0, 6), [['00', ''], ['01', '1'], ['02', '2'], ['02', '3'], ['03', '4'], ['04', '']]);
    await clean(page);
    await instance.stop();
  },
};
