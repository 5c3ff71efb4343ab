import type { AdminClient, LedgerEvent } from './admin-client.js';
import { undeclaredEvents, type WrittenEvent } from './declared-events.js';
import { nanos } from './nanos.js';

const AVAILABLE: ReadonlySet<string> = new Set(['2000', '2190']);
/** Slices of a balance that several gateways spend from. */
const LEASED: ReadonlySet<string> = new Set(['2015', '2195']);
const HELD: ReadonlySet<string> = new Set(['2010', '2191']);
const ENDS: ReadonlySet<string> = new Set(['TokensMetered', 'RequestFailed', 'RequestAbandoned']);

/** What one account's postings come to; liabilities count as the customer sees them, above zero. */
interface AccountFold {
  available: bigint;
  /** Out on leases, and unspent. */
  leased: bigint;
  held: bigint;
  /** Leases that are granted and not settled, with the lives that have them. */
  readonly leases: Map<number, string>;
  /** Holds that are open, with their amounts. */
  readonly open: Map<string, bigint>;
}

/**
 * Folds the event log event by event, from nothing but entries and request ids, and checks the books' invariants at every
 * position: entries and books sum to zero, what is available or leased is never below zero, held is the sum of the open holds, a
 * request ends exactly once, and no command writes what it does not declare.
 */
export class Books {
  readonly accounts = new Map<string, AccountFold>();
  /** How each request ended. */
  readonly ends = new Map<string, LedgerEvent>();
  readonly routed = new Map<string, LedgerEvent>();
  readonly events: LedgerEvent[] = [];
  /** What did not hold; empty is what every test wants. */
  readonly violations: string[] = [];
  /** Where the trial balance would not be zero. */
  private readonly sums = new Map<string, bigint>();
  private position = '0';

  /** Reads what was recorded since the last time. */
  async follow(admin: AdminClient): Promise<this> {
    const events = await admin.eventsAfter(this.position);
    for (const event of events) {
      this.position = event.position;
      this.events.push(event);
      this.apply(event);
    }
    const claims = this.events.filter(({ type }) => type === 'CommandAccepted');
    this.violations.push(...undeclaredEvents([...claims, ...events].map(written)));
    return this;
  }

  get head(): string {
    return this.position;
  }

  get openHolds(): readonly string[] {
    return [...this.accounts.values()].flatMap(({ open }) => [...open.keys()]);
  }

  account(account: string): AccountFold {
    let fold = this.accounts.get(account);
    if (!fold) this.accounts.set(account, (fold = { available: 0n, leased: 0n, held: 0n, leases: new Map(), open: new Map() }));
    return fold;
  }

  ofType(type: string): LedgerEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  /** The one charge of a request; undefined where it was not charged. */
  charge(request: string): LedgerEvent | undefined {
    const end = this.ends.get(request);
    return end?.type === 'TokensMetered' ? end : undefined;
  }

  private apply(event: LedgerEvent): void {
    const account = /^(?:account|lease)-(acc_[0-9a-z]+)-/.exec(event.stream)?.[1];
    this.post(event, account);
    if (account === undefined) return;
    const fold = this.account(account);
    this.followRequest(event, fold);
    this.followLease(event, fold);
    if (fold.leased < 0n) this.violate(event, `${fold.leased} nanos are leased`);
    if (fold.available < 0n) this.violate(event, `available is ${fold.available} nanos`);
    const open = [...fold.open.values()].reduce((sum, amount) => sum + amount, 0n);
    if (open !== fold.held) this.violate(event, `${fold.held} nanos are held, the open holds come to ${open}`);
  }

  private post(event: LedgerEvent, owner: string | undefined): void {
    for (const [currency, lines] of Object.entries(event.data.entry ?? {})) {
      let sum = 0n;
      for (const [name, amount] of lines) {
        const value = nanos(amount);
        const [number = '', account] = name.split(':');
        sum += value;
        if (account === undefined) continue;
        if (account !== owner) this.violate(event, `posts to ${account}`);
        if (AVAILABLE.has(number)) this.account(account).available -= value;
        else if (LEASED.has(number)) this.account(account).leased -= value;
        else if (HELD.has(number)) this.account(account).held -= value;
      }
      const total = (this.sums.get(currency) ?? 0n) + sum;
      this.sums.set(currency, total);
      if (sum !== 0n) this.violate(event, `its entry sums to ${sum} ${currency} nanos`);
      if (total !== 0n) this.violate(event, `the books sum to ${total} ${currency} nanos`);
    }
  }

  private followRequest(event: LedgerEvent, fold: AccountFold): void {
    const { request } = event.data;
    if (request === undefined) return;
    if (event.type === 'RequestRouted') {
      if (this.routed.has(request)) this.violate(event, `${request} is routed twice`);
      this.routed.set(request, event);
      fold.open.set(request, nanos(String(event.data['hold'])));
    }
    if (!ENDS.has(event.type)) return;
    if (!fold.open.delete(request)) this.violate(event, `${request} ends without an open hold`);
    this.ends.set(request, event);
  }

  private followLease({ type, data }: LedgerEvent, { leases }: AccountFold): void {
    if (type === 'FundsLeased') leases.set(Number(data['lease']), String(data['life']));
    if (type === 'LeaseSettled' && data['last'] === true) leases.delete(Number(data['lease']));
  }

  private violate(event: LedgerEvent, what: string): void {
    this.violations.push(`position ${event.position}, ${event.type}: ${what}`);
  }
}

const written = ({ stream, type, data, metadata }: LedgerEvent): WrittenEvent => ({
  ...{ stream, type, data },
  ...{ cause: String(metadata['cause']), actor: String(metadata['actor']) },
});
