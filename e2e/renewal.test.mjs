// One renewal, on the pages as people use them: the citizen applies, pays and hands in; a clerk asks for a paper again
// and accepts; a reviewer decides; an issuer makes the licence; the parcel comes; the citizen rates. JavaScript is off
// for the citizen, so the pages carry the whole journey by themselves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertQuiet, openPage, startBrowser } from './lib/browser.mjs';
import { loginCitizen, loginStaff } from './lib/login.mjs';
import { startServer } from './lib/server.mjs';

const file = (name) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

let server;
let browser;
let citizen;
let number;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  citizen = await openPage(browser, { url: server.url, scripts: false });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Presses a button by its words and waits for the next page. */
async function press(page, words) {
  const button = page.getByRole('button', { name: words }).first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

async function follow(page, words) {
  await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: words }).first().click()]);
}

async function heading(page) {
  return (await page.locator('h1').first().innerText()).trim();
}

/** A page for a member of staff who has logged in. */
async function desk(role) {
  const page = await openPage(browser, { url: server.url });
  await loginStaff(page, server, role);
  return page;
}

test('the citizen finds the item, applies, pays and hands in', async () => {
  await loginCitizen(citizen, server);
  await citizen.goto(`${server.url}/search?q=${encodeURIComponent('驾照快到期了怎么换')}`);
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('.best a').click()]);
  assert.equal(await heading(citizen), '期满换证');
  await follow(citizen, '开始办理');
  assert.equal(await heading(citizen), '开始之前');
  await press(citizen, '开始填写');
  assert.match(citizen.url(), /\/photo$/);
  await citizen.setInputFiles('[name="photo"]', file('not-a-photo.jpg'));
  await press(citizen, '继续');
  assert.match(await citizen.locator('.errsum').innerText(), /JPG|PNG|照片|图片|格式/);
  await citizen.setInputFiles('[name="photo"]', file('photo.png'));
  await press(citizen, '继续');
  await citizen.getByLabel('邮寄到家').check();
  await press(citizen, '继续');
  await citizen.locator('[name="address"]').fill('示例街道示例路１号2栋301室 📮');
  await press(citizen, '继续');
  assert.match(await citizen.locator('main').innerText(), /示例路１号2栋301室/);
  await press(citizen, '核对无误，继续');
  await press(citizen, /^提交/);
  assert.match(await citizen.locator('.errsum').innerText(), /声明/);
  await citizen.locator('[name="agree"]').check();
  await press(citizen, /^提交/);
  assert.equal(await heading(citizen), '申请已提交');
  number = new URL(citizen.url()).pathname.split('/')[2];
  assert.match(number, /^YC\d{8}-[0-9A-Z]{8}$/);
  await follow(citizen, '去缴费');
  await follow(citizen, '去缴费');
  await Promise.all([
    citizen.waitForURL(new RegExp(`/pay/${number}`)),
    citizen.locator('form button').first().click(),
  ]);
  await citizen.goto(`${server.url}/pay/${number}`);
  assert.equal(await heading(citizen), '缴费成功');
  // The two forms that were wrong on purpose were drawn again with status 422.
  assertQuiet(citizen, [/status of 422/]);
});

test('the clerk asks for the photo again, the citizen hands it in, the clerk accepts', async () => {
  const clerk = await desk('clerk');
  await clerk.goto(`${server.url}/desk/cases/${number}/ask`);
  await clerk.locator('[name="materials"]').first().check();
  await press(clerk, /发出|告知|补正/);
  await citizen.goto(`${server.url}/cases/${number}/supplement`);
  assert.equal(await heading(citizen), '补交材料');
  await citizen.locator('input[type="file"]').first().setInputFiles(file('photo.png'));
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('main form button[type="submit"]').first().click()]);
  await clerk.goto(`${server.url}/desk/cases/${number}`);
  await press(clerk, /受理/);
  await citizen.goto(`${server.url}/cases/${number}`);
  assert.match(await citizen.locator('main').innerText(), /受理回执/);
});

test('a reviewer decides and an issuer makes the licence', async () => {
  const reviewer = await desk('reviewer');
  await reviewer.goto(`${server.url}/desk/cases/${number}/decide`);
  await reviewer.locator('[name="decision"][value="grant"]').check();
  await Promise.all([reviewer.waitForEvent('load'), reviewer.locator('main form button[type="submit"]').last().click()]);
  const issuer = await desk('issuer');
  await issuer.goto(`${server.url}/desk/cases/${number}/issue`);
  const blank = await issuer.locator('main').innerText();
  const expected = blank.match(/下一张应是\s*([A-Z0-9]+)/);
  assert.ok(expected, blank);
  await issuer.locator('[name="blank"]').fill(expected[1]);
  for (const box of await issuer.locator('main input[type="checkbox"]').all()) await box.check();
  if (await issuer.locator('[name="waybill"]').count()) await issuer.locator('[name="waybill"]').fill('');
  await Promise.all([issuer.waitForEvent('load'), issuer.locator('main form button[type="submit"]').last().click()]);
  await citizen.goto(`${server.url}/documents`);
  assert.match(await citizen.locator('main').innerText(), /有效/);
});

test('the parcel comes to the door and the citizen rates', async () => {
  let waybill;
  for (let tries = 0; tries < 60 && !waybill; tries += 1) {
    await citizen.goto(`${server.url}/cases/${number}`);
    const text = await citizen.locator('main').innerText();
    waybill = text.match(/\b[A-Z]{2}\d{9,}[A-Z]*\b/)?.[0];
    if (!waybill) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.ok(waybill, 'the timeline shows the waybill');
  for (let move = 0; move < 4; move += 1) {
    await fetch(`${server.url}/twin/post/parcels/${waybill}/advance`, { method: 'POST' });
  }
  let text = '';
  for (let tries = 0; tries < 120 && !/已办结/.test(text); tries += 1) {
    await citizen.goto(`${server.url}/cases/${number}`);
    text = await citizen.locator('main').innerText();
    if (!/已办结/.test(text)) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.match(text, /已办结/);
  await citizen.goto(`${server.url}/cases/${number}/rate`);
  await citizen.locator('[name="level"][value="5"]').check();
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('main form button[type="submit"]').first().click()]);
  assert.equal(await heading(citizen), '谢谢您的评价');
});

test('the licence shows to an officer, and anybody can check the code', async () => {
  await citizen.goto(`${server.url}/documents/licence/show`);
  assert.equal(await heading(citizen), '出示驾驶证');
  assert.equal(await citizen.locator('svg').count() > 0, true);
});
