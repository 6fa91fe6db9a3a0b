// One renewal, on the pages as people use them: the citizen applies, pays and hands in; a clerk asks for a paper again
// and accepts; a reviewer decides; an issuer makes the licence; the parcel comes; the citizen rates and keeps the proof,
// which verifies offline. A second reviewer puts the decision right, and another case is refused with its paper.
// JavaScript is off for citizens and staff alike, so the pages carry the whole journey by themselves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { assertQuiet, openPage, startBrowser } from './lib/browser.mjs';
import { loginCitizen, submit } from './lib/login.mjs';
import { startServer } from './lib/server.mjs';
import * as steps from './lib/steps.mjs';
import { dayOf, file, follow, heading, press, send } from './lib/steps.mjs';
import { freshTotp } from './lib/totp.mjs';

let server;
let browser;
let citizen;
let number;
let oldEnd;
let promised;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  citizen = await openPage(browser, { url: server.url, scripts: false });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Runs `yichuang verify` on a proof file: in an empty folder, with no setting, and without a network where that can be. */
function verify(proof, key) {
  const program = server.child.spawnfile;
  const words = [program, 'verify', '--json', '--proof', proof, '--key', key];
  const cut = spawnSync('unshare', ['--map-root-user', '--net', 'true']).status === 0;
  const [command, ...rest] = cut ? ['unshare', '--map-root-user', '--net', ...words] : words;
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-verify-'));
  try {
    const ran = spawnSync(command, rest, { cwd: folder, env: {}, encoding: 'utf8' });
    return { status: ran.status, said: ran.stdout ? JSON.parse(ran.stdout) : ran.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Applies for a renewal that is picked up, pays, and gives the case's number. */
async function apply(page) {
  await page.goto(`${server.url}/apply/licence-renew-expiry/start`);
  const forThemselves = page.locator('[name="for"]').first();
  // Whoever holds a mandate is asked for whom; they are the first to be offered.
  if (await forThemselves.count()) {
    await forThemselves.check();
    await press(page, '继续');
  }
  await press(page, '开始填写');
  await page.setInputFiles('[name="photo"]', file('photo.png'));
  await press(page, '继续');
  await page.getByLabel('到网点领取').check();
  await press(page, '继续');
  await press(page, '核对无误，继续');
  await page.locator('[name="agree"]').check();
  await press(page, /^提交/);
  const no = new URL(page.url()).pathname.split('/')[2];
  await page.goto(`${server.url}/pay/${no}`);
  await follow(page, '去缴费');
  await Promise.all([page.waitForURL(new RegExp(`/pay/${no}`)), page.locator('form button').first().click()]);
  return no;
}

/** A page for a member of staff, without JavaScript too. */
const desk = (role) => steps.desk(browser, server, role, { scripts: false });

test('the citizen finds the item, applies, pays and hands in', async () => {
  await loginCitizen(citizen, server);
  await citizen.goto(`${server.url}/documents`);
  oldEnd = await dayOf(citizen, '有效期至');
  await citizen.goto(`${server.url}/search?q=${encodeURIComponent('驾照快到期了怎么换')}`);
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('[aria-labelledby=best] a.btn').click()]);
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
  await clerk.locator('[name="fault-photo"]').selectOption('unclear');
  await press(clerk, /发出|告知|补正/);
  await citizen.goto(`${server.url}/cases/${number}/supplement`);
  assert.equal(await heading(citizen), '补交材料');
  await citizen.locator('input[type="file"]').first().setInputFiles(file('photo.png'));
  await send(citizen);
  await steps.accept(clerk, server, number);
  assertQuiet(clerk);
  await citizen.goto(`${server.url}/cases/${number}`);
  assert.match(await citizen.locator('main').innerText(), /受理回执/);
});

test('a reviewer decides and an issuer makes the licence', async () => {
  const reviewer = await desk('reviewer');
  await reviewer.goto(`${server.url}/desk/cases/${number}/decide`);
  promised = await dayOf(reviewer, '新证有效期至');
  await steps.grant(reviewer, server, number);
  const issuer = await desk('issuer');
  await steps.issue(issuer, server, number);
  for (const page of [reviewer, issuer]) assertQuiet(page);
  await citizen.goto(`${server.url}/documents`);
  assert.match(await citizen.locator('main').innerText(), /有效/);
  // Six years become ten, counted from the last day of the old licence.
  const shown = await dayOf(citizen, '有效期至');
  assert.equal(shown, promised);
  assert.equal(shown, `${Number(oldEnd.slice(0, 4)) + 10}${oldEnd.slice(4)}`);
  assert.ok((await citizen.locator('.lic').innerText()).includes(shown));
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
  await send(citizen);
  assert.equal(await heading(citizen), '谢谢您的评价');
});

test('the proof from the page of the case verifies offline, and no longer once a byte is changed', async () => {
  await citizen.goto(`${server.url}/cases/${number}`);
  const [download] = await Promise.all([
    citizen.waitForEvent('download'),
    citizen.getByRole('link', { name: '下载存证' }).click(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-proof-'));
  try {
    const proof = join(folder, download.suggestedFilename());
    await download.saveAs(proof);
    await citizen.goto(`${server.url}/cases/${number}`);
    await follow(citizen, '检查点、公钥和核验方法');
    const key = (await citizen.locator('pre', { hasText: /^demonstration\/\S+\+[0-9a-f]{8}\+\S+$/ }).innerText()).trim();
    const checkpoint = await (await fetch(`${server.url}/ledger/checkpoint`)).text();
    const good = verify(proof, key);
    assert.equal(good.status, 0, JSON.stringify(good));
    assert.equal(good.said.ok, true);
    const bundle = JSON.parse(readFileSync(proof, 'utf8'));
    const entry = JSON.parse(Buffer.from(bundle.entry, 'base64').toString('utf8'));
    assert.ok(entry.stream.startsWith('case/'), entry.stream);
    assert.equal(checkpoint.split('\n')[0], bundle.checkpoint.split('\n')[0]);
    // One byte of the entry, of the audit path, of the root, of the signature.
    const text = readFileSync(proof, 'utf8');
    const root = bundle.checkpoint.split('\n')[2];
    const places = [bundle.entry, bundle.path[0], root, bundle.checkpoint.trim().slice(-20)];
    for (const place of places) {
      const at = text.indexOf(place) + 8;
      assert.ok(at > 8, place);
      const other = text[at] === 'a' ? 'b' : 'a';
      const changed = join(folder, 'changed.json');
      writeFileSync(changed, text.slice(0, at) + other + text.slice(at + 1));
      const bad = verify(changed, key);
      assert.equal(bad.status, 1, JSON.stringify(bad));
      assert.equal(bad.said.ok, false);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a new reviewer sets up an account and puts the decision right', async () => {
  const admin = await desk('administrator');
  await admin.goto(`${server.url}/admin/users/new`);
  await admin.locator('[name="name"]').fill('示例九九');
  await admin.locator('[name="user"]').fill('reviewer99');
  await admin.locator('[name="roles"][value="reviewer"]').check();
  await press(admin, '添加，生成代码');
  const code = await admin.locator('code.secret').innerText();
  const second = await openPage(browser, { url: server.url, scripts: false });
  await second.goto(`${server.url}/staff/setup`);
  await submit(second, { user: 'reviewer99', code });
  const password = 'a-window-for-everybody';
  await submit(second, { password, again: password });
  const secret = await second.locator('code.secret').innerText();
  await submit(second, { code: await freshTotp(secret) });
  assert.doesNotMatch(second.url(), /setup|login/, await second.locator('main').innerText());
  await second.goto(`${server.url}/desk/cases/${number}/correct`);
  const right = `${Number(promised.slice(0, 4)) - 4}${promised.slice(4)}`;
  await second.locator('[name="field"][value="valid_until"]').check();
  await second.locator('[name="value"]').fill(right);
  await press(second, '更正');
  assert.match(await second.locator('main').innerText(), /更正通知书/);
  assertQuiet(second);
  // Whoever decided it may not.
  const first = await desk('reviewer');
  const answer = await first.goto(`${server.url}/desk/cases/${number}/correct`);
  assert.equal(answer.status(), 403);
  assert.match(await first.locator('main').innerText(), /由另一位工作人员完成/);
  await citizen.goto(`${server.url}/documents`);
  assert.equal(await dayOf(citizen, '有效期至'), right);
  await citizen.goto(`${server.url}/cases/${number}`);
  await follow(citizen, '更正通知书');
  assert.match(await citizen.locator('main').innerText(), /更正/);
});

test('another case is refused, and its paper names the ground and the remedies', async () => {
  const other = await openPage(browser, { url: server.url, scripts: false });
  await loginCitizen(other, server, server.login('agent'));
  const no = await apply(other);
  const clerk = await desk('clerk');
  await steps.accept(clerk, server, no);
  const reviewer = await desk('reviewer');
  await reviewer.goto(`${server.url}/desk/cases/${no}/decide`);
  await reviewer.locator('[name="decision"][value="refuse"]').check();
  await press(reviewer, '作出决定');
  assert.match(await reviewer.locator('.errsum').innerText(), /必须选择理由/);
  await reviewer.locator('[name="decision"][value="refuse"]').check();
  await reviewer.locator('[name="reasons"][value="licence.unsettled_violations"]').check();
  await press(reviewer, '作出决定');
  await other.goto(`${server.url}/cases/${no}`);
  const timeline = await other.locator('main').innerText();
  assert.match(timeline, /未予办理/);
  assert.match(timeline, /行政复议/);
  await follow(other, '不予许可决定书');
  const paper = await other.locator('main').innerText();
  for (const words of [no, '违法', '第72条', '行政复议', '行政诉讼']) {
    assert.ok(paper.includes(words), `${words} is not on the paper: ${paper}`);
  }
  assertQuiet(other);
});

test('the licence shows to an officer, and anybody can check the code', async () => {
  await citizen.goto(`${server.url}/documents/licence/show`);
  assert.equal(await heading(citizen), '出示驾驶证');
  assert.equal(await citizen.locator('svg').count() > 0, true);
});
