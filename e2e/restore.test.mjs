// The day after a disk has died: a licence is renewed in a running demonstration, the demonstration is backed up while it
// runs, the backup is put back beside it with the keys, and whoever opens the second store finds the case there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openPage, startBrowser } from './lib/browser.mjs';
import { loginCitizen } from './lib/login.mjs';
import { startServer } from './lib/server.mjs';
import * as steps from './lib/steps.mjs';

let first;
let second;
let browser;

before(async () => {
  first = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await second?.stop();
  await first?.stop();
});

/** Runs a command of the program to its end and gives what it printed. */
function run(...words) {
  const ran = spawnSync(first.child.spawnfile, [...words, '--json'], { encoding: 'utf8' });
  assert.equal(ran.status, 0, `${words.join(' ')}: ${ran.stdout}${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

/** The citizen's page of a server, logged in. */
async function citizen(server) {
  const page = await openPage(browser, { url: server.url });
  await loginCitizen(page, server);
  return page;
}

test('a backup of a running demonstration opens as a second one that knows the case', async () => {
  const page = await citizen(first);
  await page.goto(`${first.url}/apply/licence-renew-expiry/start`);
  await steps.send(page);
  const number = await steps.applyToCollect(page, first);
  await steps.pay(page, first, number);
  await steps.finish(browser, first, number);
  await page.goto(`${first.url}/documents`);
  const until = await steps.dayOf(page, '有效期至');

  const { store } = first.facts;
  const [backup, copy] = [join(first.folder, 'demo.backup'), join(first.folder, 'second')];
  const made = run('backup', backup, '--store', store);
  await cp(`${store}.keys`, `${copy}.keys`, { recursive: true, preserveTimestamps: true });
  const restored = run('restore', backup, '--store', copy);
  assert.equal(restored.sha256, made.sha256);
  assert.equal(restored.events, made.events);
  assert.ok(run('verify', '--rows', '--store', copy).ok);

  second = await startServer({ store: copy, arguments: [] });
  assert.deepEqual(second.facts.logins, first.facts.logins);
  // Cookies know no port: the log-in of the first city comes along, and opens nothing in the second.
  await page.goto(`${second.url}/documents`);
  assert.match(page.url(), /\/login/);
  const again = await citizen(second);
  await again.goto(`${second.url}/cases/${number}`);
  assert.match(await again.locator('main').innerText(), /新证已做好/);
  await again.goto(`${second.url}/documents`);
  assert.equal(await steps.dayOf(again, '有效期至'), until);
  // What is done there happens there: the issuer hands over, and the first city knows nothing of it.
  const issuer = await steps.desk(browser, second, 'issuer');
  await issuer.goto(`${second.url}/desk/cases/${number}/handover`);
  for (const box of await issuer.locator('main input[type="checkbox"]').all()) await box.check();
  await steps.send(issuer, 'last');
  await again.goto(`${second.url}/cases/${number}`);
  assert.match(await again.locator('main').innerText(), /已经办结/);
  await page.goto(`${first.url}/cases/${number}`);
  assert.doesNotMatch(await page.locator('main').innerText(), /已经办结/);
});
