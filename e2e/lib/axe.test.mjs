import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, violations } from './axe.mjs';
import { assertQuiet, openPage, startBrowser } from './browser.mjs';
import { serve, whole } from './fixtures/pages.mjs';

let browser;
let site;

before(async () => {
  browser = await startBrowser();
  site = await serve({
    'GET /good': () => whole('<p><label>姓名 <input name="name"></label></p>'),
    'GET /bad': () => whole('<input name="name"><img src="data:,"><p style="color:#aaa">这行字太浅了</p>'),
    'GET /noisy': () => whole(`<script>console.error("坏了"); fetch("http://127.0.0.1:9/x").catch(() => {});
      throw Error("x")</script>`),
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

test('a page without barriers passes', async () => {
  const page = await openPage(browser, { url: site.url });
  await page.goto(`${site.url}/good`);
  await assertAccessible(page);
  assertQuiet(page);
});

test('barriers are named with their rule and place', async () => {
  const page = await openPage(browser, { url: site.url });
  await page.goto(`${site.url}/bad`);
  const rules = (await violations(page)).map((line) => line.split(' ')[0]).sort();
  assert.deepEqual(rules, ['color-contrast', 'image-alt', 'label']);
  await assert.rejects(assertAccessible(page), /accessibility of .*\/bad/);
});

test('what the browser complains about is kept', async () => {
  const page = await openPage(browser, { url: site.url });
  await page.goto(`${site.url}/noisy`);
  await page.waitForTimeout(300);
  assert.ok(page.problems.some((problem) => problem.startsWith('request to outside: http://127.0.0.1:9/')));
  assert.ok(page.problems.some((problem) => problem === 'console: 坏了'));
  assert.ok(page.problems.some((problem) => problem === 'script: x'));
  assert.throws(() => assertQuiet(page), /problems on/);
  assertQuiet(page, [/./]);
});
