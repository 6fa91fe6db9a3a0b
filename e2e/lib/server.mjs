// A demonstration of its own for each test file: starts the program on a free port with a store in a temporary
// folder, waits until the first page can be served, and ends exactly the process it started.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dateWords } from './day.mjs';

const BUILT = fileURLToPath(new URL('../../target/debug/yichuang', import.meta.url));

/** How long a debug build may take to fill a small demonstration. */
const READY_MS = 180_000;

/** How long the program may take to end its requests before it is killed. */
const STOP_MS = 10_000;

/**
 * Starts `yichuang demo` and resolves once it serves.
 *
 * @param {object} [options]
 * @param {string} [options.program] the program; default YICHUANG_BIN, else the debug build
 * @param {string[]} [options.arguments] further arguments of `demo`; `['--size', 'tiny']` where none are given
 * @param {string} [options.store] where its data lie; a temporary folder where none is named
 * @param {number} [options.readyMs] how long to wait for the first page
 * @returns {Promise<Server>}
 */
export async function startServer(options = {}) {
  const program = options.program ?? process.env.YICHUANG_BIN ?? BUILT;
  const folder = await mkdtemp(join(tmpdir(), 'yichuang-e2e-'));
  const store = options.store ?? join(folder, 'store');
  const words = ['demo', '--json', '--port', '0', '--store', store, ...(options.arguments ?? ['--size', 'tiny', ...dateWords])];
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const server = new Server(child, folder);
  try {
    server.facts = await firstLine(child, server, options.readyMs ?? READY_MS);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A running demonstration. */
export class Server {
  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    this.said = '';
    this.facts = null;
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? code));
      child.once('error', (error) => resolve(error.message));
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      this.said = (this.said + text).slice(-8_000);
    });
    // When the test process ends without stop(), the program must not outlive it.
    this.onExit = () => child.kill('SIGKILL');
    process.once('exit', this.onExit);
  }

  /** The address without a slash at its end. */
  get url() {
    return this.facts.url.replace(/\/$/, '');
  }

  /** The process, for tests that kill or watch it. */
  get pid() {
    return this.child.pid;
  }

  /** The demonstration's login of a role; the first one where there are several. */
  login(role) {
    const found = this.facts.logins.find((login) => login.role === role);
    if (!found) {
      const roles = this.facts.logins.map((login) => login.role).join(', ');
      throw new Error(`the demonstration has no login for ${role}, only for ${roles}`);
    }
    return found;
  }

  /** Ends the program, by its own process id, and removes its store; kills it when it takes longer than `patienceMs`. */
  async stop(patienceMs = STOP_MS) {
    process.removeListener('exit', this.onExit);
    if (this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
      await this.ended;
      clearTimeout(timer);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The JSON line that says the program serves; whatever ends the wait says why. */
function firstLine(child, server, readyMs) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${child.spawnfile} ${why}\n${server.said}`.trimEnd()));
    const timer = setTimeout(() => fail(`did not serve within ${readyMs} ms`), readyMs);
    const lines = createInterface({ input: child.stdout });
    lines.once('line', (line) => {
      clearTimeout(timer);
      // What the program prints later must not fill the pipe and stop it.
      child.stdout.resume();
      try {
        const facts = JSON.parse(line);
        if (!facts.url || !Array.isArray(facts.logins)) throw new Error('no url or no logins');
        resolve(facts);
      } catch (error) {
        fail(`printed no readiness line (${error.message}): ${line.slice(0, 400)}`);
      }
    });
    server.ended.then((how) => {
      clearTimeout(timer);
      fail(`ended before it served (${how})`);
    });
  });
}
