import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitOf, type Exit } from '../child.js';
import { holdAnswersOf, undeclaredAnswers } from './declared-answers.js';
import { undeclaredIn } from './declared-events.js';

/** The built program, so that what is tested is what `npm start` runs: `node scripts/prepare.mjs` comes before (npm test does it). */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'dist/apps/cli/main.js');

/** Known to the tests, so that nothing has to be read from a banner. */
export const ADMIN_TOKEN = 'e2e-admin-token-of-forty-characters-0001';

export interface GatewayOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly cwd?: string;
  /** Nobody asks it anything but the test: for one whose ids are counted. Its answers are not held against its document. */
  readonly isAlone?: true;
  /** Where its code is, built; this checkout unless said otherwise. */
  readonly checkout?: string;
}

/** A gateway as its operator runs it: a process of its own, of which only ports, signals, output and exit code are known. */
export class GatewayProcess {
  #out = '';
  #err = '';
  readonly exited: Promise<Exit>;
  /** Resolves once it listens; rejects where it ended before, or could not be spawned. */
  readonly ready: Promise<void>;

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#err += chunk.toString()));
    this.exited = exitOf(child);
    this.ready = new Promise((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        this.#out += chunk.toString();
        if (this.#out.includes('Tokenok listens on')) resolve();
      });
      this.exited.then(({ code, signal }) => {
        reject(new Error(`The gateway ended with ${String(code ?? signal)} before it listened: ${this.#err}`));
      }, reject);
    });
    // A start that is meant to fail is not asked whether it is ready.
    this.ready.catch(() => undefined);
  }

  /** Returns at once; `ready` tells when it listens. */
  static spawn(options: GatewayOptions & { readonly port: number; readonly dataDir: string }): GatewayProcess {
    const checkout = options.checkout ?? ROOT;
    const child = spawn(process.execPath, [join(checkout, 'dist/apps/gateway/main.js')], {
      cwd: options.cwd ?? checkout,
      env: {
        PATH: process.env['PATH'],
        PORT: String(options.port),
        TOKENOK_DATA_DIR: options.dataDir,
        TOKENOK_ADMIN_TOKEN: ADMIN_TOKEN,
        ...options.environment,
      },
      ...(options.uid === undefined ? {} : { uid: options.uid }),
    });
    return new GatewayProcess(`http://127.0.0.1:${options.port}`, options.dataDir, child);
  }

  static async start(options: GatewayOptions = {}): Promise<GatewayProcess> {
    const port = options.port ?? (await freePort());
    const gateway = GatewayProcess.spawn({ ...options, port, dataDir: options.dataDir ?? makeDirectory() });
    await gateway.ready;
    if (!options.isAlone) await holdAnswersOf(gateway.url);
    return gateway;
  }

  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  /** Ends it the way an operator does, and says how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line, as `npx tokenok` runs it. */
export async function runTokenok(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: ROOT });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const { code } = await exitOf(child);
  return { code, out, err };
}

/**
 * Free when asked; kept over restarts, so that clients find the gateway again where it was. It is none of those that a system gives
 * to connections and to whoever listens on port 0 (Linux: from 32,768 on), which could have it while nobody listens there.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await new Promise((resolve) => server.once('listening', () => resolve(true)).once('error', () => resolve(false)));
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

const directories: string[] = [];

export function makeDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'tokenok-e2e-'));
  directories.push(path);
  return path;
}

/**
 * For `afterAll`: gateways must have ended. Throws where their books hold an event that no command declares, or where an answer was not
 * as `/api/openapi.json` says.
 */
export function removeDirectories(): void {
  const undeclared: string[] = [];
  for (const path of directories.splice(0)) {
    undeclared.push(...undeclaredIn(path));
    rmSync(path, { recursive: true, force: true });
  }
  const answers = undeclaredAnswers();
  if (answers.length > 0) throw new Error(`/api/openapi.json does not tell of what was answered:\n${answers.join('\n')}`);
  if (undeclared.length > 0) throw new Error(`docs/routes.md does not tell of what was written:\n${undeclared.join('\n')}`);
}
