import { Accounts, NOTICED_TYPES, systemOrigin, type CommandOrigin, type Executed } from '#accounts';
import { ClaimEffects, ClaimLog, PaymentClaims } from '#claims';
import { EMPTY_TIP, eventId, mintCommandId, seal, type EventStore } from '#event-store';
import type { AccountCommand, HoldFunds, MeterTokens } from '#ledger';
import { Money, recordPrice, type Price } from '#money';
import { Random } from './random.js';

const DAY_MS = 86_400_000;
const SYSTEM_ASKS_EVERY = 11;
const LONGEST_PAUSE_MS = 2 * DAY_MS;

const PRICE: Price = [
  { component: 'input', perMillion: 400_000_000n },
  { component: 'cached_input', perMillion: 37_500_000n },
  { component: 'cache_write', perMillion: 500_000_000n },
  { component: 'output', perMillion: 1_600_000_001n },
  { component: 'input_audio', perMillion: 450_000_000n },
  { component: 'input', perMillion: 480_000_000n, aboveInputTokens: 90_000 },
  { component: 'output', perMillion: 800_000_000n, serviceTier: 'flex' },
];

export interface RandomLogOptions {
  readonly seed: number;
  readonly accounts: number;
  readonly steps: number;
  /** More than one: they lease parts of the balances, and call them back. */
  readonly gateways?: number;
  /** Requests that are asked for by their keys, as at a gateway, so that their events name quotes: `most` (the default), or none. */
  readonly byKeys?: 'most' | 'none';
}

/** What the product writes, through its own ledger, writers and claims, on a clock that runs over several months. */
export class RandomLog {
  readonly #random: Random;
  readonly #gateways: readonly Accounts[];
  readonly #payments: PaymentClaims;
  readonly #open: { account: string; request: string; bound: number; gateway: Accounts }[] = [];
  readonly #ids: readonly string[];
  #nowMs = Date.parse('2026-09-20T08:00:00.000Z');
  #count = 0;

  constructor(
    readonly store: EventStore,
    private readonly options: RandomLogOptions,
  ) {
    this.#random = new Random(options.seed);
    this.#ids = Array.from({ length: options.accounts }, (_, index) => `acc_${options.seed}x${index}`);
    const now = (): string => this.#now();
    const registeredAt = now();
    const several = (options.gateways ?? 1) > 1;
    this.#gateways = Array.from(
      { length: options.gateways ?? 1 },
      (_, index) =>
        new Accounts({
          store,
          ...(several && { peers: { others: () => true, isDead: () => false } }),
          snapshots: { find: async () => undefined },
          registered: (account) => ({
            customer: account.replace('acc', 'cus'),
            currency: 'USD',
            timeZone: account.endsWith('1') ? 'America/New_York' : 'UTC',
            registeredAt,
          }),
          life: `life_${index + 1}`,
          now,
        }),
    );
    const log = new ClaimLog(store, now);
    this.#payments = new PaymentClaims(log, new ClaimEffects(this.#gateways[0] as Accounts, store, log, now));
  }

  async write(): Promise<void> {
    const followers = this.#gateways.map((gateway) =>
      this.store.subscribe({ after: 0n, filter: { types: [...NOTICED_TYPES] } }, ({ events }) =>
        events.forEach((event) => gateway.notice(event)),
      ),
    );
    for (const account of this.#ids) await this.#register(account);
    for (const account of this.#ids) await this.#pay(account, '2.00');
    for (let step = 0; step < this.options.steps; step += 1) await this.#step(this.#random.pick(this.#ids));
    await Promise.all(followers.map((follower) => follower.stop()));
  }

  #now(): string {
    return new Date(this.#nowMs).toISOString();
  }

  #id(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${this.#count}`;
  }

  async #step(account: string): Promise<unknown> {
    this.#nowMs += this.#random.below(LONGEST_PAUSE_MS);
    await Promise.all(this.#gateways.map((gateway) => gateway.tick()));
    const dice = this.#random.below(100);
    if (dice < 40) return this.#hold(account);
    if (dice < 75) return this.#end();
    if (dice < 82) return this.#pay(account, `${this.#random.below(3)}.${this.#random.below(9)}1`);
    if (dice < 92) return this.#grant(account);
    if (dice < 97) return this.#adjust(account);
    return this.#execute(account, { type: 'ExpireCredits', at: this.#now() });
  }

  #execute(account: string, command: AccountCommand, gateway = this.#random.pick(this.#gateways)): Promise<Executed> {
    return gateway.execute(account, command, this.#origin(command, this.#id('cmd')));
  }

  #origin(command: AccountCommand, cause: string): CommandOrigin {
    const origin = systemOrigin(cause);
    if (this.options.byKeys === 'none' || this.#count % SYSTEM_ASKS_EVERY === 0) return origin;
    if (command.type === 'HoldFunds') return { ...origin, actor: `key:${command.request.key}`, cause: command.request.request };
    return command.type === 'MeterTokens' ? { ...origin, cause: command.request } : origin;
  }

  async #register(account: string): Promise<void> {
    const [stream, time, command] = [`customer-${account.replace('acc', 'cus')}`, this.#now(), mintCommandId()];
    const metadata = { actor: 'admin:adm_1', cause: command, effective: time, recorded: time, version: 1 };
    const data = { customer: account.replace('acc', 'cus'), account, currency: 'USD', time_zone: 'UTC', name: 'ü "1"\n', email: 'x' };
    const { events } = seal(stream, EMPTY_TIP, [{ id: eventId(command, 0), type: 'CustomerRegistered', data, metadata }]);
    await this.store.append(stream, events, 'no_stream');
  }

  async #pay(account: string, amount: string): Promise<void> {
    const facts = {
      provider: 'stripe',
      payment: this.#id('pi'),
      customer: account.replace('acc', 'cus'),
      amount: Money.recorded('USD', amount),
      order: null,
    };
    await this.#payments.receive(facts, () => account, { actor: 'payment:stripe', cause: facts.payment });
  }

  #grant(account: string): Promise<unknown> {
    const expiresAt = this.#random.chance(0.7) ? new Date(this.#nowMs + this.#random.below(20 * DAY_MS) + 1).toISOString() : null;
    const kind = this.#random.chance(0.5) ? 'promo' : 'goodwill';
    const amount = Money.of('USD', BigInt(this.#random.below(900_000_000) + 1));
    return this.#execute(account, {
      type: 'GrantCredit',
      at: this.#now(),
      lot: this.#id('lot'),
      kind,
      amount,
      reason: 'test',
      expiresAt,
      claim: null,
    });
  }

  #adjust(account: string): Promise<unknown> {
    const amount = Money.of('USD', BigInt(this.#random.below(600_000_000) - 300_000_000));
    return this.#execute(account, {
      type: 'AdjustBalance',
      at: this.#now(),
      adjustment: this.#id('adj'),
      amount,
      reason: 'test',
      reverses: null,
      claim: null,
    });
  }

  async #hold(account: string): Promise<void> {
    const request = this.#id('req');
    const most = this.#gateways.length > 1 && this.#random.chance(0.85) ? 10_000 : 300_000 * this.#gateways.length ** 2; // mostly small enough for leases, else in need of what others have leased
    const bound = this.#random.below(most) + 1;
    const command: HoldFunds = {
      type: 'HoldFunds',
      at: this.#now(),
      currency: 'USD',
      request: {
        request,
        key: 'key_1',
        life: 'life_1',
        requested_model: this.#count % 2 === 0 ? 'fast' : 'slow',
        plan: [
          {
            provider: 'sandbox',
            upstream_model: 'small',
            model: 'openai/small',
            price_version: 'v1',
            cost: { currency: 'USD', price: recordPrice(PRICE.slice()) },
          },
        ],
        prices: { v1: recordPrice(PRICE) },
        deadline: new Date(this.#nowMs + 600_000).toISOString(),
        expected_cost: { currency: 'USD', amount: '0.001' + '23' },
      },
      inputTokens: bound,
      inputPerMillion: 500_000_000n,
      outputPerMillion: 1_600_000_001n,
      outputTokens: this.#random.below(most / 2) + 1,
      minimumOutputTokens: 1,
      choices: 1,
    };
    const gateway = this.#random.pick(this.#gateways);
    const executed = await gateway.execute(account, command, this.#origin(command, request));
    if (!executed.refusal) this.#open.push({ account, request, bound, gateway });
  }

  async #end(): Promise<unknown> {
    const [open] = this.#open.splice(this.#random.below(this.#open.length || 1), 1);
    if (!open) return undefined;
    const { account, request, gateway } = open;
    const dice = this.#random.below(10);
    const ended = { request, at: this.#now(), attempts: [], latencyMs: 300 };
    if (dice === 0) return this.#execute(account, { type: 'AbandonRequest', at: ended.at, request, reason: 'gateway_died' }, gateway);
    if (dice === 1)
      return this.#execute(
        account,
        {
          type: 'FailRequest',
          ...ended,
          outcome: 'failed',
          reason: 'upstream_failed',
          cost: Money.of('USD', 77n),
        },
        gateway,
      );
    return this.#execute(account, this.#meter(ended, open.bound), gateway);
  }

  /** Sometimes far above the hold: what lies beyond it stays uncollected. */
  #meter(ended: Pick<MeterTokens, 'request' | 'at' | 'attempts' | 'latencyMs'>, bound: number): MeterTokens {
    const tokens = {
      input: this.#random.below(bound),
      cached_input: this.#random.below(500),
      cache_write: this.#random.below(2) * 100,
      cache_write_1h: (this.#count % 2) * 50,
      input_audio: (this.#count % 3) * 30,
      output: this.#random.below(this.#random.chance(0.2) ? 3_000_000 : 60_000),
    };
    return {
      type: 'MeterTokens',
      ...ended,
      outcome: 'succeeded',
      attempt: 0,
      tokens,
      reasoningTokens: 0,
      serviceTier: ['default', 'flex', 'priority'][this.#count % 3] as string,
      source: 'reported',
      firstByteMs: 20,
    };
  }
}

export async function writeRandomLog(store: EventStore, options: RandomLogOptions): Promise<void> {
  await new RandomLog(store, options).write();
}
