// Runs the tests, two files at a time, the longest first: each file has a server, a store and a browser of its own, so
// that they cannot get into each other's way.
//
//   node run.mjs [FILE…]        these files; all of them where none is named
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What takes longest begins first, so that it does not run alone at the end. */
const LONGEST = ['pages.test.mjs', 'keyboard.test.mjs', 'renewal.test.mjs', 'journeys.test.mjs'];

async function everything() {
  const names = [];
  for (const folder of ['', 'lib']) {
    const entries = await readdir(join(HERE, folder));
    names.push(...entries.filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name)));
  }
  const rank = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);
  names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return names.map((name) => join(HERE, name));
}

const words = process.argv.slice(2);
const files = words.length > 0 ? words.map((word) => resolve(word)) : await everything();
run({ files, concurrency: 2 })
  .on('test:fail', (failed) => {
    if (failed.todo === undefined) process.exitCode = 1;
  })
  .compose(spec)
  .pipe(process.stdout);
