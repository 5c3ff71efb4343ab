import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultsIn, tokenok, type Ended } from '../../../apps/cli/testing/tokenok.js';
import { notChargedOnce } from '../../support/load/kept.js';
import type { SeenWhole } from '../../support/load/load.js';
import { Books } from '../../support/gateway/books.js';
import { removeDirectories, type GatewayProcess } from '../../support/gateway/gateway.process.js';
import { call, dropConnections } from '../../support/gateway/http.js';
import { Installation, say, type Customer } from '../../support/gateway/installation.js';
import { nanos } from '../../support/gateway/nanos.js';
import { until } from '../../support/gateway/until.js';
import { MONGODB_URL } from '../../support/mongodb/database.js';
import { failing, plain, stream } from '../../support/upstream/answers.js';
import { Upstream } from '../../support/upstream/upstream.js';
import { Seeded } from '../../support/load/seeded.js';
import { EngineInstallation, EventStoreProcess } from './engines.js';

/** Repeatable as far as processes are: chance decides delays only. */
export const SEED = Number(process.env['TOKENOK_SEED'] ?? randomInt(2 ** 31));

/** Jest's console adds a stack to every line. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** So many gateways and one projector on stores that nobody has ever used, with one provider and one model. */
export class Fleet {
  readonly books = new Books();
  /** What each gateway does for its operator, in the order of the gateways. */
  readonly offices: readonly Installation[];

  private constructor(
    readonly eventStore: EventStoreProcess,
    readonly installation: EngineInstallation,
    readonly upstream: Upstream,
    gateways: readonly GatewayProcess[],
  ) {
    this.offices = gateways.map((gateway) => Installation.on(gateway));
  }

  static async start(gateways: number, mongodbUrl = MONGODB_URL): Promise<Fleet> {
    const [upstream, eventStore] = await Promise.all([Upstream.start(), EventStoreProcess.start()]);
    const installation = new EngineInstallation(eventStore.url, mongodbUrl);
    await installation.project();
    const started = await Promise.all(Array.from({ length: gateways }, () => installation.serve()));
    await Promise.all(started.map(({ ready }) => ready));
    const fleet = new Fleet(eventStore, installation, upstream, started);
    await fleet.first.offer(upstream.baseUrl);
    await fleet.ready();
    await fleet.getToKnow();
    return fleet;
  }

  get first(): Installation {
    return this.offices[0] as Installation;
  }

  /** Every gateway that was not killed. */
  async ready(offices: readonly Installation[] = this.offices): Promise<void> {
    const isReady = async ({ url }: Installation) => (await readiness(url)) === 200;
    for (const office of offices) await until('ready', () => isReady(office));
  }

  /** With a key that works on all of them. */
  async customer(credit: string): Promise<Customer> {
    const customer = await this.first.customer(credit);
    for (const office of this.offices) {
      await until('the key works', async () => (await statusOf(office, customer)) === 200);
    }
    return customer;
  }

  /** Until each of them has seen that it is not alone: only then it spends from leases. */
  private async getToKnow(): Promise<void> {
    const customer = await this.customer('1000.00');
    this.upstream.expect(failing(500));
    const spendsFromLease = async (office: Installation): Promise<boolean> => {
      const { headers } = await office.chat(customer, say('Who else is there?'));
      const routed = (await this.followed()).routed.get(String(headers['x-request-id']));
      return routed?.stream.startsWith('lease-') === true || sleep(200, false);
    };
    for (const office of this.offices) await until('it knows the others', () => spendsFromLease(office));
    this.upstream.expect(plain());
  }

  /** The log, as one of the living tells it. */
  async followed(by: Installation = this.first): Promise<Books> {
    return this.books.follow(by.admin);
  }

  /** The life of the gateway that served this request: what was answered whole before this is called stands in what it reads. */
  async lifeBehind(request: string | undefined): Promise<string> {
    await this.followed();
    return this.lifeOf(request);
  }

  private lifeOf(request: string | undefined): string {
    const life = this.books.routed.get(request ?? '')?.data['life'];
    if (typeof life !== 'string') throw new Error(`The log does not tell who served ${String(request)}`);
    return life;
  }

  /** Holds that are open and leases that are out, of one life. */
  leftBy(life: string): { readonly holds: number; readonly leases: number } {
    const { accounts, openHolds } = this.books;
    const owners = [...accounts.values()].flatMap(({ leases }) => [...leases.values()]);
    return { holds: openHolds.filter((id) => this.lifeOf(id) === life).length, leases: owners.filter((owner) => owner === life).length };
  }

  /** How long it took until no hold was open. */
  async settled(withinMs?: number, by: Installation = this.first): Promise<number> {
    return until('no hold is open', async () => (await this.followed(by)).openHolds.length === 0, withinMs);
  }

  /**
   * What has to be so after whatever was done to them: no rule of the books is broken, everything that was answered whole is charged
   * once, the auditor finds nothing, balances are the fold of the events, and what the projector keeps equals a rebuild.
   */
  async expectSound(answers: readonly SeenWhole[], customers: readonly Customer[], by: Installation = this.first): Promise<void> {
    const books = await this.followed(by);
    expect(books.violations).toEqual([]);
    expect(notChargedOnce(books, answers)).toEqual([]);
    await until('all is folded', () => isFolded(by));
    for (const customer of customers) {
      const shown = await by.me<{ available: string; held: string }>(customer, '/me/balance');
      const { available, leased, held } = books.account(customer.account);
      expect([nanos(shown.available), nanos(shown.held)]).toEqual([available + leased, held]);
    }
    const { environment } = this.installation;
    const verified = await tokenok(['verify'], environment);
    expect({ code: verified.code, stderr: faultsIn(verified.stderr) }).toEqual({ code: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^All holds:/);
    const rebuilt = await rebuild(environment);
    expect({ code: rebuilt.code, stderr: faultsIn(rebuilt.stderr) }).toEqual({ code: 0, stderr: '' });
    expect(rebuilt.stdout).toMatch(/^balances .*, all the same$/m);
  }

  async stop(): Promise<void> {
    await this.installation.stop();
    await this.eventStore.stop();
    await this.upstream.stop();
    dropConnections();
    removeDirectories();
  }
}

/** The MongoDB server of the tests is slow, and on a busy machine too slow now and then: that it could not run says nothing of the rows. */
async function rebuild(environment: Readonly<Record<string, string>>, tries = 3): Promise<Ended> {
  const ended = await tokenok(['rebuild'], environment);
  return ended.code === 2 && tries > 1 ? rebuild(environment, tries - 1) : ended;
}

/** Streamed or plain as it is asked, after a little while. */
export function lively(chance: Seeded, upToMs = 25) {
  return async (...[response, received]: Parameters<ReturnType<typeof plain>>): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, upToMs)));
    const answer = received.body['stream'] === true ? stream({ betweenMs: chance.between(0, 5) }) : plain();
    return answer(response, received);
  };
}

export const readiness = async (url: string): Promise<number> => (await call({ method: 'GET', url: `${url}/readyz` })).status;

const statusOf = async ({ url }: Installation, { key }: Customer): Promise<number> =>
  (await call({ method: 'GET', url: `${url}/me`, headers: { authorization: `Bearer ${key}` } })).status;

async function isFolded({ url }: Installation): Promise<boolean> {
  const { text } = await call({ method: 'GET', url: `${url}/metrics` });
  return /^tokenok_projector_behind_events 0$/m.test(text);
}
