// The steps that journeys are made of, against pages shaped like the product's.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openPage, setMode, startBrowser } from './browser.mjs';
import { serve, whole } from './fixtures/pages.mjs';
import { loginCitizen, loginStaff, smsCode } from './login.mjs';
import { takePictures } from './pictures.mjs';
import { totp } from './totp.mjs';

const PERSON = { id_number: '99990019900101123X', phone: '13900000001' };
const CLERK = { user: 'c1', password: '一窗-demo', totp_secret: 'GEZDGNBVGY3TQOJQ' };

const form = (action, fields) => {
  const inputs = fields.map((name) => `<label>${name}<input name="${name}"></label>`);
  return whole(`<form method="post" action="${action}">${inputs.join('')}<button type="submit">继续</button></form>`);
};
const wrong = () => whole('<div class="errsum">验证码不对</div>');

function display({ display = 'standard.normal' }) {
  const [size, contrast] = display.split('.');
  const html = `data-size="${size}" data-contrast="${contrast}" data-density="public"`;
  const button = (name, value) => `<button name="${name}" value="${value}">${value}</button>`;
  const sizes = { standard: ['big'], big: ['standard', 'max'], max: ['standard', 'big'] }[size];
  const other = contrast === 'high' ? 'normal' : 'high';
  const buttons = [...sizes.map((value) => button('size', value)), button('contrast', other)].join('');
  return whole(`<form method="post" action="/settings/display">${buttons}</form>`, { html });
}

let browser;
let site;

before(async () => {
  browser = await startBrowser();
  site = await serve({
    'GET /': (_, cookies) => display(cookies),
    'POST /settings/display': (fields, { display = 'standard.normal' }) => {
      const [size, contrast] = display.split('.');
      return { to: '/', cookie: `display=${fields.size ?? size}.${fields.contrast ?? contrast}` };
    },
    'GET /login': () => form('/login', ['id_number', 'phone']),
    'POST /login': (fields) => (fields.id_number === PERSON.id_number ? { to: '/login/code' } : wrong()),
    'GET /login/code': () => form('/login/code', ['code']),
    'POST /login/code': ({ code }) => (code === '042137' ? { to: '/' } : wrong()),
    'GET /demo/sms': ({ phone }) =>
      phone === PERSON.phone ? { status: 200, text: `{"phone":"${phone}","code":"042137"}` } : { status: 404, text: 'none' },
    'GET /staff/login': () => form('/staff/login', ['user', 'password']),
    'POST /staff/login': ({ password }) => (password === CLERK.password ? form('/staff/login/code', ['code']) : wrong()),
    'POST /staff/login/code': ({ code }) => (code === totp(CLERK.totp_secret) ? { to: '/' } : wrong()),
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const open = () => openPage(browser, { url: site.url });

test('a citizen logs in with the code that arrived', async () => {
  const page = await open();
  await loginCitizen(page, site, PERSON);
  assert.equal(page.url(), `${site.url}/`);
  await assert.rejects(loginCitizen(page, site, { ...PERSON, id_number: '1' }), /asked for no code: .*验证码不对/);
  await assert.rejects(smsCode(site, '1'), /answered 404/);
});

test('a clerk logs in with password and authenticator', async () => {
  const page = await open();
  await loginStaff(page, site, CLERK);
  assert.equal(page.url(), `${site.url}/`);
  await assert.rejects(loginStaff(page, site, { ...CLERK, password: 'x' }), /asked for no code of the authenticator/);
});

test('modes are switched with the page\'s own buttons', async () => {
  const page = await open();
  await page.goto(site.url);
  for (const mode of ['max', 'high', 'elder', 'standard']) await setMode(page, mode);
  await assert.rejects(setMode(page, 'huge'), /no display mode huge/);
});

test('pictures are taken in every mode and width', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yichuang-pictures-'));
  const page = await open();
  await page.goto(site.url);
  const files = await takePictures(page, 'home', { folder });
  assert.equal(files.length, 8);
  for (const file of files) assert.equal((await readFile(file)).subarray(1, 4).toString(), 'PNG');
  assert.equal(page.viewportSize().width, 1440);
  await rm(folder, { recursive: true });
});
