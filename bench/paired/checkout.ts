import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { requestBody, PRICE, UPSTREAM_MODEL } from '../payloads/payload.js';
import { TokenokApi } from '../contenders/tokenok.api.js';
import { inherited, prepareCustomer, stopTokenok } from '../contenders/tokenok.contender.js';
import { cpuMs, settle } from '../harness/process-cpu.js';
import { freePort, until, type Child, type Processes } from '../harness/processes.js';

const START_MS = 60_000;
const SETTLE_MS = 20_000;
const REPLAY_MS = 600_000;
const AT_ONCE = 32;
/** As its last words a process says what processor time it had, in microseconds: /proc forgets who has ended. */
const TELL_CPU =
  "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('CPU '+(user+system)+'\\n')})";

/** How the answers of a load come; the provider's script for each, as `bench/streams/provider.ts` takes it. */
export const LOADS = { plain: 'first', streamed: 'deltas-30' } as const;
export type LoadName = keyof typeof LOADS;

/** One of the two states of the code: built, run from where it stands, on a data directory of its own. */
export class Checkout {
  #gateway: Child | undefined;
  #pool: Pool | undefined;
  #key = '';

  constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly processes: Processes,
  ) {
    if (!existsSync(this.program('gateway'))) throw new Error(`${this.program('gateway')} does not exist: build it first`);
  }

  /** A gateway with a customer who can pay for every load. */
  async start(provider: string): Promise<void> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const token = randomBytes(24).toString('hex');
    const env = { ...inherited(), PORT: String(port), TOKENOK_ADMIN_TOKEN: token, TOKENOK_DATA_DIR: this.dataDir };
    const gateway = await this.processes.start(this.name, process.execPath, [this.program('gateway')], { env, cwd: this.folder });
    this.#gateway = gateway;
    await until(gateway, 'is ready', START_MS, () =>
      fetch(`${origin}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const admin = new TokenokApi(origin, token);
    for (const [load, script] of Object.entries(LOADS)) {
      const facts = { protocol: 'openai', base_url: `${provider}/${script}/v1`, api_key: 'sk-bench' };
      await admin.write('PUT', `/admin/providers/${load}`, facts);
      const targets = [{ provider: load, upstream_model: UPSTREAM_MODEL }];
      await admin.write('PUT', `/admin/models/${load}`, { targets, price: PRICE, context_window: 128_000, max_output_tokens: 4_096 });
    }
    this.#key = (await prepareCustomer(admin)).key;
    this.#pool = new Pool(origin, { connections: AT_ONCE });
  }

  get dataDir(): string {
    return join(this.processes.workspace, `${this.name}-data`);
  }

  /** Microseconds of processor time for each answer, what is done behind the answers included. */
  async load(load: LoadName, seconds: number): Promise<number> {
    const gateway = this.#gateway!;
    await settle(gateway.group, SETTLE_MS);
    const before = cpuMs(gateway.group);
    const endsAt = performance.now() + seconds * 1_000;
    let answers = 0;
    const client = async (): Promise<void> => {
      for (; performance.now() < endsAt; answers += 1) await this.ask(load);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    await settle(gateway.group, SETTLE_MS);
    const after = cpuMs(gateway.group);
    if (before === undefined || after === undefined) throw new Error('There is no /proc to read processor time from');
    return ((after - before) * 1_000) / answers;
  }

  /** Everything of the load is in the log and in the read models then. */
  async stop(): Promise<void> {
    await this.#pool?.close();
    if (this.#gateway !== undefined) await stopTokenok(this.#gateway);
  }

  /** Milliseconds of processor time to fold all events of a data directory into all projections, and to find them equal to the live ones. */
  async replay(dataDir: string): Promise<number> {
    const args = ['--import', TELL_CPU, this.program('cli'), 'rebuild', '--data-dir', dataDir];
    const told = await this.processes.run(`${this.name}-replay`, process.execPath, args, {
      env: inherited(),
      cwd: this.folder,
      timeoutMs: REPLAY_MS,
    });
    const cpu = [...told.matchAll(/^CPU (\d+)$/gm)].map(([, text]) => Number(text));
    if (cpu.length === 0) throw new Error(`No processor time was told:\n${told}`);
    return Math.max(...cpu) / 1_000;
  }

  private async ask(load: LoadName): Promise<void> {
    const body = JSON.stringify({ ...(JSON.parse(requestBody(load)) as object), ...(load === 'streamed' && { stream: true }) });
    const headers = { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' };
    const answer = await this.#pool!.request({ method: 'POST', path: '/v1/chat/completions', headers, body });
    const text = await answer.body.text();
    const isWhole = load === 'streamed' ? text.endsWith('data: [DONE]\n\n') : text.endsWith('}');
    if (answer.statusCode !== 200 || !isWhole) throw new Error(`${this.name} answered ${answer.statusCode}: ${text.slice(-400)}`);
  }

  private program(app: 'gateway' | 'cli'): string {
    return join(this.folder, `dist/apps/${app}/main.js`);
  }
}
