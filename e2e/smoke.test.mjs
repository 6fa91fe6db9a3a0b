// The shortest journey: the demonstration starts, its home page is there, whole and in two languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertQuiet, openPage, startBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the demonstration names an address, a store and a login for each role', () => {
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.ok(server.facts.ready_ms > 0 && server.facts.store);
  assert.ok(server.login('citizen').id_number && server.login('citizen').phone);
  assert.ok(server.login('clerk').totp_secret);
});

test('the home page answers 200 in Chinese and in English, without a complaint of the browser', async () => {
  const page = await openPage(browser, { url: server.url });
  for (const [path, language] of [['/', 'zh-CN'], ['/?lang=en', 'en']]) {
    const answer = await page.goto(server.url + path);
    assert.equal(answer.status(), 200);
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    assert.equal(await page.locator('h1').count(), 1);
  }
  assertQuiet(page);
});
