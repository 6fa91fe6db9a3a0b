// Every page of the tour holds its layout: nothing sticks out of a small telephone, no button breaks over two lines, no
// print is small, every target can be pressed. In Chinese and English, and in the large text of the elders' mode.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from './lib/browser.mjs';
import { brokenLines, sidewaysScroll, smallTargets, smallText } from './lib/layout.mjs';
import { showIn } from './lib/pictures.mjs';
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
    'sideways at 320 px': await sidewaysScroll(page, 320),
    'sideways at 390 px': await sidewaysScroll(page, 390),
    'words broken over lines': await brokenLines(page),
    'small text': await smallText(page),
    'small targets': await smallTargets(page),
  };
  return Object.entries(found).filter(([, places]) => places.length > 0);
}

test('every page of the tour holds its layout', async () => {
  const all = [];
  let seen = 0;
  await tour(server, browser, async (page, name, again) => {
    const ways = again ? [['standard', 'zh'], ['elder', 'zh'], ['standard', 'en']] : [['standard', 'zh']];
    for (const [mode, lang] of ways) {
      if (again) await showIn(page, mode, lang);
      for (const [what, places] of await wrong(page)) all.push(`${name} (${mode}, ${lang}): ${what}: ${places.join('; ')}`);
      seen += 1;
    }
    if (again) await showIn(page, 'standard', 'zh');
  });
  assert.ok(seen > 150, `${seen} pages were looked at`);
  assert.deepEqual(all, []);
});
