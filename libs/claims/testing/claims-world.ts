import { Accounts } from '#accounts';
import { mintCommandId, type EventStore, type Position, type RecordedEvent, type SealedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { formatAmount, Money, type Currency } from '#money';
import {
  ClaimEffects,
  ClaimLog,
  CommandClaims,
  PaymentClaims,
  type CommandOutcome,
  type EffectAnswers,
  type AssignOutcome,
  type PaymentFacts,
  type PaymentOutcome,
  type UnmatchedReport,
} from '../index.js';

/** The process died: nothing that it had not written is known any more. */
export class Crash extends Error {}

export type CrashPoint = { readonly append: number; readonly when: 'before' | 'after' };

const answers: EffectAnswers = (_target, ids, outcome) =>
  'refusal' in outcome
    ? { status: 409, body: JSON.stringify({ code: outcome.refusal.code }) }
    : { status: 201, body: JSON.stringify({ ...ids, balance: formatAmount(outcome.posted.available) }) };

/** One life of a gateway over the log. Dies for good at its crash point. */
export class Life {
  readonly payments: PaymentClaims;
  readonly commands: CommandClaims;
  readonly accounts: Accounts;
  readonly log: ClaimLog;
  private appends = 0;
  private dead = false;

  constructor(
    private readonly world: ClaimsWorld,
    private readonly crash?: CrashPoint,
  ) {
    const store = this.mortal(world.store);
    const now = () => world.now();
    const registered = (account: string) => {
      if (!account.startsWith('acc_')) return undefined;
      return {
        customer: account.replace('acc', 'cus'),
        currency: 'USD' as Currency,
        timeZone: account === 'acc_auckland' ? 'Pacific/Auckland' : 'UTC',
        registeredAt: world.began,
      };
    };
    this.accounts = new Accounts({ store, snapshots: { find: async () => undefined }, registered, life: 'life_1', now });
    this.log = new ClaimLog(store, now);
    const effects = new ClaimEffects(this.accounts, store, this.log, now);
    this.payments = new PaymentClaims(this.log, effects);
    this.commands = new CommandClaims(this.log, effects, answers);
  }

  receive(facts: PaymentFacts): Promise<PaymentOutcome> {
    return this.payments.receive(facts, ({ customer }) => customer.replace('cus', 'acc'), { actor: 'payment:stripe', cause: 'req_1' });
  }

  keep(report: UnmatchedReport): Promise<PaymentOutcome> {
    return this.payments.keep(report, { actor: 'payment:stripe', cause: 'req_1' });
  }

  assign(payment: string, customer: string, amount?: string): Promise<AssignOutcome> {
    const wanted = {
      customer,
      account: customer.replace('cus', 'acc'),
      currency: 'USD' as const,
      amount: amount === undefined ? undefined : Money.recorded('USD', amount),
      reason: 'test',
    };
    return this.payments.assign(`payment-stripe-${payment}`, wanted, { actor: 'admin:adm_1', cause: 'req_2' });
  }

  /** A grant under an Idempotency-Key. `mint` tells how often ids were made. */
  grant(key: string, amount: string, mint: () => string = () => `lot_${key}`, account = 'acc_1'): Promise<CommandOutcome> {
    const command = { actor: 'admin:adm_1', route: 'POST /credits', key, bodyHash: `body ${amount}` };
    return this.commands.onAccount(command, () => ({ id: mint() }), {
      account,
      effect: ({ id = '' }) => ({
        type: 'GrantCredit',
        lot: id,
        kind: 'goodwill',
        amount,
        currency: 'USD' as Currency,
        reason: 'test',
        expires_at: null,
      }),
    });
  }

  /** Nothing is left then of any credit, so that no lot tells any more that it was there. */
  async spendAll(): Promise<void> {
    const available = (await this.accounts.open('acc_1'))?.available ?? 0n;
    if (available === 0n) return;
    const adjustment = mintCommandId();
    const amount = Money.of('USD', -available);
    const command = {
      type: 'AdjustBalance',
      at: this.world.now(),
      adjustment,
      amount,
      reason: 'spent',
      reverses: null,
      claim: null,
    } as const;
    await this.accounts.execute('acc_1', command, { actor: 'system', cause: 'test', commandId: adjustment });
  }

  /** What the caretaker does: whatever claims stand, finished or not. */
  async resumeAll(): Promise<void> {
    for (const { stream, type } of await this.world.events()) {
      if (type === 'PaymentSeen' || type === 'PaymentAssigned') await this.payments.resume(stream);
      if (type === 'CommandAccepted') await this.commands.resume(stream);
    }
  }

  private mortal(store: EventStore): EventStore {
    const alive = <Result>(work: () => Promise<Result>): Promise<Result> => (this.dead ? Promise.reject(new Crash()) : work());
    return {
      gapless: store.gapless,
      certain: store.certain,
      probe: () => store.probe(),
      append: (stream, events, expected) => alive(() => this.append(store, stream, events, expected)),
      readStream: (stream, options) => alive(() => store.readStream(stream, options)),
      readAll: (options) => alive(() => store.readAll(options)),
      eventAt: (position) => alive(() => store.eventAt(position)),
      scan: (options) => store.scan(options),
      subscribe: (options, handler) => store.subscribe(options, handler),
      head: () => alive(() => store.head()),
      close: () => Promise.resolve(),
    };
  }

  private async append(store: EventStore, stream: string, events: readonly SealedEvent[], expected: bigint | 'no_stream') {
    this.appends += 1;
    const dies = this.appends === this.crash?.append;
    if (dies && this.crash?.when === 'before') throw this.die();
    const appended = await store.append(stream, events, expected);
    if (dies) throw this.die();
    return appended;
  }

  private die(): Crash {
    this.dead = true;
    return new Crash();
  }
}

/** A log, a clock, and as many lives as a test wants. */
export class ClaimsWorld {
  readonly store: EventStore = createMemoryEventStore();
  readonly began = '2026-10-10T00:00:00.000Z';
  private nowMs = Date.parse(this.began);

  now(): string {
    return new Date(this.nowMs).toISOString();
  }

  goTo(instant: string): void {
    this.nowMs = Date.parse(instant);
  }

  pass(ms: number): void {
    this.nowMs += ms;
  }

  life(crash?: CrashPoint): Life {
    return new Life(this, crash);
  }

  async events(after: Position = 0n): Promise<readonly RecordedEvent[]> {
    return (await this.store.readAll({ after, max: 10_000 })).events;
  }

  async of(type: string): Promise<readonly RecordedEvent[]> {
    return (await this.events()).filter((event) => event.type === type);
  }
}

export function payment(id: string, amount = '10.00', more: Partial<PaymentFacts> = {}): PaymentFacts {
  return { provider: 'stripe', payment: id, customer: 'cus_1', amount: Money.recorded('USD', amount), order: null, ...more };
}

/** One that cannot be credited as it is told; `received` as `10.00 USD`. */
export function unmatched(id: string, received: string | null = '10.00 USD', more: Partial<UnmatchedReport> = {}): UnmatchedReport {
  const [amount = '', currency = ''] = received?.split(' ') ?? [];
  return {
    provider: 'stripe',
    payment: id,
    message: `msg_${id}`,
    reason: 'customer_unknown',
    customer: null,
    received: received === null ? null : Money.recorded(currency as Currency, amount),
    factsHash: `hash ${id} ${received ?? 'nothing'}`,
    bytes: 9,
    seal: (key) => Promise.resolve(`v1.${key}.sealed`),
    legible: { customer: 'unknown', amount: amount || 'unreadable', currency: currency || 'unreadable', order: null },
    ...more,
  };
}

export const NOVEMBER = '2026-11-03T00:00:00.000Z';
export const DECEMBER = '2026-12-03T00:00:00.000Z';
