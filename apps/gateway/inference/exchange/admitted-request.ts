import type { Accounts, Executed, Leave } from '#accounts';
import { AmbiguousError, mintCommandId } from '#event-store';
import type { AccountEventOf, AttemptRecord, FailRequest, MeterTokens, Outcome } from '#ledger';
import { Money } from '#money';
import type { Usage, WireRequest } from '#wire';
import { HttpRefusal } from '../../http/refusal.js';
import type { AnswerKeeping } from '../history/answer-keeping.js';
import type { KeyCaller } from '../../auth/key-authenticator.js';
import type { ClientConnection } from './client-connection.js';
import { hashOfId, type KeptIds } from '../stored/stored-ids.js';
import { ChargeNotRecordedError, HoldLostError, type OpenRequests } from './open-requests.js';
import type { RoutePlan } from '../route-plan.js';

/** A request may take this long; the gateway ends and meters it before its hold's deadline. */
export const REQUEST_LIMIT_MS = 600_000;
/** Names are the provider's own and stand in the event for good: none may make it larger than an append takes. */
const NAME_CHARS = 64;
const MOST_UNPRICED = 32;
const DEADLINE_MS = REQUEST_LIMIT_MS + 60_000;

export interface UsageToCharge {
  readonly usage: Usage;
  readonly source: 'reported' | 'estimated';
  readonly outcome: Outcome;
  /** In which the provider says that it served. */
  readonly serviceTier: string | undefined;
  /** What no price covers, by the provider's names; it stands in the event. */
  readonly unpriced: readonly string[];
  /** Ids of what the answer left at the provider, as the client has seen them; the event has their hashes. */
  readonly keptIds: readonly string[];
  readonly firstByteMs: number | null;
}

interface Admission {
  readonly accounts: Accounts;
  readonly requests: OpenRequests;
  readonly kept: KeptIds;
  readonly client: ClientConnection;
  readonly startedAt: number;
  /** Aborted when a stopping gateway's time to drain is up. */
  readonly cut: AbortSignal;
}

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
    readonly id: string,
    readonly caller: KeyCaller,
    readonly plan: RoutePlan,
    /** Output limit for each choice, as it is sent upstream. */
    readonly outputLimit: number,
    /** Aborted when the answer has to end: the gateway stops, or another one has taken the hold back. */
    readonly cut: AbortSignal,
    private readonly lost: AbortSignal | undefined,
    private readonly startedAt: number,
    private readonly requests: OpenRequests,
    private readonly kept: KeptIds,
    private readonly leave: Leave,
  ) {}

  /** Makes the route and the hold durable. Nothing has been asked of a provider before this resolves. Throws refusals. */
  static async admit(
    id: string,
    caller: KeyCaller,
    request: WireRequest,
    plan: RoutePlan,
    { accounts, requests, kept, client, startedAt, cut }: Admission,
  ): Promise<AdmittedRequest> {
    const leave = accounts.enter(caller.customer.account);
    if (leave === undefined) throw new HttpRefusal('ACCOUNT_BUSY');
    const place = leave instanceof Promise ? await leave : leave;
    try {
      if (client.gone) throw new HttpRefusal('REQUEST_TIMEOUT', { message: 'The client went away while it waited' });
      const executed = await accounts.execute(caller.customer.account, holdCommand(id, caller, request, plan, accounts.life), {
        actor: `key:${caller.key.key}`,
        cause: id,
        commandId: mintCommandId(),
      });
      const routed = eventOf(executed, 'RequestRouted');
      const outputLimit = routed.data.bound.output / request.choices;
      const lost = accounts.lost(caller.customer.account, id);
      const ending = lost ? AbortSignal.any([cut, lost]) : cut;
      return new AdmittedRequest(id, caller, plan, outputLimit, ending, lost, startedAt, requests, kept, place);
    } catch (fault) {
      place();
      // Nobody knows whether the hold was written: if it was, nothing else would ever end it.
      if (fault instanceof AmbiguousError) requests.release(caller.customer.account, neverAsked(id), id);
      throw fault;
    }
  }

  get elapsedMs(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  /** True where another gateway has taken the hold back. */
  get isLost(): boolean {
    return this.lost?.aborted === true;
  }

  /**
   * Charges what was used; resolves when the charge is durable. Throws `CHARGE_NOT_RECORDED`, and then releases the hold; `HOLD_LOST`
   * where another gateway has released it.
   */
  async meter({
    usage,
    source,
    outcome,
    serviceTier,
    unpriced,
    keptIds,
    firstByteMs,
  }: UsageToCharge): Promise<AccountEventOf<'TokensMetered'>['data']> {
    const { reasoning, ...tokens } = usage;
    const command: MeterTokens = {
      type: 'MeterTokens',
      at: new Date().toISOString(),
      request: this.id,
      outcome,
      attempt: this.planned,
      attempts: this.attempts,
      tokens,
      reasoningTokens: reasoning,
      source,
      ...(serviceTier !== undefined && { serviceTier: serviceTier.slice(0, NAME_CHARS) }),
      ...(this.plan.serviceTierAsked !== undefined && { serviceTierAsked: this.plan.serviceTierAsked }),
      unpriced: unpriced.slice(0, MOST_UNPRICED).map((name) => name.slice(0, NAME_CHARS)),
      keptAtProvider: keptIds.map(hashOfId),
      latencyMs: this.elapsedMs,
      firstByteMs,
    };
    const executed = await this.end(command);
    if (executed.refusal) {
      this.keeping?.forget();
      throw new HoldLostError(executed.refusal.message);
    }
    const metered = executed.events.map(({ event }) => event).find((event) => event.type === 'TokensMetered');
    if (!metered) throw new TypeError(`${this.id} was charged without an event`);
    this.kept.remember(this.caller.customer.account, metered.data);
    return metered.data;
  }

  /** Releases the hold, charging nothing. `expectCost`: the provider may bill us all the same. */
  async fail(reason: string, outcome: FailRequest['outcome'], expectCost: boolean): Promise<void> {
    await this.end(this.failure(reason, outcome, expectCost));
  }

  private async end(command: MeterTokens | FailRequest): Promise<Executed> {
    if (this.ended) throw new TypeError(`${this.id} has ended already`);
    this.ended = true;
    try {
      return await this.requests.track(this.requests.settle(this.caller.customer.account, command, this.id, `key:${this.caller.key.key}`));
    } catch (fault) {
      this.keeping?.forget();
      if (fault instanceof ChargeNotRecordedError) {
        this.requests.release(this.caller.customer.account, this.failure('charge_not_recorded', 'failed', true), this.id);
      }
      throw fault;
    } finally {
      this.leave();
    }
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  private failure(reason: string, outcome: FailRequest['outcome'], expectCost: boolean): FailRequest {
    const { expectedCost } = this.plan;
    const cost = expectCost && expectedCost ? Money.recorded(expectedCost.currency, expectedCost.amount) : null;
    const at = new Date().toISOString();
    return { type: 'FailRequest', at, request: this.id, outcome, reason, attempts: this.attempts, cost, latencyMs: this.elapsedMs };
  }
}

function neverAsked(request: string): FailRequest {
  const at = new Date().toISOString();
  return { type: 'FailRequest', at, request, outcome: 'failed', reason: 'hold_in_doubt', attempts: [], cost: null, latencyMs: 0 };
}

function holdCommand(id: string, caller: KeyCaller, request: WireRequest, plan: RoutePlan, life: string) {
  const now = Date.now();
  return {
    type: 'HoldFunds' as const,
    at: new Date(now).toISOString(),
    currency: plan.currency,
    request: {
      request: id,
      key: caller.key.key,
      life,
      requested_model: request.model,
      plan: plan.attempts,
      prices: plan.prices,
      deadline: new Date(now + DEADLINE_MS).toISOString(),
      expected_cost: plan.expectedCost,
    },
    ...plan.hold,
  };
}

function eventOf(executed: Executed, type: 'RequestRouted'): AccountEventOf<'RequestRouted'> {
  if (executed.refusal) throw refusalOf(executed.refusal);
  const found = executed.events.map(({ event }) => event).find((event) => event.type === type);
  if (!found) throw new TypeError('A hold was granted without an event');
  return found;
}

function refusalOf({ code, message }: { code: string; message: string }): Error {
  if (code === 'INSUFFICIENT_FUNDS' || code === 'CURRENCY_MISMATCH') return new HttpRefusal(code, { message });
  return new TypeError(`${code}: ${message}`);
}
