// Chromium as Debian packages it, with a fresh profile and nothing that talks to the outside, and pages that
// remember what went wrong on them.
import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The display modes of every page; the order of `size` is the order of the header's buttons. */
export const MODES = {
  standard: { size: 'standard', contrast: 'normal' },
  elder: { size: 'big', contrast: 'normal' },
  max: { size: 'max', contrast: 'normal' },
  high: { size: 'standard', contrast: 'high' },
};

/** Starts the browser; close it with `browser.close()`. */
export async function startBrowser() {
  return chromium.launch({ executablePath: PROGRAM, headless: true, args: SWITCHES });
}

/**
 * A page in a context of its own: no cookie, no storage, Chinese, Shanghai. `page.problems` collects errors of
 * scripts, messages of the console, requests that failed or left the server; check it with `assertQuiet`.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {object} [options]
 * @param {number} [options.width] in CSS pixels
 * @param {number} [options.height] in CSS pixels
 * @param {boolean} [options.scripts] `false` for a browser without JavaScript
 * @param {string} [options.url] the server's address: a request to any other one is a problem
 * @param {object} [options.state] cookies and storage of an earlier page (`context.storageState()`)
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    javaScriptEnabled: options.scripts ?? true,
    storageState: options.state,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    // A navigation that replaces another one aborts it; that is no fault of the page.
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') page.problems.push(`request: ${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    const inside = !options.url || request.url().startsWith(options.url) || request.url().startsWith('data:');
    if (!inside) page.problems.push(`request to outside: ${request.url()}`);
  });
  return page;
}

/** Nothing went wrong on the page so far, except what matches one of `expected`. */
export function assertQuiet(page, expected = []) {
  const left = page.problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
  assert.deepEqual(left, [], `problems on ${page.url()}`);
}

/** Puts the page shown into a display mode with the switches of its own header, as a person would. */
export async function setMode(page, mode) {
  const wanted = MODES[mode];
  assert.ok(wanted, `no display mode ${mode}`);
  const shown = () => page.locator('html').evaluate(({ dataset }) => ({ ...dataset }));
  const steps = { standard: ['standard'], big: ['big'], max: ['big', 'max'] }[wanted.size];
  for (const size of steps) {
    const now = (await shown()).size;
    if (now !== wanted.size && now !== size) await press(page, 'size', size);
  }
  if ((await shown()).contrast !== wanted.contrast) await press(page, 'contrast', wanted.contrast);
  const { size, contrast } = await shown();
  assert.deepEqual({ size, contrast }, wanted, `the page is not in mode ${mode}`);
}

async function press(page, name, value) {
  await Promise.all([
    page.waitForEvent('load'),
    page.locator(`button[name="${name}"][value="${value}"]`).first().click(),
  ]);
}
