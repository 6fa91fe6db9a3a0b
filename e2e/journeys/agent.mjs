// An agent's case: whoever holds a mandate is asked for whom, hands in the mandate, renews for the
// giver, and has no licence of their own changed. The desk sees that somebody acts for another.
import assert from 'node:assert/strict';
import { assertQuiet, openPage } from '../lib/browser.mjs';
import { loginCitizen } from '../lib/login.mjs';
import { applyToCollect, desk, file, finish, pay, send } from '../lib/steps.mjs';

export async function agentCase(browser, server) {
  const page = await openPage(browser, { url: server.url });
  await loginCitizen(page, server, server.login('agent'));
  await page.goto(`${server.url}/documents`);
  const own = await page.locator('main').innerText();
  await page.goto(`${server.url}/apply/licence-renew-expiry/start`);
  const choices = page.locator('[name="for"]');
  assert.equal(await choices.count(), 2, 'themselves and one giver');
  await send(page);
  assert.ok(await page.locator('.errsum').count(), 'nobody is taken for granted');
  await choices.nth(1).check();
  await send(page);
  await send(page);
  // The agent's own paper and the mandate come first.
  await page.setInputFiles('[name="file"]', file('photo.png'));
  await send(page);
  const number = await applyToCollect(page, server);
  await pay(page, server, number);
  const clerk = await desk(browser, server, 'clerk');
  await clerk.goto(`${server.url}/desk/cases/${number}`);
  assert.match(await clerk.locator('main').innerText(), /代理|委托|代办/, 'the desk sees that somebody acts for another');
  await clerk.context().close();
  await finish(browser, server, number);
  await page.goto(`${server.url}/cases/${number}`);
  assert.equal(await page.locator('h1').count(), 1);
  await page.goto(`${server.url}/documents`);
  assert.equal(await page.locator('main').innerText(), own, 'the agent\'s own licence is as it was');
  assertQuiet(page, [/status of 422/]);
  await page.context().close();
}
