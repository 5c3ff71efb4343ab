import type { Clock } from '#process';
import type { Accounts, Executed, Leave } from '#accounts';
import { AmbiguousError, mintCommandId } from '#event-store';
import type { AccountEventOf, AttemptRecord, FailRequest, MeterTokens } from '#ledger';
import { endOfRequest, refuse, type Failing, type Metering, type OutputLimit, type RequestRefusal, type RoutePlan } from '#routing';
import { answeredWithin, endedBy } from '#streams';
import type { WireRequest } from '#wire';
import type { KeyCaller } from '../../auth/key-authenticator.js';
import type { AnswerKeeping } from '../history/answer-keeping.js';
import { hashOfId, type StoredIds } from '../stored/stored-ids.js';
import type { BeyondBound } from './beyond-bound.js';
import type { ClientConnection } from './client-connection.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from './open-requests.js';

/** A request may take this long; the gateway ends and meters it before its hold's deadline. */
export const REQUEST_LIMIT_MS = 600_000;
const DEADLINE_MS = REQUEST_LIMIT_MS + 60_000;
/** How long a hold is waited for: then it is refused, and withdrawn. */
const HOLD_TIMEOUT_MS = 5_000;

/** Whose request is admitted, and from when its time runs. */
interface Asking {
  readonly id: string;
  readonly caller: KeyCaller;
  readonly request: WireRequest;
  readonly client: ClientConnection;
  readonly startedAt: number;
}

interface Admission {
  readonly accounts: Accounts;
  readonly requests: OpenRequests;
  readonly clock: Clock;
  readonly stored: StoredIds;
  /** Aborted when a stopping gateway's time to drain is up. */
  readonly cut: AbortSignal;
  readonly beyondBound: BeyondBound;
}

export type AdmissionRefusal = RequestRefusal<'ACCOUNT_BUSY' | 'CURRENCY_MISMATCH' | 'INSUFFICIENT_FUNDS' | 'REQUEST_TIMEOUT'>;

/** One request from its hold to its end, which comes exactly once. */
export class AdmittedRequest {
  /** Every call of a provider; one that lacks a route was called twice. */
  readonly attempts: AttemptRecord[] = [];
  /** Index into the plan of the provider that is being asked. */
  planned = 0;
  /** Only for Responses: how its answer is kept, should it be translated. */
  keeping: AnswerKeeping | undefined;
  private ended = false;

  private constructor(
    private readonly asking: Asking,
    readonly plan: RoutePlan,
    /** What the hold covers: the request's output limit, lowered where the balance does not pay for it. */
    private readonly granted: OutputLimit,
    /** Aborted when the answer has to end: the gateway stops, or another one has taken the hold back. */
    readonly cut: AbortSignal,
    private readonly lost: AbortSignal | undefined,
    private readonly use: Admission,
    private readonly leave: Leave,
  ) {}

  /** Makes the route and the hold durable. Nothing has been asked of a provider before this resolves. */
  static async admit(asking: Asking, plan: RoutePlan, use: Admission): Promise<AdmittedRequest | AdmissionRefusal> {
    const { id, caller, request, client } = asking;
    const { account } = caller.customer;
    const leave = use.accounts.enter(account);
    if (leave === undefined) return refuse('ACCOUNT_BUSY');
    const place = leave instanceof Promise ? await leave : leave;
    if (client.gone) return givenBack(place, refuse('REQUEST_TIMEOUT', undefined, 'The client went away while it waited'));
    const command = holdCommand(id, caller, request, plan, use);
    const origin = { actor: `key:${caller.key.key}`, cause: id, commandId: mintCommandId() };
    try {
      const untilMs = answeredWithin(HOLD_TIMEOUT_MS);
      // A hold that was begun and has not ended is no reason to wait: it can be released, once it is known to stand.
      const executed = await endedBy(untilMs, id, use.requests.track(use.accounts.execute(account, command, origin, untilMs)));
      if (executed.refusal) return givenBack(place, refusalOf(executed.refusal));
      const { output_limit: tokens = 0, limit_by: by } = routedIn(executed).data;
      const lost = use.accounts.lost(account, id);
      const ending = lost ? AbortSignal.any([use.cut, lost]) : use.cut;
      return new AdmittedRequest(asking, plan, { tokens, by }, ending, lost, use, place);
    } catch (fault) {
      place();
      if (fault instanceof AmbiguousError) {
        const failing = endOfRequest({ kind: 'fault', reason: 'hold_in_doubt' }, { clientGone: false, plan });
        const release = failure(failing, { at: use.clock.now(), request: id, attempts: [], latencyMs: 0 });
        use.requests.releaseDoubtful(account, { command, origin, fault }, release, id);
      }
      throw fault;
    }
  }

  private get id(): string {
    return this.asking.id;
  }

  /** Output limit for each choice as the provider that is being asked is sent it, and whose that is. */
  get outputLimit(): OutputLimit {
    const own = this.plan.steps[this.planned]?.limit;
    return own && own.tokens < this.granted.tokens ? own : this.granted;
  }

  get elapsedMs(): number {
    return Math.round(performance.now() - this.asking.startedAt);
  }

  /** True where another gateway has taken the hold back. */
  get isLost(): boolean {
    return this.lost?.aborted === true;
  }

  /**
   * Charges what was used; resolves when the charge is durable. `storedIds`: of what the answer left at the provider, as the client has seen them; the event has
   * their hashes. Throws `CHARGE_NOT_RECORDED`, and then releases the hold; `HOLD_LOST` where another gateway has released it.
   */
  async meter(
    metering: Metering,
    storedIds: readonly string[],
    firstByteMs: number | null,
  ): Promise<AccountEventOf<'TokensMetered'>['data']> {
    const executed = await this.end({
      ...metering,
      at: this.use.clock.now(),
      request: this.id,
      attempt: this.planned,
      attempts: this.attempts,
      keptAtProvider: storedIds.length === 0 ? storedIds : storedIds.map(hashOfId),
      latencyMs: this.elapsedMs,
      firstByteMs,
    });
    if (executed.refusal) {
      this.keeping?.forget();
      throw new HoldLostError(executed.refusal.message);
    }
    const metered = executed.events.map(({ event }) => event).find((event) => event.type === 'TokensMetered');
    if (!metered) throw new TypeError(`${this.id} was charged without an event`);
    if (metered.data.uncollected_reason) this.use.beyondBound.note(metered.data);
    this.use.stored.remember(this.asking.caller.customer.account, metered.data);
    return metered.data;
  }

  /** Releases the hold, charging nothing. */
  async fail(failing: Failing): Promise<void> {
    await this.end(this.failure(failing));
  }

  private async end(command: MeterTokens | FailRequest): Promise<Executed> {
    if (this.ended) throw new TypeError(`${this.id} has ended already`);
    this.ended = true;
    const { caller } = this.asking;
    const { requests } = this.use;
    try {
      return await requests.track(requests.settle(caller.customer.account, command, this.id, `key:${caller.key.key}`));
    } catch (fault) {
      this.keeping?.forget();
      if (fault instanceof ChargeNotRecordedError) {
        const failing = endOfRequest({ kind: 'fault', reason: 'charge_not_recorded' }, { clientGone: false, plan: this.plan });
        requests.release(caller.customer.account, this.failure(failing), this.id);
      }
      throw fault;
    } finally {
      this.leave();
    }
  }

  private failure(failing: Failing): FailRequest {
    const { id: request, attempts, elapsedMs: latencyMs } = this;
    return failure(failing, { at: this.use.clock.now(), request, attempts, latencyMs });
  }

  get hasEnded(): boolean {
    return this.ended;
  }
}

function failure(failing: Failing, ended: Pick<FailRequest, 'at' | 'request' | 'attempts' | 'latencyMs'>): FailRequest {
  return { ...failing, ...ended };
}

function holdCommand(id: string, caller: KeyCaller, request: WireRequest, plan: RoutePlan, { accounts, clock }: Admission) {
  const now = clock.nowMs();
  return {
    type: 'HoldFunds' as const,
    at: new Date(now).toISOString(),
    currency: plan.currency,
    request: {
      request: id,
      key: caller.key.key,
      life: accounts.life,
      requested_model: request.model,
      plan: plan.attempts,
      prices: plan.prices,
      deadline: new Date(now + DEADLINE_MS).toISOString(),
      expected_cost: plan.expectedCost,
    },
    ...plan.hold,
  };
}

function routedIn({ events = [] }: Executed): AccountEventOf<'RequestRouted'> {
  const found = events.map(({ event }) => event).find((event) => event.type === 'RequestRouted');
  if (!found) throw new TypeError('A hold was granted without an event');
  return found;
}

function givenBack(place: Leave, refusal: AdmissionRefusal): AdmissionRefusal {
  place();
  return refusal;
}

/** Throws what no hold can be refused for. */
function refusalOf({ code, message }: { code: string; message: string }): AdmissionRefusal {
  if (code === 'INSUFFICIENT_FUNDS' || code === 'CURRENCY_MISMATCH') return refuse(code, undefined, message);
  throw new TypeError(`${code}: ${message}`);
}
