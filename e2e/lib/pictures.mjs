// Pictures of a page for a person to look at: phone and desk width, in every display mode.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODES, setMode } from './browser.mjs';

/** Where pictures go; git ignores the folder. */
export const FOLDER = fileURLToPath(new URL('../out/', import.meta.url));

/** The widths, CSS pixels: a phone and a desk. */
export const WIDTHS = [390, 1440];

/**
 * Takes the page that is shown in all modes and widths as `out/NAME-WIDTH-MODE.png`, and leaves it in standard mode.
 *
 * @returns {Promise<string[]>} the files
 */
export async function takePictures(page, name, { modes = Object.keys(MODES), folder = FOLDER } = {}) {
  await mkdir(folder, { recursive: true });
  const address = page.url();
  const before = page.viewportSize();
  const files = [];
  for (const mode of modes) {
    await setMode(page, mode);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
      const file = join(folder, `${name}-${width}-${mode}.png`);
      await page.screenshot({ path: file, fullPage: true });
      files.push(file);
    }
  }
  if (before) await page.setViewportSize(before);
  await setMode(page, 'standard');
  if (page.url() !== address) await page.goto(address);
  return files;
}

/** Chooses a display mode and a language for what this page loads next, through the cookies that its switches set. */
export async function setShown(page, mode, lang) {
  const { size, contrast } = MODES[mode];
  const { origin } = new URL(page.url());
  await page.context().addCookies([
    { name: 'yc_display', value: `${size}.${contrast}`, url: origin },
    { name: 'yc_lang', value: lang, url: origin },
  ]);
}

/** Shows the page's address again in a display mode and a language. */
export async function showIn(page, mode, lang) {
  await setShown(page, mode, lang);
  await page.goto(page.url());
}
