// What a public page costs a telephone: at most 45 KB on the wire (gzip) and six requests, with nothing kept from an
// earlier page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

const MOST_BYTES = 45 * 1024;
const MOST_REQUESTS = 6;
const PAGES = {
  home: '/',
  items: '/items',
  item: '/items/licence-renew-expiry',
  track: '/track',
  verify: '/verify',
  calculators: '/calculators',
  calculator: '/calculators/inspection',
  login: '/login',
  help: '/help',
};

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

/** Bytes of the bodies as they came over the wire, and what was asked for, of one page in a window that knows nothing yet. */
async function cost(path) {
  const page = await openPage(browser, { url: server.url });
  const answers = [];
  page.on('response', (response) => answers.push(response));
  await page.goto(server.url + path, { waitUntil: 'networkidle' });
  let bytes = 0;
  const parts = [];
  for (const answer of answers) {
    const { responseBodySize: size } = await answer.request().sizes();
    bytes += size;
    parts.push(`${new URL(answer.url()).pathname} ${size}`);
  }
  await page.context().close();
  return { bytes, requests: answers.length, parts };
}

for (const [name, path] of Object.entries(PAGES)) {
  test(`${name} costs at most ${MOST_BYTES / 1024} KB and ${MOST_REQUESTS} requests`, async (t) => {
    const { bytes, requests, parts } = await cost(path);
    t.diagnostic(`${name}: ${bytes} bytes in ${requests} requests: ${parts.join(', ')}`);
    assert.ok(requests >= 2, 'a page and its style at least');
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes: ${parts.join(', ')}`);
    assert.ok(requests <= MOST_REQUESTS, `${requests} requests: ${parts.join(', ')}`);
  });
}
