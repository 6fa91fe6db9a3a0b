// Looks at every page of the tour as axe-core and the layout rules do, in every display mode, language and width:
//
//   node e2e/deep/accessibility.mjs [mode…] [--pages PATTERN]
//
// A page that its address shows again is looked at in both languages. One that only a form leads to is looked at in the
// language it came in, and its display mode is set on the page as its header's switches would.
import { violations } from '../lib/axe.mjs';
import { sniffed } from '../lib/sniffer.mjs';
import { MODES, openPage, startBrowser } from '../lib/browser.mjs';
import { TEXT_MIN_PX, sidewaysScroll, smallText } from '../lib/layout.mjs';
import { WIDTHS, showIn } from '../lib/pictures.mjs';
import { startServer } from '../lib/server.mjs';
import { tour } from '../lib/tour.mjs';

/** The tour has more pages than this; fewer would mean that it broke off. */
const PAGES_MIN = 70;
const NARROW = 320;

const words = process.argv.slice(2);
const at = words.indexOf('--pages');
const pattern = at < 0 ? null : new RegExp(words.splice(at, 2)[1]);
const modes = words.length > 0 ? words : Object.keys(MODES);
for (const mode of modes) {
  if (!MODES[mode]) throw new Error(`no display mode ${mode}: there are ${Object.keys(MODES).join(', ')}`);
}

/** What is wrong with the page as it stands, each with the width it was seen at. */
async function findings(page) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
    for (const line of await violations(page)) found.push(`axe at ${width} px: ${line}`);
    for (const line of await smallText(page)) found.push(`text under ${TEXT_MIN_PX} px at ${width} px: ${line}`);
  }
  for (const line of await sniffed(page)) found.push(`HTML_CodeSniffer: ${line}`);
  for (const line of await sidewaysScroll(page, NARROW)) found.push(`sideways at ${NARROW} px: ${line}`);
  return found;
}

/** Sets the display mode of the page shown without loading it again. */
function setAttributes(page, mode) {
  return page.locator('html').evaluate((html, { size, contrast }) => {
    Object.assign(html.dataset, { size, contrast });
  }, MODES[mode]);
}

const seen = new Set();
let looks = 0;
let wrong = 0;

async function look(page, name, mode, lang) {
  const found = await findings(page);
  looks += 1;
  wrong += found.length;
  console.log(`${found.length === 0 ? 'ok   ' : 'WRONG'} ${name} ${mode} ${lang}: ${found.length} found`);
  for (const line of found) console.log(`      ${line}`);
}

/** All modes of one language, in a window of its own with the cookies of the tour's. */
async function lookIn(lang, page, name) {
  const state = await page.context().storageState();
  const own = await openPage(browser, { url: server.url, state });
  await own.goto(page.url());
  for (const mode of modes) {
    await showIn(own, mode, lang);
    await look(own, name, mode, lang);
  }
  await own.context().close();
}

async function visit(page, name, again) {
  if (pattern && !pattern.test(name)) return;
  seen.add(name);
  if (again) {
    await Promise.all(['zh', 'en'].map((lang) => lookIn(lang, page, name)));
    return;
  }
  for (const mode of modes) {
    await setAttributes(page, mode);
    await look(page, name, mode, 'zh');
  }
  await setAttributes(page, 'standard');
}

const began = Date.now();
const server = await startServer();
const browser = await startBrowser();
try {
  await tour(server, browser, visit);
} finally {
  await browser.close();
  await server.stop();
}
const seconds = Math.round((Date.now() - began) / 1000);
console.log(`${seen.size} pages, ${looks} looks at 2 widths in ${seconds} s, ${wrong} findings`);
if (!pattern && seen.size < PAGES_MIN) {
  console.log(`the tour showed fewer than ${PAGES_MIN} pages`);
  wrong += 1;
}
process.exit(wrong === 0 ? 0 : 1);
