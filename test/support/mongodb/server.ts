import { MongoClient } from 'mongodb';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../gateway/gateway.process.js';

/** Where `npm run test:engines` installs it. */
const PROGRAM = fileURLToPath(new URL('../../../.venv/engines/bin/secantusd-py', import.meta.url));
const START_TIMEOUT_MS = 60_000;
/** One for each of the 16 tables among which it spreads collections, by a hash whose lowest four bits follow those of the last letter. */
const OF_EACH_TABLE = [...'abcdefghijklmnop'];

/** False on a machine where `npm run test:engines` has not been run: then there is no server that a test could stop. */
export const hasMongoServer = (): boolean => existsSync(PROGRAM);

/**
 * A MongoDB server of a test's own, over a temporary folder: SecantusDB, which speaks MongoDB's protocol over the WiredTiger engine.
 * It keeps port and data over stops and starts, so that a test can take it away and give it back.
 */
export class MongoTestServer {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** Resolves when it answers. */
  static async start({ port }: { readonly port?: number } = {}): Promise<MongoTestServer> {
    const server = new MongoTestServer(port ?? (await freePort()), mkdtempSync(join(tmpdir(), 'mongodb-')));
    await server.resume();
    await server.#makeTables();
    return server;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/`;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** As a power cut would end it. Only data that was synced is there afterwards. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** In its own time. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** It keeps its connections and answers nothing: from when this resolves, because a thread that runs is stopped a moment after the signal. */
  async freeze(): Promise<void> {
    this.#process?.kill('SIGSTOP');
    for (let looks = 0; looks < 100 && !isStopped(this.#process?.pid); looks += 1) await sleep(10);
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Starts it again on the same port and data. */
  async resume(): Promise<void> {
    if (this.#process) return;
    const options = ['--host', '127.0.0.1', '--port', String(this.port), '--storage-path', this.folder, '--sync-on-commit'];
    let cannotStart: Error | undefined;
    const child = spawn(PROGRAM, [...options, '--log-level', 'ERROR'], { stdio: ['ignore', 'ignore', 'inherit'] });
    this.#process = child;
    child.once('error', (fault) => (cannotStart = fault));
    for (const startedMs = performance.now(); !(await answers(this.port)); await sleep(50)) {
      if (cannotStart) throw cannotStart;
      if (child.exitCode !== null) throw new Error(`The MongoDB server ended with ${child.exitCode} when it started`);
      if (performance.now() - startedMs > START_TIMEOUT_MS) throw new Error('The MongoDB server did not start');
    }
  }

  /** Ends it and removes what it stored. */
  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** It makes a table when that is first written to, and does not start again where it is killed meanwhile: that fault is no test's concern. */
  async #makeTables(): Promise<void> {
    const client = new MongoClient(this.url);
    for (const name of OF_EACH_TABLE) await client.db('tables').createCollection(name);
    await client.close();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', done(true)).once('error', done(false));
  });
}

/** Every thread of it. False where the system does not tell: there it is waited for. */
function isStopped(pid: number | undefined): boolean {
  try {
    const threads = readdirSync(`/proc/${String(pid)}/task`);
    return threads.every((thread) => /^\d+ \(.*\) [Tt] /s.test(readFileSync(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8')));
  } catch {
    return false;
  }
}
