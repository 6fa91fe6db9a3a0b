// A walk through every page that people of the first journeys see, with records at the stages that the pages are for:
// for pictures, for layout and for accessibility. What can be shown again by its address is, so that it can be looked
// at in every display mode.
import { fileURLToPath } from 'node:url';
import { openPage } from './browser.mjs';
import { ask } from '../journeys/calculators.mjs';
import { agentsPapers, corrected, dayClosed, faulty, handedOver, newTelephone, refused, turnedAway } from './endings.mjs';
import { loginCitizen, loginStaff, smsCode, submit } from './login.mjs';

const ITEM = 'licence-renew-expiry';
const file = (name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

async function press(page, words) {
  const button = page.locator('main').getByRole('button', { name: words }).first();
  await Promise.all([page.waitForEvent('load'), button.click()]);
}

/**
 * Calls `visit(page, name, again)` at every page; `again` says whether going to the page's address shows it again.
 */
export async function tour(server, browser, visit) {
  const show = async (page, name, path) => {
    const answer = await page.goto(server.url + path);
    if (answer.status() >= 500) throw new Error(`${path} answered ${answer.status()}`);
    await visit(page, name, true);
  };
  await open(server, browser, show, visit);
  const number = await apply(server, browser, show, visit);
  await desk(server, browser, show, visit, number);
  await acting(server, browser, show, visit);
  await office(server, browser, show, visit, number);
}

/** What everybody may see. */
async function open(server, browser, show, visit) {
  const page = await openPage(browser, { url: server.url });
  const places = {
    home: '/',
    items: '/items',
    item: `/items/${ITEM}`,
    'item-lost': '/items/licence-lost',
    search: `/search?q=${encodeURIComponent('驾照快到期了怎么换')}`,
    'search-topic': `/search?q=${encodeURIComponent('车牌丢了')}`,
    'search-slip': '/search?q=jiazhao%20diule',
    'search-nothing': `/search?q=${encodeURIComponent('火星移民')}`,
    track: '/track',
    calculators: '/calculators',
    'calculator-inspection': '/calculators/inspection',
    'calculator-renewal': '/calculators/renewal',
    'calculator-points': '/calculators/points',
    'calculator-scrapping': '/calculators/scrapping',
    'calculator-class': '/calculators/class',
    'calculator-number': '/calculators/number',
    'search-calculator': `/search?q=${encodeURIComponent('车什么时候年检')}`,
    verify: '/verify',
    'verify-false': '/verify?t=YC1%3AHELLO',
    ledger: '/ledger',
    help: '/help',
    outlets: '/outlets',
    privacy: '/privacy',
    accessibility: '/accessibility',
    display: '/settings/display',
    'not-found': '/nowhere',
    'api-docs': '/api/docs',
    login: '/login',
    'staff-login': '/staff/login',
    'staff-setup': '/staff/setup',
  };
  for (const [name, path] of Object.entries(places)) await show(page, name, path);
  for (const family of ['renewal', 'class', 'number']) {
    await ask(page, server.url, family);
    await visit(page, `calculated-${family}`, false);
  }
  await page.goto(`${server.url}/calculators/points`);
  await submit(page, { first_issue: '', points: 'x' });
  await visit(page, 'calculator-wrong', false);
  await page.goto(`${server.url}/login`);
  await submit(page, { id_number: '999901199003071010', phone: '1390000' });
  await visit(page, 'login-wrong', false);
  const person = server.login('agent');
  await page.goto(`${server.url}/login`);
  await submit(page, { id_number: person.id_number, phone: person.phone });
  await visit(page, 'login-code', true);
  await page.context().close();
}

/** A citizen's renewal up to the receipt; gives its number. */
async function apply(server, browser, show, visit) {
  const page = await openPage(browser, { url: server.url });
  await loginCitizen(page, server);
  const at = (step) => `/apply/${ITEM}/${step}`;
  await show(page, 'home-known', '/');
  await show(page, 'cases-none', '/cases');
  await show(page, 'apply-start', at('start'));
  await press(page, /开始填写|Start/);
  await show(page, 'apply-photo', at('photo'));
  await page.setInputFiles('[name="photo"]', file('not-a-photo.jpg'));
  await press(page, '继续');
  await visit(page, 'apply-photo-wrong', false);
  await page.goto(server.url + at('photo'));
  await page.setInputFiles('[name="photo"]', file('photo.png'));
  await press(page, '继续');
  await show(page, 'apply-delivery', at('delivery'));
  await page.getByLabel('邮寄到家').check();
  await press(page, '继续');
  await show(page, 'apply-address', at('address'));
  await page.locator('[name="address"]').fill('示例街道示例路１号示例花园小区2栋3单元301室');
  await press(page, '继续');
  await show(page, 'apply-check', at('check'));
  await press(page, '核对无误，继续');
  await show(page, 'apply-sign', at('sign'));
  await page.locator('[name="agree"]').check();
  await press(page, /^提交/);
  const number = new URL(page.url()).pathname.split('/')[2];
  for (const [name, path] of [
    ['done', `/cases/${number}/done`],
    ['pay', `/pay/${number}`],
    ['case-unpaid', `/cases/${number}`],
    ['withdraw', `/cases/${number}/withdraw`],
    ['documents', '/documents'],
    ['licence-show', '/documents/licence/show'],
    ['me', '/me'],
    ['contact', '/me/contact'],
    ['messages-none', '/messages'],
    ['mandates-none', '/me/mandates'],
    ['mandate-grant', '/me/mandates/grant'],
    ['cannot', '/apply/licence-damaged/start'],
    ['not-theirs', '/cases/YC20261123-AAAAAAAA'],
  ]) {
    await show(page, name, path);
  }
  await page.goto(`${server.url}/pay/${number}`);
  await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: '去缴费' }).click()]);
  await Promise.all([page.waitForURL(new RegExp(`/pay/${number}`)), page.locator('form button').first().click()]);
  await show(page, 'pay-paid', `/pay/${number}`);
  await page.context().close();
  return number;
}

/** The same case at the desk, and what the citizen sees of it. */
async function desk(server, browser, show, visit, number) {
  const at = (act) => `/desk/cases/${number}${act}`;
  const staff = async (role) => {
    const page = await openPage(browser, { url: server.url });
    await loginStaff(page, server, role);
    return page;
  };
  const citizen = await openPage(browser, { url: server.url });
  await loginCitizen(citizen, server);
  const clerk = await staff('clerk');
  await show(clerk, 'desk-clerk', '/desk');
  await show(clerk, 'worklist', '/desk/worklist');
  await show(clerk, 'worklist-empty', '/desk/worklist?state=lapsed&mine=yes');
  await show(clerk, 'desk-case-draft', at(''));
  await show(clerk, 'desk-ask', at('/ask'));
  await show(clerk, 'desk-reject', at('/reject'));
  await clerk.goto(server.url + at('/ask'));
  await clerk.locator('[name="fault-photo"]').selectOption('photo_rules');
  await press(clerk, /发出|告知|补正/);
  await show(clerk, 'desk-case-asked', at(''));
  await show(citizen, 'cases', '/cases');
  await show(citizen, 'case-asked', `/cases/${number}`);
  await show(citizen, 'supplement', `/cases/${number}/supplement`);
  await citizen.locator('input[type="file"]').first().setInputFiles(file('photo.png'));
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('main form button[type="submit"]').first().click()]);
  await clerk.goto(server.url + at(''));
  await press(clerk, /受理/);
  await show(citizen, 'case-open', `/cases/${number}`);
  const paper = await citizen.locator('a[href^="/papers/"]').first().getAttribute('href');
  await show(citizen, 'paper', paper);
  await show(clerk, 'lookup', '/desk/lookup');
  const other = await counter(server, show, visit, clerk);
  const reviewer = await staff('reviewer');
  await show(reviewer, 'desk-reviewer', '/desk');
  await show(reviewer, 'desk-case-open', at(''));
  await show(reviewer, 'desk-decide', at('/decide'));
  await reviewer.locator('[name="decision"][value="grant"]').check();
  await press(reviewer, '作出决定');
  await show(reviewer, 'desk-two-persons', at('/correct'));
  const issuer = await staff('issuer');
  await show(issuer, 'issue-list', '/desk/issue');
  await show(issuer, 'desk-issue', at('/issue'));
  const blank = (await issuer.locator('main').innerText()).match(/下一张应是\s*([A-Z0-9]+)/)[1];
  await issuer.locator('[name="blank"]').fill(blank);
  for (const box of await issuer.locator('main input[type="checkbox"]').all()) await box.check();
  await Promise.all([issuer.waitForEvent('load'), issuer.locator('main form button[type="submit"]').last().click()]);
  await show(issuer, 'desk-card', at('/card'));
  await show(issuer, 'stock', '/desk/stock');
  await show(issuer, 'desk-case-issued', at(''));
  await show(citizen, 'case-issued', `/cases/${number}`);
  await show(citizen, 'rate', `/cases/${number}/rate`);
  await citizen.locator('[name="level"][value="5"]').check();
  await Promise.all([citizen.waitForEvent('load'), citizen.locator('main form button[type="submit"]').first().click()]);
  await show(citizen, 'rated', `/cases/${number}/rate`);
  await show(citizen, 'documents-renewed', '/documents');
  await show(citizen, 'home-busy', '/');
  await show(citizen, 'messages', '/messages');
  await citizen.goto(`${server.url}/track`);
  await submit(citizen, { no: number, tail: server.login('citizen').phone.slice(-4) });
  await visit(citizen, 'track-found', false);
  await clerk.goto(`${server.url}/desk/lookup`);
  await lookUp(clerk, server.login('citizen').id_number, number);
  await visit(clerk, 'lookup-found', false);
  await newTelephone(server, show, visit, { citizen });
  await refused(server, show, visit, { reviewer });
  await handedOver(server, show, visit, { issuer });
  const agent = await openPage(browser, { url: server.url });
  await loginCitizen(agent, server, server.login('agent'));
  await turnedAway(server, show, visit, { clerk, citizen: agent, number: other });
  for (const page of [citizen, agent, clerk, reviewer, issuer]) await page.context().close();
}

/** A case that a clerk begins for the person who stands there, up to its fee; gives its number. */
async function counter(server, show, visit, clerk) {
  await show(clerk, 'counter', '/desk/counter');
  await press(clerk, '开始办理');
  await visit(clerk, 'counter-wrong', false);
  await clerk.locator('[name="item"][value="licence-damaged"]').check();
  await clerk.locator('[name="identity"][value="document"]').check();
  await submit(clerk, { id_number: server.login('agent').id_number });
  const at = new URL(clerk.url()).pathname;
  const sign = clerk.locator('main form[action$="/submit"]');
  await show(clerk, 'counter-paper', at);
  while ((await sign.count()) === 0) {
    await clerk.setInputFiles('[name="file"]', file('photo.png'));
    await press(clerk, /收下/);
  }
  await show(clerk, 'counter-sign', at);
  await clerk.locator('[name="delivery"][value="pickup"]').check();
  await clerk.locator('[name="signed"]').check();
  await press(clerk, '提交申请');
  const fee = await clerk.locator('main a[href$="/fee"]').first().getAttribute('href');
  await show(clerk, 'desk-fee', fee);
  return fee.split('/')[3];
}

/** What somebody sees who was named to act for another person, and names somebody themselves. */
async function acting(server, browser, show, visit) {
  const page = await openPage(browser, { url: server.url });
  await loginCitizen(page, server, server.login('agent'));
  await show(page, 'mandates', '/me/mandates');
  await show(page, 'item-acting', `/items/${ITEM}`);
  await show(page, 'apply-who', `/apply/${ITEM}/start`);
  await show(page, 'apply-who-wrong', `/apply/${ITEM}/start?asked=yes`);
  await page.getByRole('radio').nth(1).check();
  await press(page, '继续');
  await visit(page, 'apply-for-another', true);
  await agentsPapers(server, show, visit, { citizen: page });
  await page.goto(`${server.url}/me/mandates/grant`);
  await press(page, '确认委托');
  await visit(page, 'mandate-grant-wrong', false);
  await page.goto(`${server.url}/me/mandates`);
  await Promise.all([page.waitForEvent('load'), page.locator('main a[href$="/revoke"]').first().click()]);
  await visit(page, 'mandate-revoke', true);
  await page.context().close();
}

async function lookUp(page, idNumber, number) {
  await page.locator('main [name="purpose"][value="case"]').check();
  await submit(page, { case: number, id_number: idNumber });
}

/** What heads, administrators and auditors see. */
async function office(server, browser, show, visit, number) {
  const pages = {
    administrator: {
      users: '/admin/users',
      'user-new': '/admin/users/new',
      user: '/admin/users/reviewer01',
      'outlets-admin': '/admin/outlets',
      notices: '/admin/notices',
      knowledge: '/admin/knowledge',
      health: '/admin',
      interfaces: '/admin/interfaces',
      'staff-me': '/staff/me',
      'desk-not-theirs': '/desk/lookup',
    },
    auditor: { audit: '/admin/audit', 'desk-auditor': '/desk' },
    outlet_head: { 'desk-head': '/desk', day: '/desk/day', 'staff-help': '/staff/help' },
    supervisor: { 'desk-supervisor': '/desk', 'worklist-supervisor': '/desk/worklist', 'day-supervisor': '/desk/day' },
    archivist: { 'desk-archivist': '/desk' },
    examiner: { 'desk-examiner': '/desk' },
    partner_clerk: { 'desk-partner': '/desk' },
  };
  for (const [role, places] of Object.entries(pages)) {
    const page = await openPage(browser, { url: server.url });
    await loginStaff(page, server, role);
    for (const [name, path] of Object.entries(places)) await show(page, name, path);
    if (role === 'administrator') {
      await newcomer(server, browser, page, visit);
      await corrected(server, browser, show, visit, { administrator: page, number });
      await faulty(server, show, visit, { administrator: page });
    }
    if (role === 'outlet_head') await dayClosed(server, show, visit, { head: page });
    if (role === 'auditor') await oneEvent(server, page, visit);
    await page.context().close();
  }
}

/** A new account, and how its owner comes in: the one-time code, the password, the authenticator. */
async function newcomer(server, browser, administrator, visit) {
  await administrator.goto(`${server.url}/admin/users/new`);
  await press(administrator, '添加，生成代码');
  await visit(administrator, 'user-new-wrong', false);
  await administrator.locator('[name="name"]').fill('钱示例');
  await administrator.locator('[name="user"]').fill('clerk77');
  await administrator.locator('[name="roles"][value="clerk"]').check();
  await press(administrator, '添加，生成代码');
  await visit(administrator, 'user-made', false);
  const code = await administrator.locator('main code').innerText();
  const page = await openPage(browser, { url: server.url });
  await page.goto(`${server.url}/staff/setup`);
  await submit(page, { user: 'clerk77', code });
  await visit(page, 'staff-setup-password', true);
  await submit(page, { password: '春风又绿江南岸，明月何时照我还', again: '春风又绿江南岸，明月何时照我还' });
  await visit(page, 'staff-setup-totp', true);
  await page.context().close();
  const login = await openPage(browser, { url: server.url });
  const { user, password } = server.login('clerk');
  await login.goto(`${server.url}/staff/login`);
  await submit(login, { user: '', password: '' });
  await visit(login, 'staff-login-wrong', false);
  await submit(login, { user, password });
  await visit(login, 'staff-login-code', true);
  await login.context().close();
}

/** One event of the ledger, as an auditor reads it. */
async function oneEvent(server, page, visit) {
  await page.goto(`${server.url}/admin/audit`);
  const link = page.locator('main td a').first();
  await Promise.all([page.waitForEvent('load'), link.click()]);
  await visit(page, 'audit-event', true);
}
