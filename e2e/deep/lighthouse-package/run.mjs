// Measures home, guide, apply, timeline and worklist with Lighthouse, each with the cookies of whoever may see it:
// accessibility 100 and performance 95 or more, on the telephone that Lighthouse simulates.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { openPage, startBrowser } from '../../lib/browser.mjs';
import { loginCitizen } from '../../lib/login.mjs';
import { startServer } from '../../lib/server.mjs';
import { applyToCollect, desk, send } from '../../lib/steps.mjs';

const PERFORMANCE_MIN = 95;
const FLAGS = '--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync';

const cookiesOf = async (page) => {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
};

/** The addresses, each with the cookies of whoever may see it. */
async function places(server, browser) {
  const citizen = await openPage(browser, { url: server.url });
  await loginCitizen(citizen, server);
  await citizen.goto(`${server.url}/apply/licence-renew-expiry/start`);
  await send(citizen);
  const number = await applyToCollect(citizen, server);
  const own = await cookiesOf(citizen);
  const clerk = await cookiesOf(await desk(browser, server, 'clerk'));
  return [
    ['home', '/', ''],
    ['guide', '/items/licence-renew-expiry', ''],
    ['apply', '/apply/licence-renew-expiry/start', own],
    ['timeline', `/cases/${number}`, own],
    ['worklist', '/desk/worklist', clerk],
  ];
}

async function measure(port, url, cookie) {
  const options = { port, onlyCategories: ['accessibility', 'performance'], logLevel: 'error' };
  if (cookie) options.extraHeaders = { Cookie: cookie };
  const { lhr } = await lighthouse(url, options);
  const score = (category) => Math.round((lhr.categories[category].score ?? 0) * 100);
  const failed = lhr.categories.accessibility.auditRefs
    .map(({ id }) => lhr.audits[id])
    .filter((audit) => audit.score === 0);
  const times = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'];
  return {
    at: lhr.finalDisplayedUrl,
    accessibility: score('accessibility'),
    performance: score('performance'),
    times: times.map((id) => `${id} ${lhr.audits[id].displayValue}`).join(', '),
    failed: failed.map(({ id, title }) => `${id}: ${title}`),
  };
}

let wrong = 0;
const profile = mkdtempSync(join(tmpdir(), 'yichuang-lighthouse-'));
const server = await startServer();
const browser = await startBrowser();
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: FLAGS.split(' '),
  userDataDir: profile,
});
try {
  for (const [name, path, cookie] of await places(server, browser)) {
    const found = await measure(chrome.port, server.url + path, cookie);
    const there = new URL(found.at).pathname === path;
    const ok = there && found.accessibility === 100 && found.performance >= PERFORMANCE_MIN;
    if (!ok) wrong += 1;
    console.log(`${ok ? 'ok   ' : 'WRONG'} ${name}: accessibility ${found.accessibility}, performance ${found.performance} (${found.times})`);
    if (!there) console.log(`      it led to ${found.at}`);
    for (const line of found.failed) console.log(`      ${line}`);
  }
} finally {
  await chrome.kill();
  await browser.close();
  await server.stop();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(wrong === 0 ? 0 : 1);
