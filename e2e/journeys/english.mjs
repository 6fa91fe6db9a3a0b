// A renewal in English: every page of it says all its own words in English; only names, addresses and the law's own
// titles may be Chinese, and they say so by their `lang`.
import assert from 'node:assert/strict';
import { assertQuiet, openPage } from '../lib/browser.mjs';
import { loginCitizen } from '../lib/login.mjs';
import { applyToCollect, finish, heading, pay, send } from '../lib/steps.mjs';

/** Words in Chinese characters that the page does not mark as Chinese. */
function unmarked(page) {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const language = element.closest('[lang]')?.lang ?? '';
      const text = walker.currentNode.textContent.trim();
      if (/\p{Script=Han}/u.test(text) && !language.startsWith('zh')) found.push(text.slice(0, 60));
    }
    return found;
  });
}

export async function englishCase(browser, server) {
  const page = await openPage(browser, { url: server.url });
  const chinese = [];
  const seen = async (what) => {
    assert.equal(await page.locator('html').getAttribute('lang'), 'en', `${what} is not in English`);
    assert.doesNotMatch(await heading(page), /\p{Script=Han}/u, what);
    for (const words of await unmarked(page)) chinese.push(`${what}: ${words}`);
  };
  await page.goto(`${server.url}/?lang=en`);
  await loginCitizen(page, server, server.login('agent'));
  await page.goto(`${server.url}/apply/licence-renew-expiry/start`);
  await seen('for whom');
  await page.locator('[name="for"]').first().check();
  await send(page);
  await seen('start');
  await send(page);
  const number = await applyToCollect(page, server, seen);
  await pay(page, server, number);
  await seen('paid');
  await page.goto(`${server.url}/cases/${number}`);
  await seen('timeline');
  await finish(browser, server, number);
  await page.goto(`${server.url}/cases/${number}`);
  await seen('timeline of the made licence');
  if (process.env.E2E_SAY) console.log(chinese.join('\n'));
  assert.deepEqual(chinese, []);
  assertQuiet(page);
  await page.context().close();
}
