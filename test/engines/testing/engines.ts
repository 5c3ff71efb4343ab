import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { exitOf, firstLine, type Exit } from '../../support/child.js';
import type { Faults } from '../../support/eventstoredb/faults.js';
import { ADMIN_TOKEN, GatewayProcess, freePort, makeDirectory } from '../../support/gateway/gateway.process.js';

const PROGRAM = fileURLToPath(new URL('../../../dist/test/support/eventstoredb/server.program.js', import.meta.url));
const CLI = fileURLToPath(new URL('../../../dist/apps/cli/main.js', import.meta.url));

/** Over a connection of its own: one that is kept may be closed by the server in the moment in which it is used again. */
const ONCE = { headers: { connection: 'close' } };

/** An EventStoreDB in a process of its own, of the kind that these tests have; what it holds dies with it. */
export class EventStoreProcess {
  readonly #exited: Promise<Exit>;

  private constructor(
    readonly url: string,
    private readonly control: string,
    private readonly child: ChildProcess,
  ) {
    this.#exited = exitOf(child);
  }

  static async start(): Promise<EventStoreProcess> {
    const child = spawn(process.execPath, [PROGRAM, '0', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { url, control } = JSON.parse(await firstLine(child)) as { url: string; control: string };
    return new EventStoreProcess(url, control, child);
  }

  async tell(what: 'down' | 'up' | 'drop-connections' | 'break-batches' | 'end-subscriptions' | 'no-faults'): Promise<void> {
    await this.#order(what, '');
  }

  /** What it gets wrong from now on. */
  async suffer(faults: Partial<Faults>): Promise<void> {
    await this.#order('faults', JSON.stringify(faults));
  }

  async #order(what: string, body: string): Promise<void> {
    const { status } = await fetch(`${this.control}/${what}`, { method: 'POST', body, ...ONCE });
    if (status >= 300) throw new Error(`The server of the tests did not do ${what}: ${status}`);
  }

  /** From now on; see `Faults`. */
  async fault(faults: object): Promise<void> {
    const { status } = await fetch(`${this.control}/faults`, { method: 'POST', body: JSON.stringify(faults), ...ONCE });
    if (status >= 300) throw new Error(`The server of the tests did not take ${JSON.stringify(faults)}: ${status}`);
  }

  async events(): Promise<number> {
    return ((await (await fetch(this.control, ONCE)).json()) as { events: number }).events;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.#exited;
  }
}

/** One installation on engines: gateways and projectors that have nothing in common but this environment. */
export class EngineInstallation {
  readonly environment: Readonly<Record<string, string>>;
  readonly gateways: GatewayProcess[] = [];
  readonly projectors: ProjectorProcess[] = [];

  constructor(eventStoreUrl: string, mongodbUrl: string) {
    const database = `tokenok_test_${randomBytes(6).toString('hex')}`;
    this.environment = {
      EVENTSTORE_URL: eventStoreUrl,
      MONGODB_URL: `${mongodbUrl.replace(/\/$/, '')}/${database}`,
      TOKENOK_MASTER_KEY: randomBytes(32).toString('base64'),
      TOKENOK_ADMIN_TOKEN: ADMIN_TOKEN,
    };
  }

  /** Returns at once; `ready` tells when it listens. */
  async serve(): Promise<GatewayProcess> {
    const gateway = GatewayProcess.spawn({ port: await freePort(), dataDir: makeDirectory(), environment: this.environment });
    this.gateways.push(gateway);
    return gateway;
  }

  async project(): Promise<ProjectorProcess> {
    const projector = ProjectorProcess.spawn(await freePort(), this.environment);
    this.projectors.push(projector);
    return projector;
  }

  /** Everything but what was killed, the way an operator does. */
  async stop(): Promise<readonly Exit[]> {
    return Promise.all([
      ...this.gateways.map((gateway) => gateway.stop()),
      ...this.projectors.map((projector) => projector.end('SIGTERM')),
    ]);
  }
}

/** `tokenok project`, as an operator runs it. */
export class ProjectorProcess {
  #err = '';
  readonly exited: Promise<Exit>;

  private constructor(
    readonly url: string,
    readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (chunk: Buffer) => (this.#err += chunk.toString()));
    this.exited = exitOf(child);
  }

  static spawn(port: number, environment: Readonly<Record<string, string>>): ProjectorProcess {
    const child = spawn(process.execPath, [CLI, 'project'], { env: { PATH: process.env['PATH'], ...environment, PORT: String(port) } });
    return new ProjectorProcess(`http://127.0.0.1:${port}`, child);
  }

  get err(): string {
    return this.#err;
  }

  /** `leading`, `standing by` or `away`; undefined while it does not listen. */
  async phase(): Promise<string | undefined> {
    const answer = await fetch(`${this.url}/readyz`, ONCE).catch(() => undefined);
    return answer && ((await answer.json()) as { phase: string }).phase;
  }

  async end(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }
}
