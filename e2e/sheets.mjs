// Makes one sheet for every page of the tour: the four display modes at phone and desk width beside one another, as a
// JPEG of at most 60 KB, for looking through the product without running it.
//
//   node sheets.mjs [FOLDER] [--pages PATTERN]      docs/pictures/sheets when none is named
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODES, openPage, startBrowser } from './lib/browser.mjs';
import { WIDTHS, showIn } from './lib/pictures.mjs';
import { startServer } from './lib/server.mjs';
import { tour } from './lib/tour.mjs';

const BYTES_MAX = 60 * 1024;
/** A long page is cut here: the top of it says how it looks. CSS pixels by width. */
const HEIGHT_MAX = { 390: 1400, 1440: 1080 };
/** How wide a picture stands on the sheet, by its own width. */
const SHOWN = { 390: 130, 1440: 300 };
const QUALITIES = [70, 60, 50, 42, 35, 30, 25, 20, 15];

const words = process.argv.slice(2);
const at = words.indexOf('--pages');
const pattern = at < 0 ? null : new RegExp(words.splice(at, 2)[1]);
const folder = words[0] ?? fileURLToPath(new URL('../docs/pictures/sheets/', import.meta.url));

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();
const board = await browser.newPage({ viewport: { width: 4 * (SHOWN[390] + SHOWN[1440]) + 9 * 12, height: 200 } });

/** The page as it stands, cut where it gets long. */
async function shot(page, width) {
  await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  // What is fixed to the foot of the screen then stands at the foot of the picture.
  await page.setViewportSize({ width, height: Math.min(full, HEIGHT_MAX[width]) });
  const bytes = await page.screenshot();
  return `<img src="data:image/png;base64,${bytes.toString('base64')}" width="${SHOWN[width]}" alt="">`;
}

/** Every mode at every width. What cannot be shown again has its mode set on the page as the header's switches would. */
async function shots(page, again) {
  const pictures = [];
  for (const mode of Object.keys(MODES)) {
    if (again) await showIn(page, mode, 'zh');
    else await page.locator('html').evaluate((html, shown) => Object.assign(html.dataset, shown), MODES[mode]);
    for (const width of [...WIDTHS].reverse()) pictures.push(await shot(page, width));
  }
  return pictures;
}

async function write(name, pictures) {
  const style = 'body{margin:12px;background:#c9d2dc;display:flex;gap:12px;align-items:flex-start}img{flex:none}';
  await board.setContent(`<style>${style}</style>${pictures.join('')}`);
  await board.waitForFunction(() => [...document.images].every((image) => image.complete));
  for (const quality of QUALITIES) {
    const bytes = await board.screenshot({ type: 'jpeg', quality, fullPage: true });
    if (bytes.length > BYTES_MAX) continue;
    await writeFile(join(folder, `${name}.jpg`), bytes);
    return;
  }
  throw new Error(`${name}: no quality makes a sheet of at most ${BYTES_MAX} bytes`);
}

async function visit(page, name, again) {
  if (pattern && !pattern.test(name)) return;
  const state = await page.context().storageState();
  if (!again) {
    const before = page.viewportSize();
    await write(name, await shots(page, false));
    await page.locator('html').evaluate((html, shown) => Object.assign(html.dataset, shown), MODES.standard);
    if (before) await page.setViewportSize(before);
    return;
  }
  const own = await openPage(browser, { url: server.url, state });
  await own.goto(page.url());
  await write(name, await shots(own, true));
  await own.context().close();
}

/** The list of sheets, for whoever opens the folder. */
async function index() {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  const lines = names.map((name) => `- [${name.replace('.jpg', '')}](${name})`);
  const head = [
    '# Every page in every display mode',
    '',
    'One sheet a page, of the demonstration city: standard, large, extra large and high contrast, each at desk and at',
    'phone width. `node e2e/sheets.mjs` makes them anew.',
    '',
  ];
  await writeFile(join(folder, 'README.md'), `${[...head, ...lines].join('\n')}\n`);
}

try {
  await tour(server, browser, visit);
  await index();
  console.log(folder);
} finally {
  await browser.close();
  await server.stop();
}
