import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, openSync, closeSync, readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A program of the bench: the built file, also when this runs from source under jest. */
export function builtProgram(url: URL): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(isSource ? url.href.replace(/\/bench\/(?!.*\/bench\/)/, '/dist$&') : url);
}

const GUARDIAN = builtProgram(new URL('./guardian.js', import.meta.url));

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A process that a bench has started; leader of a process group of its own, so that its children end with it. */
export class Child {
  readonly exited: Promise<void>;
  #hasExited = false;

  constructor(
    readonly name: string,
    readonly logFile: string,
    private readonly process: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => process.once('exit', () => resolve()));
    void this.exited.then(() => (this.#hasExited = true));
  }

  get group(): number {
    return this.process.pid!;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  get exitCode(): number | null {
    return this.process.exitCode;
  }

  output(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** The end of what it printed, for a message about why it did not work. */
  lastWords(): string {
    const lines = this.output().trim().split('\n').slice(-12);
    return lines.map((line) => `    ${line.slice(0, 300)}`).join('\n');
  }

  /** Asks first; kills the whole group after `graceMs`. */
  async stop(graceMs = 3_000): Promise<void> {
    if (!this.#hasExited) this.process.kill('SIGTERM');
    const timer = new AbortController();
    await Promise.race([this.exited, sleep(graceMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    killGroup(this.group);
    await this.exited;
  }
}

/** All processes and files of one bench. Nothing outlives it: a guardian process ends what it could not end itself. */
export class Processes {
  readonly workspace = mkdtempSync(join(tmpdir(), 'tokenok-bench-'));
  readonly #guardian: ChildProcess;
  readonly #children: Child[] = [];

  constructor() {
    // nginx's workers run as nobody and have to reach their folders; the gateway closes its own data directory.
    chmodSync(this.workspace, 0o755);
    this.#guardian = spawn(process.execPath, [GUARDIAN, this.workspace], { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
    this.#guardian.stdin!.on('error', () => undefined);
  }

  async start(name: string, command: string, args: readonly string[], { env, cwd }: StartOptions = {}): Promise<Child> {
    const logFile = join(this.workspace, `${name}.log`);
    const log = openSync(logFile, 'a', 0o600);
    try {
      const started = spawn(command, args, {
        cwd: cwd ?? this.workspace,
        env: env ?? process.env,
        stdio: ['ignore', log, log],
        detached: true,
      });
      await once(started, 'spawn');
      const child = new Child(name, logFile, started);
      this.#children.push(child);
      this.#guardian.stdin!.write(`+${child.group}\n`);
      void child.exited.then(() => this.#guardian.stdin!.write(`-${child.group}\n`));
      return child;
    } finally {
      closeSync(log);
    }
  }

  /** Runs a command to its end and gives what it printed; a code other than 0, or too long a time, is an error. */
  async run(name: string, command: string, args: readonly string[], options: StartOptions & { timeoutMs: number }): Promise<string> {
    const child = await this.start(`${name}-${this.#children.length}`, command, args, options);
    const timer = new AbortController();
    const late = sleep(options.timeoutMs, 'late' as const, { signal: timer.signal }).catch(() => undefined);
    const end = await Promise.race([child.exited, late]);
    timer.abort();
    if (end === 'late') await child.stop();
    if (end === 'late') throw new Error(`${name} took longer than ${options.timeoutMs / 1000} s\n${child.lastWords()}`);
    if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode ?? 'a signal'}\n${child.lastWords()}`);
    return child.output();
  }

  /** The last started ends first. The guardian then takes away the workspace. */
  async close(): Promise<void> {
    for (const child of this.#children.reverse()) if (!child.hasExited) await child.stop();
    this.#guardian.stdin!.end();
    if (this.#guardian.exitCode === null) await once(this.#guardian, 'exit');
  }
}

/** The group may have members left although its leader has ended. */
function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // None is left.
  }
}

/** A port that was free a moment ago: good enough for one machine that does nothing else. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No TCP port to be had');
  return address.port;
}

export async function untilListening(child: Child, port: number, timeoutMs: number): Promise<void> {
  await until(child, `listens on port ${port}`, timeoutMs, () => accepts(port));
}

/** Asks every 50 ms; throws with the child's last words when it ends or takes too long. */
export async function until<T>(child: Child, what: string, timeoutMs: number, ask: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (child.hasExited)
      throw new Error(`${child.name} ended (exit code ${child.exitCode ?? 'none'}) before it ${what}\n${child.lastWords()}`);
    if (performance.now() > deadline)
      throw new Error(`${child.name} took longer than ${timeoutMs / 1000} s until it ${what}\n${child.lastWords()}`);
    await sleep(50);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
