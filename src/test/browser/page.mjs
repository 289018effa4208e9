// A browser in front of the page, and what can be asked of it: what it broke, what is cut off, what cannot be read.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.env.PLAYWRIGHT, 'from-here.js'))('playwright-core');

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--enable-precise-memory-info'] }); // root has no sandbox
}

// The page opened at an address; page.faults collects what it must not do, from the first moment on.
export async function open(browser, url, { width = 1280, height = 900, theme = 'light' } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' });
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`error: ${error.stack}`));
  page.on('console', (message) => {
    // The browser tells of every answer but 200; refusals and broken streams are asked for here.
    if (['error', 'warning'].includes(message.type()) && !/Failed to load resource/.test(message.text())) page.faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const origin = new URL(url).origin;
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith(`blob:${origin}`)) page.faults.push(`left the origin: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.seen = { shift: 0, rows: null, violations: [] };
    document.addEventListener('securitypolicyviolation', (event) => window.seen.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
      if (!entry.hadRecentInput) window.seen.shift += entry.value;
    })).observe({ type: 'layout-shift', buffered: true });
    new MutationObserver(() => {
      if (window.seen.rows === null && document.querySelector('#requests-body tr:not(.space)')) window.seen.rows = performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  return page;
}

export const text = (page, selector) => page.locator(selector).textContent();

export const until = (page, what, argument) => page.waitForFunction(what, argument, { timeout: 10_000, polling: 20 });

// Nothing was broken on the way.
export async function clean(page) {
  assert.deepEqual(page.faults, []);
  assert.deepEqual(await page.evaluate(() => window.seen.violations), [], 'violations of the policy');
  await page.close();
}

export async function loaded(page) {
  await page.waitForFunction(() => document.querySelector('#connection').textContent.includes('live') && document.querySelector('#card-cost .value').textContent !== '–'
    && document.querySelector('#chart svg') && (document.querySelector('#requests-body tr:not(.space)') || !document.querySelector('#requests-empty').hidden));
}

// Text that does not fit its box, or sticks out of the window.
export function clipped(page) {
  return page.evaluate(() => {
    const found = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.unseen, .skip, dialog:not([open]), option, .stack thead, .requests thead, [hidden]') && innerWidth < 760) continue;
      if (element.closest('.unseen, .skip, dialog:not([open]), option, details:not([open]) > :not(summary), [hidden]')) continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (!own.length || !element.getClientRects().length) continue;
      const range = document.createRange();
      range.selectNodeContents(own[0]);
      const text = range.getBoundingClientRect();
      const name = `${element.localName}.${element.getAttribute('class')} “${element.textContent.slice(0, 60)}”`;
      let within = true;
      for (let box = element; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.overflowX === 'visible' || !box.getClientRects().length) continue;
        const edge = box.getBoundingClientRect();
        if (text.right > edge.right + 1 || text.left < edge.left - 1) {
          found.push(`cut off by ${box.localName}.${box.getAttribute('class')}: ${name}`);
          within = false;
        }
        break;
      }
      if (within && (text.right > innerWidth + 1 || text.left < -1)) found.push(`outside of the window: ${name}`);
    }
    return found;
  });
}

// Text with too little contrast to what is behind it (WCAG 2.2, 1.4.3).
export function faint(page) {
  return page.evaluate(() => {
    const parse = (text) => text.match(/[\d.]+/g).map(Number);
    const light = ([red, green, blue]) => [red, green, blue].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, one, n) => sum + one * [0.2126, 0.7152, 0.0722][n], 0);
    const behind = (element) => {
      for (let box = element; box; box = box.parentElement) {
        const colour = parse(getComputedStyle(box).backgroundColor);
        if (colour.length < 4 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    const found = new Set();
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.unseen, .skip, option, dialog:not([open])') || !element.getClientRects().length) continue;
      if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
      const style = getComputedStyle(element);
      const [one, other] = [light(parse(element instanceof SVGElement ? style.fill : style.color)), light(behind(element))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)} ${element.localName}.${element.getAttribute('class')} “${element.textContent.slice(0, 30)}”`);
    }
    return [...found];
  });
}

// What a screen reader or the keyboard would stumble over.
export function unnamed(page) {
  return page.evaluate(() => {
    const found = [];
    const name = (element) => element.getAttribute('aria-label') || (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim()
      || (element.labels && [...element.labels].map((label) => label.textContent).join(' ').trim()) || element.textContent.trim();
    const need = (selector, test, words) => document.querySelectorAll(selector).forEach((element) => {
      if (!test(element)) found.push(`${words}: ${element.outerHTML.slice(0, 120)}`);
    });
    need('button, a, input, select, summary, dialog, section', (element) => name(element), 'has no name');
    need('[role=region], [role=group], [role=img], .choice', (element) => name(element), 'has no name');
    need('svg', (element) => element.getAttribute('aria-hidden') === 'true' || element.getAttribute('role') === 'img', 'is neither hidden nor an image');
    need('table', (element) => element.caption?.textContent.trim() || element.getAttribute('aria-label'), 'has no caption');
    need('th', (element) => ['col', 'row'].includes(element.scope), 'has no scope');
    need('fieldset', (element) => element.querySelector('legend')?.textContent.trim(), 'has no legend');
    need('[tabindex]', (element) => element.tabIndex <= 0, 'goes before others');
    need('.chart svg rect.series', (element) => element.querySelector('title')?.textContent, 'has no title');
    need('[style]', (element) => element.matches('.space') || !element.getAttribute('style'), 'has a style of its own');
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    ids.filter((id, n) => ids.indexOf(id) !== n).forEach((id) => found.push(`twice: #${id}`));
    for (const [selector, count] of [['main', 1], ['h1', 1], ['header', 1], ['[aria-live]', 1], ['a.skip', 1]]) {
      if (document.querySelectorAll(selector).length !== count) found.push(`${document.querySelectorAll(selector).length} of ${selector}`);
    }
    if (!document.documentElement.lang) found.push('no language');
    if (document.querySelector('[aria-live]').closest('main')) found.push('the traffic is read aloud');
    return found;
  });
}

// Bytes of the heap that are in use, and elements, after everything that can be collected was.
export async function held(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { bytes: usedSize, nodes };
}
