// Kills the served program with SIGKILL under load, again and again, on one engine:
//
//   node e2e/deep/kill.mjs sqlite|postgres [kills]
//
// Citizens write through the API, each write under its own Idempotency-Key: they begin a case, say how the result shall
// reach them, hand in a photograph, take the case back, and begin the next. After each kill the program is started again
// on the same store, writes that got no answer are sent again under the same key, and every case is looked up: it must
// stand at the revision that was answered or a later one, and no write may have happened twice. The record is verified
// after every tenth kill beside the running program, and at the end with all read rows rebuilt.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [engine = 'sqlite', kills = '50'] = process.argv.slice(2);
const CITIZENS = 16;
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.YICHUANG_BIN ?? join(root, 'target/debug/yichuang');
const photo = readFileSync(join(root, 'e2e/fixtures/photo.png'));
const folder = mkdtempSync(join(tmpdir(), 'yichuang-kill-'));
const schema = `kill_${process.pid}`;
const clusterUrl = process.env.TEST_PG_URL;
const joint = clusterUrl?.includes('?') ? '&' : '?';
const database = engine === 'sqlite' ? join(folder, 'store') : `${clusterUrl}${joint}options=-csearch_path%3D${schema}`;
const config = join(folder, 'yichuang.toml');

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const psql = (sql) => execFileSync('psql', ['-q', clusterUrl, '-c', sql], { stdio: ['ignore', 'ignore', 'ignore'] });

/** Starts the program and resolves once it serves. */
function serve() {
  const child = spawn(program, ['serve', '--json', '--config', config, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`did not serve in a minute\n${said}`)), 60_000);
    const ended = new Promise((gone) => child.once('exit', (code, signal) => gone(signal ?? code)));
    ended.then((how) => reject(new Error(`ended before it served: ${how}\n${said}`)));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late);
      child.stdout.resume();
      resolve({ child, ended, url: JSON.parse(line).url });
    });
  });
}

/** What one citizen did: the revision answered of each case, the write in hand, and what was answered otherwise. */
class Citizen {
  constructor(token, number) {
    Object.assign(this, { token, number, writes: 0, answered: 0, again: 0, photos: 0, cases: new Map(), touched: new Set() });
    Object.assign(this, { current: null, inHand: null });
  }

  headers(key) {
    return { authorization: `Bearer ${this.token}`, ...(key ? { 'idempotency-key': key } : {}) };
  }

  /** The next write after those that were answered. */
  next() {
    const key = `c${this.number}-${(this.writes += 1)}`;
    const open = this.current;
    const json = (path, value) => ({ key, path, type: 'application/json', body: () => JSON.stringify(value) });
    if (!open) return json('/api/v1/cases', { item: 'licence-renew-expiry' });
    const base = `/api/v1/cases/${open.number}`;
    // Forty files a day are taken for a person, and one that was in hand at a kill counts again; then another address takes the photograph's turn.
    if (open.step === 3 && (this.photos += 1) <= 12) return { key, path: `${base}/requirements/photo/file`, body: form };
    if (open.step === 8) return json(`${base}/withdraw`, {});
    return json(`${base}/delivery`, { delivery: 'post', address: `示例市演示大道${this.writes}号` });
  }

  /** Sends a write; an answer other than 2xx is a finding, no answer leaves it in hand. */
  async send(url, write) {
    this.inHand = write;
    const headers = { ...this.headers(write.key), ...(write.type ? { 'content-type': write.type } : {}) };
    const response = await fetch(url + write.path, { method: 'POST', headers, body: write.body() });
    const text = await response.text();
    if (!response.ok) throw new Finding(`${write.path} under ${write.key}: ${response.status} ${text.slice(0, 400)}`);
    this.inHand = null;
    this.answered += 1;
    const { number, revision, stage } = JSON.parse(text);
    this.cases.set(number, revision);
    this.touched.add(number);
    const step = this.current ? this.current.step + 1 : 0;
    this.current = stage === 'withdrawn' ? null : { number, step };
  }

  /** Writes until the program is gone. */
  async write(url, state) {
    while (!state.killed) {
      try {
        await this.send(url, this.next());
      } catch (error) {
        if (error instanceof Finding || !state.killed) throw error;
      }
    }
  }

  /** Sends what got no answer again, under its key. */
  async resume(url) {
    if (!this.inHand) return;
    this.again += 1;
    await this.send(url, this.inHand);
  }

  /** Looks up these cases: each stands where it was answered, and none was begun that nobody was told of. */
  async check(url, numbers) {
    for (const number of numbers) {
      const response = await fetch(`${url}/api/v1/cases/${number}`, { headers: this.headers() });
      if (!response.ok) throw new Finding(`case ${number} was answered and is gone: ${response.status}`);
      const { revision } = await response.json();
      const wanted = this.cases.get(number);
      if (revision !== wanted) throw new Finding(`case ${number} is at ${revision}, answered was ${wanted}`);
    }
    const listed = await fetch(`${url}/api/v1/cases`, { headers: this.headers() });
    for (const { number } of (await listed.json()).cases) {
      if (!this.cases.has(number)) throw new Finding(`case ${number} is there and was never answered`);
    }
  }
}

class Finding extends Error {}

function form() {
  const parts = new FormData();
  parts.append('file', new Blob([photo], { type: 'image/png' }), 'photo.png');
  return parts;
}

/** Checks the record; `rows` rebuilds the read rows too. PostgreSQL numbers the last events within a second. */
async function verify(...flags) {
  let last = '';
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      return JSON.parse(execFileSync(program, ['verify', '--json', '--config', config, ...flags], { encoding: 'utf8', stdio: 'pipe' }));
    } catch (error) {
      last = `${error.stdout}${error.stderr}`;
      await wait(1000);
    }
  }
  throw new Finding(`verify ${flags.join(' ')} found: ${last.slice(0, 2000)}`);
}

function tally(citizens) {
  const sum = (what) => citizens.reduce((all, citizen) => all + what(citizen), 0);
  const [answered, cases, again] = [sum((c) => c.answered), sum((c) => c.cases.size), sum((c) => c.again)];
  return `${answered} writes answered, ${cases} cases, ${sum((c) => (c.inHand ? 1 : 0))} in hand, ${again} sent again`;
}

async function main() {
  if (engine === 'postgres') psql(`CREATE SCHEMA ${schema}`);
  const where = engine === 'sqlite' ? '' : `folder = "${join(folder, 'store')}"\n`;
  // Outside systems are all down; nothing is tried twice, so that the time goes into writing.
  const systems = ['population', 'hospital', 'offences', 'payment', 'sms', 'post', 'national'];
  const down = systems.map((system) => `[adapters.${system}]\nretries = 0\n`).join('');
  writeFileSync(config, `database = "${database}"\n${where}${down}`);
  const fill = join(root, 'target/debug/examples/citizens');
  const made = execFileSync(fill, [database, join(folder, 'store'), String(CITIZENS)], { encoding: 'utf8' });
  const citizens = JSON.parse(made).tokens.map((token, number) => new Citizen(token, number));
  let slowest = 0;
  for (let round = 1; round <= Number(kills); round += 1) {
    const started = Date.now();
    const { child, ended, url } = await serve();
    slowest = Math.max(slowest, Date.now() - started);
    await Promise.all(citizens.map((citizen) => citizen.resume(url)));
    await Promise.all(citizens.map((citizen) => citizen.check(url, citizen.touched)));
    citizens.forEach((citizen) => (citizen.touched = new Set()));
    const state = { killed: false };
    const writing = citizens.map((citizen) => citizen.write(url, state));
    await Promise.race([Promise.all(writing), wait(300 + Math.random() * 1500)]);
    if (round % 10 === 0) {
      await verify();
      await Promise.race([Promise.all(writing), wait(500 + Math.random() * 500)]);
    }
    state.killed = true;
    child.kill('SIGKILL');
    await ended;
    await Promise.all(writing);
    console.log(`${engine} kill ${round}: ${tally(citizens)}`);
  }
  const { child, ended, url } = await serve();
  await Promise.all(citizens.map((citizen) => citizen.resume(url)));
  await Promise.all(citizens.map((citizen) => citizen.check(url, [...citizen.cases.keys()])));
  child.kill('SIGTERM');
  const how = await ended;
  if (how !== 0) throw new Finding(`a clean stop ended with ${how}`);
  const report = await verify('--rows');
  console.log(`${engine}: ${kills} kills, every answered write is there, ${tally(citizens)}`);
  console.log(`verify --rows passes over ${report.events} events; slowest start ${slowest} ms`);
}

let status = 0;
try {
  await main();
} catch (error) {
  console.error(error instanceof Finding ? `FOUND: ${error.message}` : error);
  status = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
  if (engine === 'postgres') psql(`DROP SCHEMA ${schema} CASCADE`);
}
process.exit(status);
