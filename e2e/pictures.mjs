// Takes pictures of every page of the tour from a fresh demonstration, or of the addresses that are named:
//   npm run pictures -- FOLDER            every page, at phone and desk width, in three display modes, and in English
//   npm run pictures -- FOLDER --pages PATTERN   those of the tour whose name fits
//   npm run pictures -- FOLDER --first …         what is seen without scrolling, once each at both widths
//   npm run pictures -- FOLDER / /items   only these, as a visitor who is not logged in sees them
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startServer } from './lib/server.mjs';
import { openPage, startBrowser } from './lib/browser.mjs';
import { FOLDER, WIDTHS, showIn } from './lib/pictures.mjs';
import { tour } from './lib/tour.mjs';

const words = process.argv.slice(2);
const first = words.includes('--first');
if (first) words.splice(words.indexOf('--first'), 1);
const at = words.indexOf('--pages');
const pattern = at < 0 ? /./ : new RegExp(words.splice(at, 2)[1]);
const [folder = FOLDER, ...paths] = words;
await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();

/** The page as it stands in all ways: `NAME-WIDTH-MODE.png`. What cannot be shown again is taken as it is. */
async function take(page, name, again) {
  if (!pattern.test(name)) return;
  const shots = WIDTHS.flatMap((width) => ['standard', 'elder', 'high'].map((mode) => ({ width, mode, lang: 'zh' })));
  shots.push({ width: 1440, mode: 'standard', lang: 'en' });
  for (const { width, mode, lang } of again ? shots : shots.filter((shot) => shot.mode === 'standard' && shot.lang === 'zh')) {
    await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
    if (again) await showIn(page, mode, lang);
    const words = [name, width, mode, ...(lang === 'zh' ? [] : [lang])];
    await page.screenshot({ path: join(folder, `${words.join('-')}.png`), fullPage: !first });
  }
  if (again) await showIn(page, 'standard', 'zh');
}

try {
  if (paths.length === 0) {
    await tour(server, browser, take);
  } else {
    for (const path of paths) {
      const page = await openPage(browser, { url: server.url });
      await page.goto(server.url + path);
      await take(page, path.replace(/^\/+|\/+$/g, '').replace(/[^a-z0-9]+/gi, '-') || 'home', true);
      await page.context().close();
    }
  }
  console.log(folder);
} finally {
  await browser.close();
  await server.stop();
}
