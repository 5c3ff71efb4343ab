import type { Accounts, Executed, Leave } from '#accounts';
import type { AccountEventOf, AttemptRecord, FailRequest, MeterTokens, PlannedAttempt } from '#ledger';
import type { Clock } from '#process';
import { endOfRequest, type Failing, type Metering, type OutputLimit, type RoutePlan } from '#routing';
import { Deadline, deadlines } from '#streams';
import type { WireApi } from '#wire';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyAuthenticator } from '../../auth/key-authenticator.js';
import { KeyedRequest } from '../../auth/keyed-request.js';
import type { HotRoute } from '../../http/server/hot-request.js';
import type { Bodies } from '../bodies/bodies.js';
import type { ClientRequest } from '../bodies/client-request.js';
import type { AnswerKeeping } from '../history/answer-keeping.js';
import { hashOfId, type StoredIds } from '../stored/stored-ids.js';
import type { BeyondBound } from './beyond-bound.js';
import type { FailingProviders } from './failing-providers.js';
import { ClientConnection, DRAIN_AFTER_CLIENT_MS } from './client-connection.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from './open-requests.js';

/** What exchanges use. */
export interface ExchangeDependencies {
  readonly keys: KeyAuthenticator;
  readonly bodies: Bodies;
  readonly accounts: Accounts;
  readonly requests: OpenRequests;
  readonly clock: Clock;
  readonly stored: StoredIds;
  readonly beyondBound: BeyondBound;
  readonly failing: FailingProviders;
  /** Aborted when a stopping gateway's time to drain is up. */
  readonly cut: AbortSignal;
}

/** Who takes exchanges on. */
export interface ExchangeRoom {
  readonly use: ExchangeDependencies;
  /** The body has come. */
  understand(exchange: Exchange, body: Buffer): void;
  /** A step has thrown. */
  faulted(exchange: Exchange, fault: unknown): void;
}

/** Where an exchange stands; docs/request-lifecycle.md says what each waits for, and which follow. */
export type ExchangeState = 'arriving' | 'understanding' | 'queueing' | 'holding' | 'asking' | 'relaying' | 'settling' | 'ended';

/** A refusal ends it from anywhere; whoever has a hold settles first. */
const BEFORE: Readonly<Record<ExchangeState, readonly ExchangeState[]>> = {
  arriving: [],
  understanding: ['arriving'],
  queueing: ['understanding'],
  holding: ['queueing'],
  asking: ['holding'],
  relaying: ['asking'],
  settling: ['asking', 'relaying'],
  ended: ['arriving', 'understanding', 'queueing', 'holding', 'settling'],
};

/** One request and its answer, from its arrival to the last byte: who asks, for what, who listens, what is held for it, and whom it asks. */
export class Exchange extends KeyedRequest {
  #state: ExchangeState = 'arriving';
  client!: ClientConnection;
  /** As it has been understood. */
  request!: ClientRequest;
  plan!: RoutePlan;
  /** What the hold covers: the request's output limit, lowered where the balance does not pay for it. */
  granted!: OutputLimit;
  /** Its place among the account's requests. */
  leave!: Leave;
  /** Every call of a provider; one that lacks a route was called twice. */
  readonly attempts: AttemptRecord[] = [];
  /** Index into the plan of the provider that is being asked. */
  planned = 0;
  /** Only for Responses: how its answer is kept, should it be translated. */
  keeping: AnswerKeeping | undefined;
  /** Aborted where another gateway has taken the hold back. */
  #lost: AbortSignal | undefined;
  /** The provider that is being read. */
  #call: { abort(): void } | undefined;
  /** Since its client has left. */
  #drain: Deadline | undefined;

  constructor(
    readonly api: WireApi,
    private readonly room: ExchangeRoom,
    route: HotRoute,
    raw: IncomingMessage,
    response: ServerResponse,
  ) {
    super(room.use.keys, route, raw, response);
  }

  get bodies(): Bodies {
    return this.room.use.bodies;
  }

  get state(): ExchangeState {
    return this.#state;
  }

  enter(state: ExchangeState): void {
    if (!BEFORE[state].includes(this.#state)) throw new TypeError(`${this.id} was ${this.#state}, and is to be ${state}`);
    this.#state = state;
  }

  /** Its hold is durable, and has not been ended. */
  get isHeld(): boolean {
    return this.#state === 'asking' || this.#state === 'relaying';
  }

  /** Output limit for each choice as the provider that is being asked is sent it, and whose that is. */
  get outputLimit(): OutputLimit {
    const own = this.plan.steps[this.planned]?.limit;
    return own && own.tokens < this.granted.tokens ? own : this.granted;
  }

  get elapsedMs(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  /** True where another gateway has taken the hold back. */
  get isLost(): boolean {
    return this.#lost?.aborted === true;
  }

  /** True when the answer has to end: the gateway stops, or the hold is lost. */
  get isCut(): boolean {
    return this.room.use.cut.aborted || this.isLost;
  }

  /** Even a refusal that no provider was asked for says where the request would have gone. */
  protected override get told(): Readonly<Record<string, string>> | undefined {
    const [first] = (this.plan as RoutePlan | undefined)?.attempts ?? [];
    if (!first) return undefined;
    const asked = this.#state === 'settling' ? this.attempts.length : 0;
    return { 'x-tokenok-model': first.model, 'x-tokenok-provider': first.provider, 'x-tokenok-attempts': String(asked) };
  }

  /** A step of it; what it throws ends the exchange. */
  run(step: () => void): void {
    try {
      step();
    } catch (fault) {
      this.room.faulted(this, fault);
    }
  }

  /** The step behind what has to be waited for. */
  after<Value>(awaited: Promise<Value>, step: (value: Value) => void): void {
    awaited.then(
      (value) => this.run(() => step(value)),
      (fault: unknown) => this.room.faulted(this, fault),
    );
  }

  protected override received(body: Buffer): void {
    this.client = new ClientConnection(this.response, () => this.#clientLeft());
    this.memory.use();
    this.enter('understanding');
    this.run(() => this.room.understand(this, body));
  }

  override refuse(error: unknown): void {
    super.refuse(error);
    if (this.#state !== 'ended') this.over();
  }

  /** The last byte was handed over, or there is none. What it holds of the memory goes back when its response has ended too. */
  over(): void {
    const before = this.#state;
    this.enter('ended');
    if (before === 'arriving') return;
    this.memory.release();
    this.room.use.requests.closed(this);
  }

  /** Its hold stands. `lost`: undefined where nobody could take it back. */
  held(granted: OutputLimit, lost: AbortSignal | undefined): void {
    this.enter('asking');
    this.granted = granted;
    this.#lost = lost;
    lost?.addEventListener('abort', () => this.cutOff(), { once: true });
  }

  /** A provider is read from now on: whoever leaves, and whatever cuts, ends that. */
  watch(call: { abort(): void }): void {
    this.#call = call;
    if (this.isCut) this.#giveUp();
    else if (this.client.gone) this.#clientLeft();
  }

  unwatch(): void {
    this.#call = undefined;
    if (this.#drain) deadlines.clear(this.#drain);
  }

  /** Not what a client who has left, or a gateway that stops, has cut off. */
  noteFailing({ provider, upstream_model }: PlannedAttempt, kind: string): void {
    if (!this.client.gone && !this.isCut) this.room.use.failing.note({ request: this.id, provider, upstream_model, kind });
  }

  cutOff(): void {
    if (this.#call) this.#giveUp();
  }

  /** Nobody waits any more: the provider gets two seconds to finish, so that its usage is known; a stopping gateway waits no longer. */
  #clientLeft(): void {
    if (this.#call) deadlines.set((this.#drain ??= new Deadline(() => this.#giveUp())), DRAIN_AFTER_CLIENT_MS);
  }

  #giveUp(): void {
    this.#call?.abort();
    this.client.waitNoMore();
  }

  /**
   * Charges what was used; resolves when the charge is durable. `storedIds`: of what the answer left at the provider, as the client has seen them; the event has
   * their hashes. Throws `CHARGE_NOT_RECORDED`, and then releases the hold; `HOLD_LOST` where another gateway has released it.
   */
  meter(metering: Metering, storedIds: readonly string[], firstByteMs: number | null): Promise<AccountEventOf<'TokensMetered'>['data']> {
    const command: MeterTokens = {
      ...metering,
      at: this.room.use.clock.now(),
      request: this.id,
      attempt: this.planned,
      attempts: this.attempts,
      keptAtProvider: storedIds.length === 0 ? storedIds : storedIds.map(hashOfId),
      latencyMs: this.elapsedMs,
      firstByteMs,
    };
    return this.#settle(command, (executed) => this.#metered(executed));
  }

  /** Releases the hold, charging nothing. */
  fail(failing: Failing): Promise<void> {
    return this.#settle(this.#failure(failing), () => undefined);
  }

  #settle<Result>(command: MeterTokens | FailRequest, settled: (executed: Executed) => Result): Promise<Result> {
    this.enter('settling');
    // Only where a fault of ours has ended it is anything still read.
    this.#call?.abort();
    this.unwatch();
    const { caller, id, room } = this;
    return room.use.requests.settle(caller.customer.account, command, id, `key:${caller.key.key}`).then(
      (executed) => {
        this.leave();
        return settled(executed);
      },
      (fault: unknown) => this.#unsettled(fault),
    );
  }

  #unsettled(fault: unknown): never {
    this.leave();
    this.keeping?.forget();
    if (fault instanceof ChargeNotRecordedError) {
      const failing = endOfRequest({ kind: 'fault', reason: 'charge_not_recorded' }, { clientGone: false, plan: this.plan });
      this.room.use.requests.release(this.caller.customer.account, this.#failure(failing), this.id);
    }
    throw fault;
  }

  #metered({ events = [], refusal }: Executed): AccountEventOf<'TokensMetered'>['data'] {
    if (refusal) {
      this.keeping?.forget();
      throw new HoldLostError(refusal.message);
    }
    const metered = events.map(({ event }) => event).find((event) => event.type === 'TokensMetered');
    if (!metered) throw new TypeError(`${this.id} was charged without an event`);
    const { data } = metered;
    if (data.uncollected_reason) this.room.use.beyondBound.note(data);
    this.room.use.stored.remember(this.caller.customer.account, data);
    return data;
  }

  #failure(failing: Failing): FailRequest {
    const { id: request, attempts, elapsedMs: latencyMs } = this;
    return { ...failing, at: this.room.use.clock.now(), request, attempts, latencyMs };
  }
}
