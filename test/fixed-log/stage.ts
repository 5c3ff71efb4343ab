import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADMIN_TOKEN, GatewayProcess } from '../support/gateway/gateway.process.js';
import { call, dropConnections, type Answer, type Call } from '../support/gateway/http.js';
import { until } from '../support/gateway/until.js';
import { Upstream } from '../support/upstream/upstream.js';
import { FixedClock } from './fixed.clock.js';
import { SECURITY_HEADERS } from '../../apps/gateway/ground/security-headers.js';
import { RecordedLog, type Recording } from './recorded-log.js';

const STARTS_AT = '2026-10-05T08:00:00.000Z';
const STEP_MS = 1_000;
/** Longer than any answer takes on a machine that is busy: a step that hangs says so. */
const SILENCE_MS = 30_000;
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 'webhook').toString('base64')}`;
/** Everything that would otherwise be generated, or differ from machine to machine. */
const ENVIRONMENT = {
  TOKENOK_MASTER_KEY: Buffer.alloc(32, 'master').toString('base64'),
  TOKENOK_ADMIN_EMAIL: 'admin@example.com',
  TOKENOK_ADMIN_PASSWORD: 'a password of the scenario',
  TOKENOK_PAYMENTS_ACME_SECRET: WEBHOOK_SECRET,
  TZ: 'UTC',
};

export interface Asked extends Partial<Pick<Call, 'headers' | 'onSent' | 'onChunk'>> {
  readonly method?: string;
  readonly body?: unknown;
  /** Of a customer; an admin's otherwise. */
  readonly key?: string;
  /** It has no say where it is left out: what came is kept and compared. */
  readonly status?: number;
}

/** A gateway with a fixed clock and fixed randomness, its one provider, and what it was asked and has recorded. Steps come one after another. */
export class Stage {
  /** A line for each step: its name, the status, and the hash of what came. */
  readonly answers: string[] = [];
  #gateway: GatewayProcess | undefined;
  #log: RecordedLog | undefined;

  private constructor(
    readonly clock: FixedClock,
    readonly provider: Upstream,
    private readonly checkout: string,
    private readonly workspace: string,
  ) {}

  static async set(checkout: string): Promise<Stage> {
    const workspace = mkdtempSync(join(tmpdir(), 'tokenok-fixed-'));
    return new Stage(new FixedClock(join(workspace, 'clock'), STARTS_AT), await Upstream.start(), checkout, workspace);
  }

  /** On the directory that it had before, if it had one. */
  async start(): Promise<void> {
    this.clock.advance(STEP_MS);
    const dataDir = join(this.workspace, 'data');
    const preload = join(projectRoot(), 'dist/test/fixed-log/fixed.program.js');
    const environment = {
      ...ENVIRONMENT,
      NODE_OPTIONS: `--import=${preload}`,
      FIXED_LOG_CLOCK: join(this.workspace, 'clock'),
      FIXED_LOG_PROVIDER_PORT: new URL(this.provider.baseUrl).port,
    };
    this.#gateway = await GatewayProcess.start({ dataDir, environment, checkout: this.checkout, isAlone: true });
    this.#log ??= new RecordedLog(join(dataDir, 'events.db'));
    await this.settled();
  }

  /** Ends the process once its read models hold everything, since the next start goes by them. */
  async stop(): Promise<void> {
    const head = this.recording().events.length;
    await this.ask(`/admin/ledger/trial-balance?min_position=${head}`, { method: 'GET', status: 200 });
    await this.kill('SIGTERM');
  }

  /** As it stands. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.gateway.stop(signal);
    dropConnections();
  }

  /** The key that the first start made and showed. */
  get demoKey(): string {
    return /Bearer (tok_\w+)/.exec(this.gateway.out)?.[1] ?? '';
  }

  /** A step of its own: one request, and the end of everything that it began. */
  async ask(path: string, asked: Asked = {}): Promise<Answer> {
    this.clock.advance(STEP_MS);
    const answer = await this.send(path, asked);
    const { status } = asked;
    const told = `${asked.method ?? 'POST'} ${path}: ${answer.status} ${answer.text.slice(0, 500)}\n${this.gateway.err.slice(-1_000)}`;
    if (status !== undefined && answer.status !== status) throw new Error(told);
    this.note(`${asked.method ?? 'POST'} ${path}`, answer);
    await this.settled();
    return answer;
  }

  /** A request whose client goes away. */
  async leave(path: string, asked: Asked): Promise<void> {
    this.clock.advance(STEP_MS);
    await this.send(path, asked).catch(() => undefined);
  }

  /** Every request has ended, but those that are meant to be open. */
  async settled(open = 0): Promise<void> {
    await until(`${open} open holds`, () => this.#log?.openHolds() === open);
  }

  recording(): Recording {
    if (this.#log === undefined) throw new TypeError('Nothing was started');
    return this.#log.read();
  }

  async clear(): Promise<void> {
    await this.#gateway?.stop('SIGKILL');
    this.#log?.close();
    this.clock.close();
    await this.provider.stop();
    dropConnections();
    rmSync(this.workspace, { recursive: true, force: true });
  }

  private get gateway(): GatewayProcess {
    if (this.#gateway === undefined) throw new TypeError('Nothing was started');
    return this.#gateway;
  }

  private send(path: string, { method = 'POST', body, key = ADMIN_TOKEN, headers = {}, onSent, onChunk }: Asked): Promise<Answer> {
    return call({
      method,
      url: this.gateway.url + path,
      body,
      headers: { authorization: `Bearer ${key}`, ...headers },
      onSent: (request) => {
        request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`${method} ${path}: nothing came for ${SILENCE_MS} ms`)));
        onSent?.(request);
      },
      ...(onChunk && { onChunk }),
    });
  }

  private note(name: string, { status, headers, text }: Answer): void {
    // Those that are the same on every answer say nothing of this one.
    const isOfIt = (header: string): boolean => (header.startsWith('x-') && !(header in SECURITY_HEADERS)) || header === 'content-type';
    const ours = Object.entries(headers).filter(([header]) => isOfIt(header));
    const sha256 = createHash('sha256').update(JSON.stringify(ours.sort())).update(text).digest('hex');
    this.answers.push(`${name} ${status} ${sha256}`);
  }
}

/** Where `package.json` is, from the sources and from what was built of them. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
