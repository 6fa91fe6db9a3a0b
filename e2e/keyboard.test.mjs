// A renewal by keyboard alone: nobody touches a mouse. The citizen applies and pays; a clerk accepts, a reviewer decides
// and an issuer makes the licence and hands it over, with Tab, Space, Enter, arrows and typing. Staff also use the hot
// keys, and turn them off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertQuiet, openPage, startBrowser } from './lib/browser.mjs';
import { smsCode } from './lib/login.mjs';
import { startServer } from './lib/server.mjs';
import { freshTotp } from './lib/totp.mjs';

const PHOTO = fileURLToPath(new URL('./fixtures/photo.png', import.meta.url));

/** More stops than any page has: beyond them what is looked for cannot be reached. */
const STOPS_MAX = 150;

let server;
let browser;
let number;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Whether the focus is on what matches, and can be seen there. */
async function isOn(page, wanted) {
  return wanted.evaluateAll((found) => {
    const now = document.activeElement;
    if (!now || !found.includes(now)) return false;
    const box = now.getBoundingClientRect();
    // The ring of a radio or box is drawn by its label.
    const label = now.labels?.[0];
    const drawn = [[now], ...(label ? [[label], [label, '::before'], [label, '::after']] : [])];
    const seen = drawn.some(([one, part]) => {
      const style = getComputedStyle(one, part);
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      return ring || style.boxShadow !== 'none';
    });
    if (!seen || box.bottom < 0 || box.top > innerHeight) throw new Error(`the focus cannot be seen on ${now.outerHTML}`);
    return true;
  });
}

/** Tabs on until the focus is on one of `wanted`. */
async function tabTo(page, wanted) {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await isOn(page, wanted)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab reaches ${wanted} on ${page.url()}`);
}

/** Presses a key that leads to another page. */
async function leave(page, key) {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

async function pressButton(page, words) {
  await tabTo(page, page.getByRole('button', { name: words }));
  await leave(page, 'Enter');
}

async function followLink(page, words) {
  await tabTo(page, page.getByRole('link', { name: words }));
  await leave(page, 'Enter');
}

async function type(page, name, text) {
  await tabTo(page, page.locator(`[name="${name}"]`));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Picks one of the radios of a name: Tab reaches the group, arrows go on inside it. */
async function pick(page, name, value) {
  const group = page.locator(`[name="${name}"]`);
  await tabTo(page, group);
  const wanted = page.locator(`[name="${name}"][value="${value}"]`);
  for (let step = 0; step < (await group.count()) && !(await isOn(page, wanted)); step += 1) {
    await page.keyboard.press('ArrowDown');
  }
  if (!(await wanted.isChecked())) await page.keyboard.press('Space');
  assert.ok(await wanted.isChecked(), `${name} is not ${value}`);
}

async function tick(page, name) {
  await tabTo(page, page.locator(`[name="${name}"]`));
  await page.keyboard.press('Space');
}

/** Hands in a file: the key opens the chooser, which belongs to the system. */
async function choose(page, name, path) {
  await tabTo(page, page.locator(`[name="${name}"]`));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(path);
}

async function staff(role) {
  const page = await openPage(browser, { url: server.url });
  const person = server.login(role);
  await page.goto(`${server.url}/staff/login`);
  await type(page, 'user', person.user);
  await type(page, 'password', person.password);
  await leave(page, 'Enter');
  const code = page.locator('[name="totp"], [name="code"]');
  await tabTo(page, code);
  await page.keyboard.type(await freshTotp(person.totp_secret));
  await leave(page, 'Enter');
  return page;
}

/** From the desk to the case, by the list of cases and its keys. */
async function openCase(page, stage) {
  await page.keyboard.press('g');
  await leave(page, 'w');
  assert.match(page.url(), /\/desk\/worklist/);
  await followLink(page, stage);
  const link = page.getByRole('link', { name: number });
  for (let row = 0; row < STOPS_MAX && !(await isOn(page, link)); row += 1) await page.keyboard.press('j');
  await leave(page, 'Enter');
  assert.match(page.url(), new RegExp(number));
}

test('the citizen applies and pays without a mouse', async () => {
  const page = await openPage(browser, { url: server.url });
  // From now on, because a chooser that opens before it is watched for is nobody's.
  page.on('filechooser', () => {});
  const person = server.login('citizen');
  await page.goto(`${server.url}/login`);
  await type(page, 'id_number', person.id_number);
  await type(page, 'phone', person.phone);
  await leave(page, 'Enter');
  await tabTo(page, page.locator('[name="code"]'));
  await page.keyboard.type(await smsCode(server, person.phone));
  await leave(page, 'Enter');
  await page.goto(`${server.url}/apply/licence-renew-expiry/start`);
  // The first stop of every page leads past the header.
  await page.keyboard.press('Tab');
  assert.ok(await isOn(page, page.locator('a.skip')));
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#main$/);
  await pressButton(page, '开始填写');
  await choose(page, 'photo', PHOTO);
  await pressButton(page, '继续');
  await pick(page, 'delivery', 'pickup');
  await pressButton(page, '继续');
  await pressButton(page, '核对无误，继续');
  await tick(page, 'agree');
  await pressButton(page, /^提交/);
  number = new URL(page.url()).pathname.split('/')[2];
  assert.match(number, /^YC\d{8}-[0-9A-Z]{8}$/);
  await followLink(page, '去缴费');
  await followLink(page, '去缴费');
  await tabTo(page, page.locator('form button').first());
  await Promise.all([page.waitForURL(new RegExp(`/pay/${number}`)), page.keyboard.press('Enter')]);
  assertQuiet(page);
});

test('a clerk accepts, a reviewer decides, an issuer makes and hands over, all by keys', async () => {
  const clerk = await staff('clerk');
  await openCase(clerk, /待受理/);
  await clerk.keyboard.press('a');
  assert.ok(await isOn(clerk, clerk.getByRole('button', { name: '受理', exact: true })), 'a letter only puts the focus');
  await leave(clerk, 'Enter');
  assert.match(await clerk.locator('main').innerText(), /受理/);
  assertQuiet(clerk);

  const reviewer = await staff('reviewer');
  await openCase(reviewer, /待审核/);
  for (let tries = 0; tries < 60 && (await reviewer.locator('[data-key="d"]').count()) === 0; tries += 1) {
    await reviewer.waitForTimeout(500);
    await reviewer.reload();
  }
  await reviewer.keyboard.press('d');
  await leave(reviewer, 'Enter');
  await pick(reviewer, 'decision', 'grant');
  await tabTo(reviewer, reviewer.locator('#main form button[type="submit"]'));
  await leave(reviewer, 'Enter');
  assert.match(reviewer.url(), /done=decide/);
  assertQuiet(reviewer);

  const issuer = await staff('issuer');
  await openCase(issuer, /待制证/);
  await issuer.keyboard.press('i');
  await leave(issuer, 'Enter');
  const blank = (await issuer.locator('main').innerText()).match(/990\d{10}/)?.[0] ?? "";
  await issuer.keyboard.press('/');
  assert.ok(await isOn(issuer, issuer.locator('[name="blank"]')), 'the number of the blank is the first field');
  await issuer.keyboard.type(blank);
  await leave(issuer, 'Enter');
  assert.match(issuer.url(), /\/card$/);
  await issuer.goto(`${server.url}/desk/cases/${number}`);
  await issuer.keyboard.press('h');
  await leave(issuer, 'Enter');
  for (const box of await issuer.locator('#main input[type="checkbox"]').all()) {
    await tabTo(issuer, box);
    await issuer.keyboard.press('Space');
  }
  await tabTo(issuer, issuer.locator('#main form button[type="submit"]'));
  await leave(issuer, 'Enter');
  assert.match(issuer.url(), /done=handover$/);
  assertQuiet(issuer);
});

test('hot keys are listed, are quiet inside fields, and can be turned off', async () => {
  const page = await staff('outlet_head');
  await leave(page, '?');
  assert.match(page.url(), /\/staff\/help$/);
  await page.keyboard.press('g');
  await leave(page, 'w');
  await page.keyboard.press('/');
  await page.keyboard.type('?gw/');
  assert.equal(await page.locator('[name="no"]').inputValue(), '?gw/');
  assert.match(page.url(), /\/desk\/worklist/);
  await page.goto(`${server.url}/staff/me`);
  await pressButton(page, '关闭快捷键');
  await page.keyboard.press('?');
  await page.waitForTimeout(500);
  assert.match(page.url(), /\/staff\/me$/);
  await pressButton(page, '打开快捷键');
  await leave(page, '?');
  assert.match(page.url(), /\/staff\/help$/);
  assertQuiet(page);
});
