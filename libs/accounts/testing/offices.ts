import { UnavailableError, type EventStore } from '#event-store';
import { type Subscription } from '../../event-store/event-store.port.js';
import { evolve, freezeAccount, placeOf, readAccountEvent, type Account, type AccountSnapshot } from '#ledger';
import { parseAmount } from '#money';
import { NOTICED_TYPES } from '../index.js';
import type { FaultyStore } from './faulty-store.js';
import { ACCOUNT, Office, auditedEvents } from './office.js';

/** Several gateways over one store. Each has a connection of its own, which breaks when it dies, and hears of the others through the log. */
export class Offices {
  readonly all: Office[] = [];
  private readonly dead = new Set<string>();
  private readonly cut = new Set<Office>();
  private readonly subscriptions: Subscription[] = [];
  /** False for a gateway that is alone. */
  others = true;

  constructor(
    readonly store: FaultyStore,
    private clock = '2026-11-10T12:00:00.000Z',
  ) {}

  open(): Office {
    const life = `life_${this.all.length + 1}`;
    const office: Office = new Office(
      this.connection(() => this.cut.has(office)),
      this.clock,
      life,
      undefined,
      {
        others: () => this.others,
        isDead: (other) => this.dead.has(other),
      },
    );
    office.byKeys = true;
    this.all.push(office);
    const subscription = this.store.connect().subscribe({ after: 0n, filter: { types: [...NOTICED_TYPES] } }, ({ events }) => {
      for (const event of events) if (!this.cut.has(office)) office.accounts.notice(event);
    });
    this.subscriptions.push(subscription);
    return office;
  }

  /** From now on nothing that it asks reaches the store; `known`: the others know that it is dead. */
  kill(office: Office, known = true): void {
    this.cut.add(office);
    if (known) this.dead.add(office.accounts.life);
  }

  /** The others take it for dead, but it lives: a long pause, a cut network. */
  presumeDead(office: Office): void {
    this.dead.add(office.accounts.life);
  }

  get alive(): Office[] {
    return this.all.filter((office) => !this.cut.has(office));
  }

  moveClock(ms: number): void {
    this.clock = new Date(Date.parse(this.clock) + ms).toISOString();
    for (const office of this.all) office.clock = this.clock;
  }

  async close(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.stop()));
  }

  private connection(isCut: () => boolean): EventStore {
    const store = this.store.connect();
    const gone = () => Promise.reject(new UnavailableError('This process is dead'));
    const guard = <Value>(ask: () => Promise<Value>): Promise<Value> => (isCut() ? gone() : ask());
    return {
      ...store,
      append: (stream, events, expected) =>
        guard(async () => {
          const appended = await store.append(stream, events, expected);
          return isCut() ? gone() : appended;
        }),
      readStream: (stream, options) => guard(() => store.readStream(stream, options)),
    };
  }
}

/** What all streams of the account come to, after checking chains, entries and that no purse is ever overdrawn. */
export async function audited(store: EventStore): Promise<{ available: bigint; held: bigint; account: AccountSnapshot }> {
  const purses = new Map<string, bigint>();
  let account: Account | undefined;
  for (const event of await auditedEvents(store)) {
    const entry = (event.data['entry'] ?? {}) as { readonly USD?: readonly (readonly [string, string])[] };
    for (const [name, amount] of entry.USD ?? []) {
      if (!name.endsWith(`:${ACCOUNT}`)) continue;
      const code = name.slice(0, 4);
      purses.set(code, (purses.get(code) ?? 0n) - parseAmount(amount));
    }
    for (const [code, nanos] of purses) if (nanos < 0n) throw new Error(`${event.type} in ${event.stream} leaves ${nanos} on ${code}`);
    if (placeOf(event.stream)?.lease === undefined) account = evolve(account, readAccountEvent(event, account?.quotes));
  }
  const sum = (...codes: readonly string[]) => codes.reduce((total, code) => total + (purses.get(code) ?? 0n), 0n);
  return { available: sum('2000', '2190', '2015', '2195'), held: sum('2010', '2191'), account: freezeAccount(account as Account) };
}
