// Logging in as people do it, on the pages themselves.
import assert from 'node:assert/strict';
import { freshTotp } from './totp.mjs';

/** Fills a form's fields by name and presses its button; resolves when the next page is there. */
export async function submit(page, fields) {
  const names = Object.keys(fields);
  for (const name of names) await page.locator(`[name="${name}"]`).fill(fields[name]);
  const form = page.locator('form').filter({ has: page.locator(`[name="${names[0]}"]`) });
  const button = form.locator('button[type="submit"], button:not([type]), input[type="submit"]').first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

/** The code that a demonstration would have sent to this number. */
export async function smsCode(server, phone) {
  const answer = await fetch(`${server.url}/demo/sms?phone=${encodeURIComponent(phone)}`);
  const text = await answer.text();
  assert.equal(answer.status, 200, `/demo/sms answered ${answer.status}: ${text.slice(0, 200)}`);
  const code = text.match(/(?<!\d)\d{6}(?!\d)/);
  assert.ok(code, `/demo/sms gave no code of six digits: ${text.slice(0, 200)}`);
  return code[0];
}

/** Logs a citizen in: ID number and telephone number, then the code that arrived. */
export async function loginCitizen(page, server, person = server.login('citizen')) {
  await page.goto(`${server.url}/login`);
  await submit(page, { id_number: person.id_number, phone: person.phone });
  await assertOn(page, '[name="code"]', 'asked for no code');
  await submit(page, { code: await smsCode(server, person.phone) });
  await assertLeft(page, '/login');
}

/** Logs a member of staff in: name and password, then the code of the authenticator. */
export async function loginStaff(page, server, role) {
  const person = typeof role === 'string' ? server.login(role) : role;
  await page.goto(`${server.url}/staff/login`);
  const second = page.locator('[name="totp"], [name="code"]');
  const fields = { user: person.user, password: person.password };
  const code = async () => {
    const name = await second.first().getAttribute('name');
    return { [name]: await freshTotp(person.totp_secret) };
  };
  if ((await second.count()) > 0) {
    await submit(page, { ...fields, ...(await code()) });
  } else {
    await submit(page, fields);
    await assertOn(page, '[name="totp"], [name="code"]', 'asked for no code of the authenticator');
    await submit(page, await code());
  }
  await assertLeft(page, '/staff/login');
}

async function assertOn(page, selector, what) {
  if ((await page.locator(selector).count()) === 0) assert.fail(`${page.url()} ${what}: ${await said(page)}`);
}

async function assertLeft(page, path) {
  if (new URL(page.url()).pathname.startsWith(path)) assert.fail(`still on ${page.url()}: ${await said(page)}`);
}

/** What the page says is wrong, or else its heading. */
async function said(page) {
  const texts = await page.locator('.errsum, [role="alert"], .msg, .note, h1').allInnerTexts();
  return texts.join(' | ').slice(0, 400);
}
