// A Canvass of our own to look at: a folder that goes when the tests do, a port nobody else has.
// Never talks to a server that was there before.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_MAX_MS = 120_000;
const STOP_MAX_MS = 10_000;
const LOOK_EVERY_MS = 25;
const LOG_MAX_LINES = 200;

/** The program under test; the suite says where it is. */
export function binary() {
  const path = process.env.CANVASS_BIN;
  if (!path) throw new Error('CANVASS_BIN is not set: run `cargo xtask test`, or name a built binary');
  return path;
}

/** Runs a command to its end: `{ status, stdout, stderr }`. */
export function run(...args) {
  const { status, stdout, stderr, error } = spawnSync(binary(), args, { encoding: 'utf8', timeout: READY_MAX_MS });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The demo in an empty folder. Ends with `await demo.stop()`. */
export async function startDemo({ seed } = {}) {
  const folder = newFolder();
  const extra = seed === undefined ? [] : ['--seed', String(seed)];
  const port = String(await freePort());
  return start(folder, ['demo', '--data', join(folder, 'data'), '--port', port, ...extra]);
}

/** A server over a folder that `prepare(dataDir)` may fill first, for instance with `run('import', ...)`. */
export async function startServer({ prepare = () => {}, args = [] } = {}) {
  const folder = newFolder();
  const data = join(folder, 'data');
  await prepare(data);
  return start(folder, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...args]);
}

async function start(folder, args) {
  const readyFile = join(folder, 'ready.json');
  const child = spawn(binary(), [...args, '--ready-file', readyFile], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = keepLines(child);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  // Whatever ends the tests also ends the server.
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async () => {
    process.off('exit', onExit);
    child.kill('SIGTERM');
    const giveUp = AbortSignal.timeout(STOP_MAX_MS);
    giveUp.addEventListener('abort', onExit, { once: true });
    await gone;
    giveUp.removeEventListener('abort', onExit);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await whenReady(readyFile, child, log)), stop, log };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function whenReady(readyFile, child, log) {
  const started = performance.now();
  while (performance.now() - started < READY_MAX_MS) {
    if (existsSync(readyFile)) return described(JSON.parse(readFileSync(readyFile, 'utf8')));
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the server stopped before it was ready (${child.exitCode ?? child.signalCode}):\n${log()}`);
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`the server was not ready within ${READY_MAX_MS / 1000} s:\n${log()}`);
}

/** The ready file, with names as they are written here and a way to find a conversation by its state. */
function described(ready) {
  const baseUrl = ready.base_url.replace(/\/$/, '');
  const withState = (state) => {
    const found = ready.conversations.find((one) => one.state === state);
    if (!found) throw new Error(`no conversation is ${state}: ${JSON.stringify(ready.conversations)}`);
    return found.slug;
  };
  return {
    baseUrl,
    deskSignInUrl: ready.desk_sign_in_url,
    dataDir: ready.data_dir,
    conversations: ready.conversations,
    editions: ready.editions,
    withState,
  };
}

function keepLines(child) {
  let lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      lines = [...lines, ...text.trimEnd().split('\n')].slice(-LOG_MAX_LINES);
    });
  }
  return () => lines.join('\n');
}

function newFolder() {
  return mkdtempSync(join(tmpdir(), 'canvass-browser-'));
}

/** A port that is free now; should another program take it first, the demo takes the next one and says so. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
