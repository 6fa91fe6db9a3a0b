import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser } from './browser.mjs';
import { serve, whole } from './fixtures/pages.mjs';
import { sniffed } from './sniffer.mjs';

let browser;
let site;

before(async () => {
  browser = await startBrowser();
  site = await serve({
    'GET /good': () => whole('<p><label for="name">姓名</label> <input id="name" name="name"></p>'),
    'GET /bad': () => whole('<form action="/x"><input name="name"></form><img src="data:,">'),
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

async function at(path) {
  const page = await openPage(browser, { url: site.url });
  await page.goto(site.url + path);
  return sniffed(page);
}

test('a page without errors passes', async () => {
  assert.deepEqual(await at('/good'), []);
});

test('errors are named: no text for a picture, no name for a field, no button for a form', async () => {
  const found = (await at('/bad')).join('\n');
  for (const rule of ['1_1_1', 'H91.InputText.Name', 'H32.2']) assert.match(found, new RegExp(rule), found);
});
