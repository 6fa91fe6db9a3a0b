import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const program = fileURLToPath(new URL('fixtures/program.mjs', import.meta.url));
const start = (as, readyMs = 20_000) => startServer({ program, arguments: ['--as', as], readyMs });
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a server is there until it is stopped, and leaves nothing behind', async () => {
  const server = await start('well');
  assert.equal(await (await fetch(server.url)).text(), 'home');
  assert.equal(server.login('clerk').user, 'c1');
  assert.throws(() => server.login('auditor'), /no login for auditor, only for clerk, citizen/);
  assert.ok(existsSync(server.facts.store) && isAlive(server.pid));
  await server.stop();
  assert.ok(!existsSync(server.folder) && !isAlive(server.pid));
});

test('a server that does not hear is killed', async () => {
  const server = await start('deaf');
  await server.stop(300);
  assert.ok(!isAlive(server.pid));
});

test('a program that does not come up is told with its own words', async () => {
  await assert.rejects(start('fails'), /ended before it served \(2\)\nbehaves fails/);
  await assert.rejects(start('babbles'), /printed no readiness line .*: ready!/);
  await assert.rejects(start('silent', 1_000), /did not serve within 1000 ms/);
  await assert.rejects(startServer({ program: '/nowhere/yichuang' }), /ended before it served .*ENOENT/);
});
