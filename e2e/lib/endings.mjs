// The part of the tour where cases end otherwise than with a licence, and where office days end: a case that is not
// accepted, one that is refused, one that is taken back, a mistake that somebody else puts right, work laid aside.
import { openPage } from './browser.mjs';
import { smsCode, submit } from './login.mjs';
import { file, leaving, press, send } from './steps.mjs';
import { freshTotp } from './totp.mjs';

/** A case from the counter that is not accepted, and one more that its applicant takes back. */
export async function turnedAway(server, show, visit, { clerk, citizen, number }) {
  await clerk.goto(`${server.url}/desk/cases/${number}/reject`);
  await press(clerk, '作出不予受理决定');
  await visit(clerk, 'desk-reject-wrong', false);
  await clerk.locator('[name="reason"]').first().check();
  await press(clerk, '作出不予受理决定');
  await show(clerk, 'desk-case-rejected', `/desk/cases/${number}`);
  await show(citizen, 'case-rejected', `/cases/${number}`);
  const paper = await citizen.locator('a[href^="/papers/"]').first().getAttribute('href');
  await show(citizen, 'paper-rejected', paper);
}

/** A change of telephone up to its code, and its wrong number. */
export async function newTelephone(server, show, visit, { citizen }) {
  await citizen.goto(`${server.url}/me/contact`);
  await submit(citizen, { phone: '12' });
  await visit(citizen, 'contact-wrong', false);
  await citizen.goto(`${server.url}/me/contact`);
  await submit(citizen, { phone: '13912345678' });
  await show(citizen, 'contact-code', '/me/contact/code');
  await submit(citizen, { code: '000000' === (await smsCode(server, '13912345678')) ? '000001' : '000000' });
  await visit(citizen, 'contact-code-wrong', false);
}

/** The decision page of the first case on the reviewer's list that may be granted and refused; gives the case's address. */
async function undecided(server, reviewer) {
  await reviewer.goto(`${server.url}/desk/worklist?state=open`);
  const links = await reviewer.locator('#listed tbody a').all();
  for (const at of await Promise.all(links.map((link) => link.getAttribute('href')))) {
    await reviewer.goto(`${server.url}${at}/decide`);
    if ((await reviewer.locator('[name="decision"][type="radio"]').count()) > 1) return at;
  }
  throw new Error('no case on the list can be both granted and refused');
}

/** A case from the reviewer's list is refused. */
export async function refused(server, show, visit, { reviewer }) {
  const at = await undecided(server, reviewer);
  await reviewer.locator('[name="decision"][value="refuse"]').check();
  await press(reviewer, '作出决定');
  await visit(reviewer, 'desk-decide-wrong', false);
  await reviewer.locator('[name="decision"][value="refuse"]').check();
  await reviewer.locator('[name="reasons"]').first().check();
  await press(reviewer, '作出决定');
  await show(reviewer, 'desk-case-refused', at);
  const paper = await reviewer.locator('a[href^="/papers/"]:not([href$="/pdf"])').last().getAttribute('href');
  await show(reviewer, 'paper-refused', paper);
}

/** A licence from the issuer's list is handed over. */
export async function handedOver(server, show, visit, { issuer }) {
  await issuer.goto(`${server.url}/desk/worklist?state=issued`);
  for (const link of await issuer.locator('#listed tbody a').all()) {
    const at = await link.getAttribute('href');
    await issuer.goto(`${server.url}${at}`);
    if ((await issuer.locator('main a[href$="/handover"]').count()) === 0) {
      await issuer.goto(`${server.url}/desk/worklist?state=issued`);
      continue;
    }
    await show(issuer, 'desk-handover', `${at}/handover`);
    return;
  }
  throw new Error('nothing waits to be handed over');
}

/** A second reviewer, who was just employed, puts the decision of another right. */
export async function corrected(server, browser, show, visit, { administrator, number }) {
  await administrator.goto(`${server.url}/admin/users/new`);
  await administrator.locator('[name="name"]').fill('示例九九');
  await administrator.locator('[name="user"]').fill('reviewer99');
  await administrator.locator('[name="roles"][value="reviewer"]').check();
  await press(administrator, '添加，生成代码');
  const code = await administrator.locator('code.secret').innerText();
  const page = await openPage(browser, { url: server.url });
  await page.goto(`${server.url}/staff/setup`);
  await submit(page, { user: 'reviewer99', code });
  await submit(page, { password: 'a-window-for-everybody', again: 'a-window-for-everybody' });
  await submit(page, { code: await freshTotp(await page.locator('code.secret').innerText()) });
  await show(page, 'desk-correct', `/desk/cases/${number}/correct`);
  await press(page, '更正');
  await visit(page, 'desk-correct-wrong', false);
  await page.context().close();
}

/** A day that is counted wrongly at first, and then closed with a difference. */
export async function dayClosed(server, show, visit, { head }) {
  await head.goto(`${server.url}/desk/day`);
  await press(head, '日结');
  await visit(head, 'day-wrong', false);
  await head.locator('[name="blanks"]').fill('1');
  await head.locator('[name="blanks_reason"]').selectOption('inquiry');
  await head.locator('[name="fees"]').fill('0');
  await head.locator('[name="fees_reason"]').selectOption('inquiry');
  await press(head, '日结');
  await show(head, 'day-closed', '/desk/day');
}

/** An outside system that is told to fail, as administrators of a demonstration can. */
export async function faulty(server, show, visit, { administrator }) {
  await administrator.goto(`${server.url}/admin/interfaces`);
  await press(administrator, '设定');
  await visit(administrator, 'interfaces-wrong', false);
  await administrator.locator('[name="mode"]').last().check();
  await press(administrator, '设定');
  await show(administrator, 'interfaces-fault', '/admin/interfaces');
  await administrator.locator('[name="mode"]').first().check();
  await press(administrator, '设定');
}

/** An agent who applies for the giver: their own paper and the mandate come first; then the case is taken back. */
export async function agentsPapers(server, show, visit, { citizen }) {
  await send(citizen);
  await visit(citizen, 'apply-material', true);
  await citizen.setInputFiles('[name="file"]', file('photo.png'));
  await send(citizen);
  await citizen.setInputFiles('[name="photo"]', file('photo.png'));
  await send(citizen);
  await citizen.locator('[name="delivery"][value="pickup"]').check();
  await send(citizen);
  await send(citizen, 'last');
  await citizen.locator('[name="agree"]').check();
  await send(citizen, 'last');
  const number = new URL(citizen.url()).pathname.split('/')[2];
  await citizen.goto(`${server.url}/cases/${number}/withdraw`);
  await leaving(citizen, () => citizen.locator('main form button.dan').click());
  await show(citizen, 'case-withdrawn', `/cases/${number}`);
}
