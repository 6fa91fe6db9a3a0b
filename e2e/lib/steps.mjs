// Steps that journeys are made of, by the words that people see.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { openPage } from './browser.mjs';
import { loginStaff } from './login.mjs';

/** A file of `fixtures/` to hand in. */
export const file = (name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Does something that leads to another page, and resolves when that page is there. */
export async function leaving(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** Presses a button by its words and waits for the next page. */
export async function press(page, words) {
  await leaving(page, () => page.getByRole('button', { name: words }).first().click());
}

/** Follows a link by its words. */
export async function follow(page, words) {
  await leaving(page, () => page.getByRole('link', { name: words }).first().click());
}

/** Sends the form of the page, by the first or the last of its buttons. */
export async function send(page, which = 'first') {
  await leaving(page, () => page.locator('main form button[type="submit"]')[which]().click());
}

/** The heading of the page. */
export async function heading(page) {
  return (await page.locator('h1').first().innerText()).trim();
}

/** The day that a page gives under this name, as `YYYY-MM-DD`. */
export async function dayOf(page, name) {
  const rows = await page.locator('dl > div').allInnerTexts();
  const row = rows.find((text) => text.includes(name));
  const day = row?.match(/(\d{4})年(\d{1,2})月(\d{1,2})日/);
  assert.ok(day, `no day of ${name} in ${JSON.stringify(rows)}`);
  return [day[1], day[2].padStart(2, '0'), day[3].padStart(2, '0')].join('-');
}

/**
 * Fills in a renewal to be picked up, hands it in and gives the case's number. `seen` is called at each page, and finds
 * everything that it needs by the fields, in whichever language they are named.
 */
export async function applyToCollect(page, server, seen = async () => {}) {
  await seen('photo');
  await page.setInputFiles('[name="photo"]', file('photo.png'));
  await send(page);
  await seen('delivery');
  await page.locator('[name="delivery"][value="pickup"]').check();
  await send(page);
  await seen('check');
  await send(page, 'last');
  await seen('sign');
  await page.locator('[name="agree"]').check();
  await send(page, 'last');
  await seen('done');
  return new URL(page.url()).pathname.split('/')[2];
}

/** Pays the fee of a case at the payment system that the demonstration has. */
export async function pay(page, server, number) {
  await page.goto(`${server.url}/pay/${number}`);
  await leaving(page, () => page.locator('main a.btn').first().click());
  await Promise.all([page.waitForURL(new RegExp(`/pay/${number}`)), page.locator('form button').first().click()]);
}

/** The office's part of a case that is handed in and paid: accepted, granted, and the licence made. */
export async function finish(browser, server, number) {
  const clerk = await desk(browser, server, 'clerk');
  await accept(clerk, server, number);
  const reviewer = await desk(browser, server, 'reviewer');
  await grant(reviewer, server, number);
  const issuer = await desk(browser, server, 'issuer');
  await issue(issuer, server, number);
  for (const page of [clerk, reviewer, issuer]) await page.context().close();
}

const kept = new WeakMap();

/**
 * A page for a member of staff. Whoever has logged in to this server before goes on with that session: the server takes
 * each code of an authenticator once, and the next one comes after half a minute.
 */
export async function desk(browser, server, role, options = {}) {
  if (!kept.has(server)) kept.set(server, new Map());
  const states = kept.get(server);
  const page = await openPage(browser, { url: server.url, state: states.get(role), ...options });
  if (!states.has(role)) {
    await loginStaff(page, server, role);
    states.set(role, await page.context().storageState());
  }
  return page;
}

/** A clerk accepts a case that is handed in and paid. */
export async function accept(clerk, server, number) {
  await clerk.goto(`${server.url}/desk/cases/${number}`);
  await press(clerk, /受理/);
}

/** A reviewer grants what a case asks for. */
export async function grant(reviewer, server, number) {
  await reviewer.goto(`${server.url}/desk/cases/${number}/decide`);
  await reviewer.locator('[name="decision"][value="grant"]').check();
  await send(reviewer, 'last');
}

/** An issuer makes the licence on the blank that comes next. */
export async function issue(issuer, server, number) {
  await issuer.goto(`${server.url}/desk/cases/${number}/issue`);
  const text = await issuer.locator('main').innerText();
  const blank = text.match(/下一张应是\s*([A-Z0-9]+)/);
  assert.ok(blank, text);
  await issuer.locator('[name="blank"]').fill(blank[1]);
  for (const box of await issuer.locator('main input[type="checkbox"]').all()) await box.check();
  if (await issuer.locator('[name="waybill"]').count()) await issuer.locator('[name="waybill"]').fill('');
  await send(issuer, 'last');
}
