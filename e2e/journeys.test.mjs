// Renewals as different people make them: in the elders' mode on a telephone, in English, and by somebody who was named
// to act for another; and parts of pages that are taken anew. Each has a person of their own, so none depends on the
// others.
import { after, before, test } from 'node:test';
import { agentCase } from './journeys/agent.mjs';
import { calculatorsCase } from './journeys/calculators.mjs';
import { elderCase } from './journeys/elder.mjs';
import { englishCase } from './journeys/english.mjs';
import { searchWhileTyping, worklistInPlace } from './journeys/parts.mjs';
import { startBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

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

test('an elder renews in large text on a telephone', () => elderCase(browser, server));
test('a renewal is made in English from the first page to the timeline', () => englishCase(browser, server));
test('an agent renews for the person who named them', () => agentCase(browser, server));
test('a question is answered while it is typed', () => searchWhileTyping(browser, server));
test('a worklist is filtered in place, and a session that ended leads to the log-in', () => worklistInPlace(browser, server));
test('every calculator answers with its article', () => calculatorsCase(browser, server));
