// Parts of a page that are taken anew without loading it: the answer to a question while it is typed, a filtered
// worklist, and what happens when the session has ended meanwhile.
import assert from 'node:assert/strict';
import { assertQuiet, openPage } from '../lib/browser.mjs';
import { desk } from '../lib/steps.mjs';

/** Marks the page, so that it can be seen whether it was loaded anew. */
const mark = (page) => page.evaluate(() => { window.sameAsBefore = true; });
/** What the browser keeps of the page: htmx remembers the address that it stands at, and no page. */
const kept = (page) => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
const ADDRESS = 'htmx-current-path-for-history';
const same = (page) => page.evaluate(() => window.sameAsBefore === true);

export async function searchWhileTyping(browser, server) {
  const page = await openPage(browser, { url: server.url });
  await page.goto(`${server.url}/search`);
  await mark(page);
  await page.locator('#q').pressSequentially('驾照丢了怎么办');
  await page.waitForSelector('#best');
  assert.match(await page.locator('#found').innerText(), /遗失补证/);
  assert.match(await page.locator('#heard').innerText(), /找到：/);
  assert.equal(new URL(page.url()).searchParams.get('q'), '驾照丢了怎么办');
  assert.ok(await same(page), 'the page was loaded anew');
  assert.ok(await page.locator('#q').evaluate((field) => field === document.activeElement), 'the field lost the focus');
  assert.deepEqual(await kept(page), [ADDRESS]);
  // A reload shows the same, and the button leads there too.
  await page.reload();
  assert.match(await page.locator('#found').innerText(), /遗失补证/);
  assertQuiet(page);
  await page.context().close();
}

export async function worklistInPlace(browser, server) {
  const page = await desk(browser, server, 'clerk');
  await page.goto(`${server.url}/desk/worklist`);
  await mark(page);
  const rows = page.locator('#listed tbody tr');
  const all = await rows.allInnerTexts();
  const onlyLost = (wanted) =>
    page.waitForFunction(
      (only) => [...document.querySelectorAll('#listed tbody tr')].every((row) => row.innerText.includes('遗失补证')) === only,
      wanted,
    );
  await page.locator('[name="item"]').selectOption('licence-lost');
  await page.waitForURL(/item=licence-lost/);
  await onlyLost(true);
  assert.ok((await rows.count()) > 0);
  assert.ok(await same(page), 'the page was loaded anew');
  // Back shows the whole list again.
  await page.goBack();
  await onlyLost(false);
  assert.deepEqual(await rows.allInnerTexts(), all);
  assert.deepEqual(await kept(page), [ADDRESS]);
  // Whoever was logged out meanwhile is shown where to log in, not an empty list.
  await page.context().clearCookies();
  await page.locator('[name="item"]').selectOption('licence-lost');
  await page.waitForURL(/\/staff\/login/);
  assert.equal(await page.locator('[name="password"]').count(), 1);
  assertQuiet(page);
  await page.context().close();
}
