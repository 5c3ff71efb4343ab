import {
  BASE_COMPONENTS,
  Money,
  UnpricedComponentError,
  divideUp,
  formatAmount,
  isStandardTier,
  rate,
  readPrice,
  recordPrice,
  type RecordedUnitPrice,
} from '#money';
import type { AbandonRequest, FailRequest, HoldFunds, MeterTokens } from '../account/account.commands.js';
import type { AccountEventData, LeaseTerms, LotAmount, PlannedAttempt } from '../account/account.events.js';
import { purseOf, type Account, type Hold } from '../account/account.state.js';
import { capture, captureEntry, releaseEntry, releasedBy } from './capture.js';
import { availableIn, PURSES } from '../account/chart.js';
import { accept, fundsLeased, refuse, type Decision } from '../account/decision.js';
import { EntryBuilder, type Entry } from '../account/entry.js';
import { dueExpiries, expiredByRelease, leftIn, spendableLots, takeFrom, type Portion } from '../account/lots.js';
import { recordUsage } from './usage-record.js';

const PER_MILLION = 1_000_000n;

export function holdFunds(command: HoldFunds, account: Account, at: string): Decision {
  const { request } = command;
  if (account.holds.has(request.request)) return accept(); // a retry: nothing new happened
  if (command.currency !== account.currency) {
    return refuse('CURRENCY_MISMATCH', `The model is priced in ${command.currency}, the account is kept in ${account.currency}`);
  }
  assertHoldable(command);
  const spendable = spendableLots(account, at);
  const available = leftIn(spendable);
  const isCovered = wantedAmount(command) <= available;
  if (!isCovered && account.lease) return exhausted(account.lease);
  if (!isCovered && account.leases.size > 0) return fundsLeased(account);
  const grant = grantWithin(command, available);
  if (!grant) return insufficientFunds(command, available);
  const { outputTokens, nanos: amount } = grant;
  const portions = takeFrom(spendable, amount);
  const lots = portions.map(({ lot, nanos }): LotAmount => [lot.id, formatAmount(nanos)]);
  const held = { hold: formatAmount(amount), lots, entry: holdEntry(account, portions) };
  return accept(...dueExpiries(account, at), { type: 'RequestRouted', at, data: routing(command, outputTokens, held) });
}

type Held = Pick<AccountEventData['RequestRouted'], 'hold' | 'lots' | 'entry'>;

/** In canonical order, as the other events of requests: they are written without being sorted. */
export function routing(command: HoldFunds, outputTokens: number, { hold, lots, entry }: Held): AccountEventData['RequestRouted'] {
  const { request } = command;
  return {
    bound: { input: command.inputTokens, output: boundTokens(command, outputTokens) },
    deadline: request.deadline,
    entry,
    expected_cost: request.expected_cost,
    hold,
    key: request.key,
    life: request.life,
    limit_by: command.limitBy && (outputTokens < command.outputTokens ? 'balance' : command.limitBy),
    lots,
    output_limit: command.limitBy && outputTokens,
    plan: request.plan,
    prices: request.prices,
    request: request.request,
    requested_model: request.requested_model,
  };
}

/** Throws where a hold would be for less than what may come. */
export function assertHoldable(command: HoldFunds): void {
  assertBounded(command);
  assertPriced(command.request);
}

/** A bound that is no whole number of tokens, or a negative price, would hold too little or even give money: a fault of the caller. */
function assertBounded(command: HoldFunds): void {
  const { inputTokens, outputTokens, minimumOutputTokens, choices, inputPerMillion, outputPerMillion } = command;
  for (const count of [inputTokens, outputTokens, minimumOutputTokens, choices, boundTokens(command, outputTokens)]) {
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`A hold is for a whole number of tokens, not ${count}`);
  }
  if (choices === 0 || inputPerMillion < 0n || outputPerMillion < 0n)
    throw new RangeError('A hold needs a choice, and prices of zero or more');
  if (!Number.isSafeInteger(percentOf(command)) || percentOf(command) < WHOLE)
    throw new RangeError('A provider counts no less than the limit that it was sent');
}

/** Whatever the provider reports must be ratable when it comes, so the whole plan must be priced before anything is sent. */
function assertPriced({ plan, prices }: HoldFunds['request']): void {
  for (const { price_version, cost } of plan) {
    assertComplete(prices[price_version] ?? []);
    if (cost) assertComplete(cost.price);
  }
}

/** Prices are told once and asked of for every request. */
const COMPLETE = new WeakSet<readonly RecordedUnitPrice[]>();

function assertComplete(price: readonly RecordedUnitPrice[]): void {
  if (COMPLETE.has(price)) return;
  for (const component of BASE_COMPONENTS) {
    if (!price.some(([priced, , ...conditions]) => priced === component && conditions.length === 0))
      throw new UnpricedComponentError(component);
  }
  COMPLETE.add(price);
}

/** What the size of a hold follows from. */
export type HoldBounds = Pick<
  HoldFunds,
  'inputTokens' | 'inputPerMillion' | 'outputPerMillion' | 'outputTokens' | 'minimumOutputTokens' | 'outputBoundPercent' | 'choices'
>;

/** The hold that is made where so much is available, in nanos, and the output tokens, for each choice, that it is for; undefined: none is. */
export function grantWithin(bounds: HoldBounds, available: bigint): { readonly outputTokens: number; readonly nanos: bigint } | undefined {
  const outputTokens = affordableTokens(bounds, available);
  return outputTokens === undefined ? undefined : { outputTokens, nanos: holdAmount(bounds, outputTokens) };
}

/** The smallest hold that is made for it, in nanos. */
export const leastHold = (bounds: HoldBounds): bigint => holdAmount(bounds, bounds.minimumOutputTokens);

/** The most output tokens, for each choice, whose worst case the balance covers; undefined when not even the useful minimum is. */
function affordableTokens(command: HoldBounds, available: bigint): number | undefined {
  if (wantedAmount(command) <= available) return command.outputTokens;
  const forOutput = available * PER_MILLION - BigInt(command.inputTokens) * command.inputPerMillion;
  const perToken = command.outputPerMillion * BigInt(command.choices);
  if (forOutput < 0n || perToken === 0n) return undefined;
  const tokens = Math.floor((Number(forOutput / perToken) * WHOLE) / percentOf(command));
  return tokens >= command.minimumOutputTokens ? tokens : undefined;
}

/** What a provider may count of an output limit, over all choices: more than the limit where it says that its limit does not count all. */
const boundTokens = (command: HoldBounds, outputTokens: number): number =>
  Math.ceil((outputTokens * percentOf(command)) / WHOLE) * command.choices;

const WHOLE = 100;
const percentOf = ({ outputBoundPercent = WHOLE }: HoldBounds): number => outputBoundPercent;

/** What a hold comes to where the whole output limit is granted, in nanos. */
export const wantedAmount = (command: HoldBounds): bigint => holdAmount(command, command.outputTokens);

/** Worst-case price in nanos, divided once and rounded up: a hold is never smaller than the charge that it covers. */
function holdAmount(command: HoldBounds, outputTokens: number): bigint {
  const output = BigInt(boundTokens(command, outputTokens)) * command.outputPerMillion;
  return divideUp(BigInt(command.inputTokens) * command.inputPerMillion + output, PER_MILLION);
}

function insufficientFunds(command: HoldFunds, available: bigint): Decision {
  const least = leastHold(command);
  const needed = `this request needs at least ${formatAmount(least)} ${command.currency}`;
  return refuse('INSUFFICIENT_FUNDS', `The balance has ${formatAmount(available)} ${command.currency} available; ${needed}`);
}

function holdEntry(account: Account, lots: readonly Portion[]): Entry {
  const entry = new EntryBuilder(account.currency);
  for (const { lot, nanos } of lots) {
    const purse = purseOf(lot.kind);
    entry.debit(`${availableIn(account, purse)}:${account.id}`, nanos).credit(`${PURSES[purse].held}:${account.id}`, nanos);
  }
  return entry.build();
}

export function meterTokens(command: MeterTokens, account: Account, at: string): Decision {
  const hold = account.holds.get(command.request);
  if (!hold) return holdNotFound(command.request);
  const rated = rateUsage(command, hold);
  const taken = capture(account, hold, rated.rating.nanos);
  const lots = taken.lots.map(({ lot, spent, released }) => [lot.id, formatAmount(spent), formatAmount(released)] as const);
  const entry = captureEntry(account, taken, rated.cost?.money);
  return accept(
    ...dueExpiries(account, at),
    { type: 'TokensMetered', at, data: metering(command, rated, { charge: taken.charge, lots, entry }) },
    ...expiredByRelease(account, releasedBy(taken), at),
  );
}

type Captured = Pick<AccountEventData['TokensMetered'], 'lots' | 'entry'> & { readonly charge: bigint };

/** What the usage comes to at the prices that the request was routed with. */
export function rateUsage(command: MeterTokens, { record }: Hold) {
  const target = record.plan[command.attempt];
  if (!target) throw new RangeError(`${command.request} has no attempt ${command.attempt} in its plan`);
  const rating = rate(command.tokens, readPrice(record.prices[target.price_version] ?? []), command.serviceTier);
  return { target, rating, cost: providerCost(command, target) };
}

export function metering(
  command: MeterTokens,
  { target, rating, cost }: ReturnType<typeof rateUsage>,
  { charge, lots, entry }: Captured,
): AccountEventData['TokensMetered'] {
  const rated = formatAmount(rating.nanos);
  const isCovered = charge === rating.nanos;
  return {
    attempts: command.attempts,
    charge: isCovered ? rated : formatAmount(charge),
    cost: cost?.record ?? null,
    entry,
    extra: [],
    finish: command.finish,
    finish_told: command.finishTold,
    first_byte_ms: command.firstByteMs,
    kept_at_provider: orNothing(command.keptAtProvider),
    latency_ms: command.latencyMs,
    lots,
    markup_ppm: 0,
    model: target.model,
    numerator: rating.numerator.toString(),
    outcome: command.outcome,
    price: recordPrice(rating.used),
    price_version: target.price_version,
    provider: target.provider,
    rated,
    request: command.request,
    rounding: 'half_even',
    service_tier: command.serviceTier === undefined || isStandardTier(command.serviceTier) ? undefined : command.serviceTier,
    service_tier_asked: command.serviceTierAsked,
    uncollected: formatAmount(rating.nanos - charge),
    uncollected_reason: isCovered ? undefined : 'beyond_bound',
    unpriced: orNothing([...rating.unpriced, ...untoldTier(command), ...(command.unpriced ?? [])]),
    upstream_model: target.upstream_model,
    usage: recordUsage(command.tokens, command.reasoningTokens, command.source, command.marks),
  };
}

/** The answer decides the price. One that says nothing of the service tier that was asked for is charged as a standard one, and marked. */
function untoldTier({ serviceTier, serviceTierAsked: asked }: MeterTokens): readonly string[] {
  return asked === undefined || serviceTier !== undefined ? [] : [`service_tier.${asked}`];
}

/** A member that is undefined does not stand in the event. Spreads in the middle of so large a literal would cost as much as the rating. */
const orNothing = (names: readonly string[] | undefined) => (names && names.length > 0 ? names : undefined);

/** What the provider's prices do not tell apart is reckoned at what it is a part of: nothing is refused for it, and a customer sees none of it. */
function providerCost({ tokens, serviceTier }: MeterTokens, { cost }: PlannedAttempt) {
  if (!cost) return undefined;
  const rating = rate(tokens, readPrice(cost.price), serviceTier);
  const money = Money.of(cost.currency, rating.nanos);
  return { money, record: { amount: money.toString(), currency: cost.currency, price: recordPrice(rating.used) } };
}

export function failRequest(command: FailRequest, account: Account, at: string): Decision {
  const hold = account.holds.get(command.request);
  if (!hold) return holdNotFound(command.request);
  const { cost } = command;
  return accept(
    ...dueExpiries(account, at),
    {
      type: 'RequestFailed',
      at,
      data: {
        request: command.request,
        reason: command.reason,
        outcome: command.outcome,
        attempts: command.attempts,
        cost: cost && { currency: cost.currency, amount: cost.toString() },
        released: formatAmount(hold.amount),
        latency_ms: command.latencyMs,
        entry: releaseEntry(account, hold, cost ?? undefined),
      },
    },
    ...expiredByRelease(account, releasedBy(capture(account, hold, 0n)), at),
  );
}

export function abandonRequest(command: AbandonRequest, account: Account, at: string): Decision {
  const hold = account.holds.get(command.request);
  if (!hold) return holdNotFound(command.request);
  const cost = hold.record.expected_cost;
  return accept(
    ...dueExpiries(account, at),
    {
      type: 'RequestAbandoned',
      at,
      data: {
        request: command.request,
        reason: command.reason,
        cost,
        released: formatAmount(hold.amount),
        entry: releaseEntry(account, hold, cost ? Money.recorded(cost.currency, cost.amount) : undefined),
      },
    },
    ...expiredByRelease(account, releasedBy(capture(account, hold, 0n)), at),
  );
}

/** What a lease cannot cover, the account may: nothing is lowered here. */
const exhausted = ({ lease }: LeaseTerms): Decision => refuse('LEASE_EXHAUSTED', `Lease ${lease} does not cover it`);

const holdNotFound = (request: string): Decision => refuse('HOLD_NOT_FOUND', `${request} has no open hold`);
