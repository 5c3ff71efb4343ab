import { Money, type Currency, type RecordedUnitPrice, type TokenCounts } from '#money';
import type {
  AbandonRequest,
  AdjustBalance,
  Claim,
  FailRequest,
  GrantCredit,
  HoldFunds,
  MeterTokens,
  ReceivePayment,
} from '../account/account.commands.js';
import type { LotKind, RoutedRequest } from '../account/account.events.js';

/**
 * Commands for specs, told in money: every output token costs one cent (and the provider charges four fifths of it), so a hold
 * of 5.00 is one for 500 output tokens. Only what a rule is about has to be said.
 */

export const ACCOUNT = 'acc_1';
export const AT = '2026-11-10T12:00:00.000Z';

/** One cent a token, whatever it is. */
export const CENT_EACH: readonly RecordedUnitPrice[] = [
  ['input', '10000.00'],
  ['cached_input', '10000.00'],
  ['cache_write', '10000.00'],
  ['output', '10000.00'],
];
const COST_EACH: readonly RecordedUnitPrice[] = CENT_EACH.map(([component]) => [component, '8000.00'] as const);
const CENT_PER_MILLION = 10_000_000_000_000n;
const CENT = 10_000_000n;

export const usd = (text: string): Money => Money.recorded('USD', text);
/** Tokens that cost the amount: one for each cent. */
export const tokensFor = (amount: string): number => Number(usd(amount).nanos / CENT);
export const usage = (tokens: Partial<TokenCounts>): TokenCounts => ({ input: 0, cached_input: 0, cache_write: 0, output: 0, ...tokens });
export const claim = (id: string, period = '2026-11'): Claim => ({ id, period });

export function payment(amount: string, changes: Partial<ReceivePayment> = {}): ReceivePayment {
  const id = changes.payment ?? 'pay_1';
  return {
    type: 'ReceivePayment',
    at: AT,
    payment: id,
    paymentProvider: 'stripe',
    lot: `lot_${id}`,
    amount: usd(amount),
    order: null,
    claim: claim(`payment-stripe-${id}`),
    ...changes,
  };
}

export function grant(kind: Extract<LotKind, 'promo' | 'goodwill'>, amount: string, changes: Partial<GrantCredit> = {}): GrantCredit {
  return {
    type: 'GrantCredit',
    at: AT,
    lot: `lot_${kind}`,
    kind,
    amount: usd(amount),
    reason: 'test',
    expiresAt: null,
    claim: null,
    ...changes,
  };
}

export function correction(amount: string, changes: Partial<AdjustBalance> = {}): AdjustBalance {
  return {
    type: 'AdjustBalance',
    at: AT,
    adjustment: 'adj_1',
    amount: usd(amount),
    reason: 'test',
    reverses: null,
    claim: null,
    ...changes,
  };
}

export function routed(changes: Partial<Omit<RoutedRequest, 'bound'>> = {}): Omit<RoutedRequest, 'bound'> {
  return {
    request: 'req_1',
    key: 'key_1',
    life: 'life_1',
    requested_model: 'fast',
    plan: [planned()],
    prices: { v1: CENT_EACH },
    deadline: '2026-11-10T12:10:00.000Z',
    expected_cost: null,
    ...changes,
  };
}

export function planned(
  cost: { readonly currency: Currency; readonly price: readonly RecordedUnitPrice[] } | null = { currency: 'USD', price: COST_EACH },
) {
  return { provider: 'sandbox', upstream_model: 'small', model: 'openai/small', price_version: 'v1', ...(cost && { cost }) };
}

/** A hold of the amount: so many cents of output, and at least one token of it (`minimumOutputTokens` says otherwise). */
export function hold(
  amount: string,
  changes: Partial<Omit<HoldFunds, 'request'>> & { readonly request?: Partial<RoutedRequest> } = {},
): HoldFunds {
  return {
    type: 'HoldFunds',
    at: AT,
    currency: 'USD',
    inputTokens: 0,
    inputPerMillion: CENT_PER_MILLION,
    outputPerMillion: CENT_PER_MILLION,
    outputTokens: tokensFor(amount),
    minimumOutputTokens: tokensFor(amount),
    choices: 1,
    ...changes,
    request: routed(changes.request),
  };
}

/** Usage that comes to the amount: so many cents of output. */
export function meter(amount: string, changes: Partial<MeterTokens> = {}): MeterTokens {
  return {
    type: 'MeterTokens',
    at: AT,
    request: 'req_1',
    outcome: 'succeeded',
    attempt: 0,
    attempts: [{ provider: 'sandbox', upstream_model: 'small', status: 200, latency_ms: 300 }],
    tokens: usage({ output: tokensFor(amount) }),
    reasoningTokens: 0,
    source: 'reported',
    latencyMs: 310,
    firstByteMs: null,
    ...changes,
  };
}

export function failure(changes: Partial<FailRequest> = {}): FailRequest {
  return {
    type: 'FailRequest',
    at: AT,
    request: 'req_1',
    outcome: 'failed',
    reason: 'upstream_error',
    attempts: [{ provider: 'sandbox', upstream_model: 'small', status: 500, latency_ms: 20, error: 'upstream_error' }],
    cost: null,
    latencyMs: 21,
    ...changes,
  };
}

export function abandonment(changes: Partial<AbandonRequest> = {}): AbandonRequest {
  return { type: 'AbandonRequest', at: AT, request: 'req_1', reason: 'gateway_died', ...changes };
}
