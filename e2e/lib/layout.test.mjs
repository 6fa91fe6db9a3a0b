import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser } from './browser.mjs';
import * as layout from './layout.mjs';
import { serve, whole } from './fixtures/pages.mjs';

let browser;
let site;
let main;
let options;

before(async () => {
  browser = await startBrowser();
  site = await serve({ 'GET /': () => whole(main, options) });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

async function shown(html, around = {}) {
  main = html;
  options = around;
  const page = await openPage(browser, { url: site.url, width: 390, height: 844 });
  await page.goto(site.url);
  return page;
}

const GOOD = `<p>一句话里的<a href="/">链接</a>可以小。</p><p><button class="btn">提交换证申请</button></p>
  <p><label>姓名 <input class="btn" name="name"></label></p>
  <div style="overflow-x:auto"><table style="width:900px"><tr><td>宽表</td></tr></table></div>`;

test('a good page passes', async () => {
  const page = await shown(GOOD);
  await layout.assertLayout(page);
  assert.equal(await page.locator('[data-stopped]').count(), 0);
});

test('a page wider than a small phone is found, with what sticks out', async () => {
  const page = await shown('<div class="wide" style="width:500px">宽</div>');
  const found = await layout.sidewaysScroll(page);
  assert.deepEqual(found, ['500 px wide', 'div.wide to 500 px']);
  assert.equal(page.viewportSize().width, 390);
  await assert.rejects(layout.assertLayout(page), /scrolls sideways at 320 px/);
});

test('a button broken over two lines is found', async () => {
  const page = await shown('<button class="btn" style="white-space:normal;width:80px">提交换证申请材料</button>');
  assert.equal((await layout.brokenLines(page)).length, 1);
  const mixed = '<button class="btn"><b style="font-size:22px">12</b> <small style="font-size:14px">号窗口</small></button>';
  assert.deepEqual(await layout.brokenLines(await shown(mixed)), []);
});

test('small print is found, hidden words are not', async () => {
  const page = await shown(`<p style="font-size:13px">小字</p><p hidden style="font-size:8px">无</p>
    <p style="font-size:14px">够大</p>`);
  assert.deepEqual(await layout.smallText(page), ['13 px 「小字」']);
});

test('targets are as large as the mode asks', async () => {
  const page = await shown(GOOD);
  assert.deepEqual(await layout.smallTargets(page), []);
  const elder = await shown(GOOD, { html: 'data-size="big" data-density="public"' });
  assert.match((await layout.smallTargets(elder)).join(), /^button\.btn 「提交换证申请」 \d+×48, at least 64$/);
  const staff = await shown('<ul><li><a href="/">列表</a></li></ul>', { html: 'data-density="staff"' });
  assert.deepEqual(await layout.targetsOf(staff), { control: 36, other: 24 });
});

test('a lone link and a bare tick box are targets, a labelled box is as large as its label', async () => {
  const lone = await shown('<p><a href="/">返回</a></p><input type="checkbox" aria-label="同意">');
  assert.equal((await layout.smallTargets(lone)).length, 2);
  const label = '<label for="a" style="display:inline-block;padding:12px">我已阅读</label>';
  assert.deepEqual(await layout.smallTargets(await shown(`<input type="checkbox" id="a">${label}`)), []);
});

test('keyboard stops show themselves and keep the order of the page', async () => {
  const blind = await shown('<button class="btn" style="outline:none;box-shadow:none">无框</button>');
  assert.match((await layout.keyboardStops(blind))[0], /无框」 shows no focus/);
  const jumping = await shown('<button class="btn">后</button><button class="btn" tabindex="1">先</button>');
  assert.match((await layout.keyboardStops(jumping))[0], /后」 comes out of order/);
});
