// A renewal in the elders' mode at 390 px: chosen once on the home page, it holds on every page up to the new licence.
import assert from 'node:assert/strict';
import { assertQuiet, openPage, setMode } from '../lib/browser.mjs';
import { brokenLines, sidewaysScroll, smallTargets, smallText } from '../lib/layout.mjs';
import { loginCitizen } from '../lib/login.mjs';
import { applyToCollect, finish, pay, send } from '../lib/steps.mjs';

/** The least size of main text in the elders' mode, CSS pixels. */
const TEXT_MIN_PX = 18;

async function assertElder(page, what) {
  const size = await page.locator('html').getAttribute('data-size');
  assert.equal(size, 'big', `${what} is not in the elders' mode`);
  const text = await page.locator('main').evaluate((main) => parseFloat(getComputedStyle(main).fontSize));
  assert.ok(text >= TEXT_MIN_PX, `${what} has main text of ${text} px`);
  const found = {
    sideways: await sidewaysScroll(page, 390),
    'broken lines': await brokenLines(page),
    'small text': await smallText(page),
    'small targets': await smallTargets(page),
  };
  const left = Object.fromEntries(Object.entries(found).filter(([, places]) => places.length > 0));
  assert.deepEqual(left, {}, what);
}

export async function elderCase(browser, server) {
  const page = await openPage(browser, { url: server.url, width: 390, height: 844 });
  const seen = (what) => assertElder(page, what);
  await page.goto(server.url);
  await setMode(page, 'elder');
  await loginCitizen(page, server);
  await seen('the page after the login');
  await page.goto(`${server.url}/apply/licence-renew-expiry/start`);
  await seen('start');
  await send(page);
  const number = await applyToCollect(page, server, seen);
  await pay(page, server, number);
  await seen('paid');
  await finish(browser, server, number);
  for (const path of [`/cases/${number}`, '/documents', '/messages']) {
    await page.goto(server.url + path);
    await seen(path);
  }
  assertQuiet(page);
  await page.context().close();
}
