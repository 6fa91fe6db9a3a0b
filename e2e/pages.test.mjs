// Every page of the tour holds its layout: nothing sticks out of a small telephone, no button breaks over two lines, no
// print is small, every target can be pressed, and every link leads somewhere. In Chinese and English, and in the large
// text of the elders' mode.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './lib/browser.mjs';
import { brokenLines, sidewaysScroll, smallTargets, smallText } from './lib/layout.mjs';
import { setShown } from './lib/pictures.mjs';
import { startServer } from './lib/server.mjs';
import { tour } from './lib/tour.mjs';

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function wrong(page) {
  const found = {
    'sideways at 320 or 390 px': await sidewaysScroll(page, 320, 390),
    'words broken over lines': await brokenLines(page),
    'small text': await smallText(page),
    'small targets': await smallTargets(page),
  };
  return Object.entries(found).filter(([, places]) => places.length > 0);
}

/** Links of this page to pages of ours that are not there; those tried before are not tried again. */
async function deadLinks(page, tried) {
  const hrefs = await page.locator('a[href^="/"], link[href^="/"], img[src^="/"]').evaluateAll((elements) =>
    elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src')),
  );
  const dead = [];
  for (const href of new Set(hrefs)) {
    // A page that is not there leads to itself in the other language.
    if (tried.has(href) || new URL(href, server.url).pathname === new URL(page.url()).pathname) continue;
    tried.add(href);
    const answer = await page.request.get(server.url + href, { maxRedirects: 0 });
    if (answer.status() >= 400) dead.push(`${href} answers ${answer.status()}`);
  }
  return dead;
}

const besides = new WeakMap();

/** A second window of the same person, so that the tour's own page need not be loaded again for each way to show it. */
async function windowBeside(page) {
  const context = page.context();
  if (!besides.has(context)) besides.set(context, await context.newPage());
  return besides.get(context);
}

test('every page of the tour holds its layout', async () => {
  const all = [];
  const tried = new Set();
  let seen = 0;
  const look = async (page, name, mode, lang) => {
    for (const [what, places] of await wrong(page)) all.push(`${name} (${mode}, ${lang}): ${what}: ${places.join('; ')}`);
    seen += 1;
  };
  const otherWays = async (page, name) => {
    const beside = await windowBeside(page);
    for (const [mode, lang] of [['elder', 'zh'], ['standard', 'en']]) {
      await setShown(page, mode, lang);
      await beside.goto(page.url());
      await look(beside, name, mode, lang);
    }
    await setShown(page, 'standard', 'zh');
    // The browser draws a window behind another one once a second only, and a click waits for it to be drawn.
    await page.bringToFront();
  };
  await tour(server, browser, async (page, name, again) => {
    const dead = deadLinks(page, tried);
    await Promise.all([look(page, name, 'standard', 'zh'), again && otherWays(page, name)]);
    for (const link of await dead) all.push(`${name}: ${link}`);
  });
  assert.ok(seen > 150, `${seen} pages were looked at`);
  assert.equal(all.length, 0, all.join('\n'));
});
