// One question to every calculator, as somebody asks it who is not logged in and whose browser runs no script.
import assert from 'node:assert/strict';
import { openPage } from '../lib/browser.mjs';

const CAR = '非营运小型、微型载客汽车';

/** What is typed into each, and what the answer and its basis say; none of it depends on the day of the test. */
const QUESTIONS = {
  inspection: { fill: { registered: '2020-05-01' }, choose: { vehicle: CAR }, says: /前（含当日）|逾期/, basis: '第16' },
  scrapping: { fill: { registered: '2020-05-01' }, choose: { vehicle: '小型出租客运汽车' }, says: '最迟2028年5月1日报废', basis: '第5条' },
  renewal: { fill: { valid_until: '2090-02-03' }, pick: { term: '6年' }, says: '2089年11月5日起可以换证', basis: '第63条' },
  points: { fill: { first_issue: '2018-05-20', points: '9' }, says: '还剩3分', basis: '第17条' },
  class: { fill: { birth: '1990-05-01' }, says: /现在可以申请：.*C1/, basis: '第14条' },
  number: { fill: { number: '1hgcm82633a004352' }, pick: { kind: 'vin' }, says: '号码正确', basis: 'GB 16735' },
};

async function send(page) {
  await Promise.all([page.waitForEvent('load'), page.locator('main form button[type="submit"]').click()]);
}

/** Types a question and asks it; resolves on the answer. */
export async function ask(page, url, family) {
  const { fill = {}, choose = {}, pick = {} } = QUESTIONS[family];
  await page.goto(`${url}/calculators/${family}`);
  for (const [name, value] of Object.entries(choose)) await page.locator(`select[name="${name}"]`).selectOption(value);
  for (const [name, value] of Object.entries(pick)) await page.locator(`[name="${name}"][value="${value}"]`).check();
  for (const [name, value] of Object.entries(fill)) await page.locator(`[name="${name}"]`).fill(value);
  await send(page);
}

export async function calculatorsCase(browser, server) {
  const page = await openPage(browser, { url: server.url, scripts: false });
  for (const [family, { fill, says, basis }] of Object.entries(QUESTIONS)) {
    await ask(page, server.url, family);
    const answer = await page.locator('main [role="status"]').innerText();
    if (typeof says === 'string') assert.ok(answer.includes(says), `${family}: ${answer}`);
    else assert.match(answer, says, family);
    const main = await page.locator('main').innerText();
    assert.ok(main.includes('依据：') && main.includes(basis), `${family} names no article: ${main}`);
    const [name, value] = Object.entries(fill)[0];
    assert.equal(await page.locator(`[name="${name}"]`).inputValue(), value, `${family} forgot what was typed`);
    assert.equal(new URL(page.url()).search, '', 'nothing that was typed stands in the address');
  }
  await page.goto(`${server.url}/calculators/renewal`);
  await send(page);
  assert.equal(await page.locator('main .msg').count(), 2, 'a question without its day and term is told both');
  await page.goto(`${server.url}/search?q=${encodeURIComponent('车什么时候年检')}`);
  await page.locator('main a[href="/calculators/inspection"]').click();
  await page.waitForURL(/\/calculators\/inspection$/);
  await page.context().close();
}
