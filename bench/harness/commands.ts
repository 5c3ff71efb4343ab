import type { CommandOrigin } from '#accounts';
import { mintCommandId } from '#event-store';
import type { AccountCommand, MeterTokens } from '#ledger';
import { Money, type RecordedUnitPrice } from '#money';

const PRICE: readonly RecordedUnitPrice[] = [
  ['input', '0.40'],
  ['cached_input', '0.10'],
  ['cache_write', '0.40'],
  ['output', '1.60'],
];
const NANOS_PER_UNIT = 1_000_000_000n;

const keyOf = (n: number): string => `key_01jd3n5v8eftsb6w2k7x9q4m${n % 100}`;

/** Who asks for the n-th request, as a gateway says it. */
export function origin(request: string, n: number): CommandOrigin {
  return { actor: `key:${keyOf(n)}`, cause: request, commandId: mintCommandId() };
}

/** Units are whole dollars. */
export function credit(account: string, units: bigint, at: string): AccountCommand {
  const amount = Money.of('USD', units * NANOS_PER_UNIT);
  return {
    type: 'GrantCredit',
    at,
    lot: `lot_${account}`,
    kind: 'goodwill',
    amount,
    reason: 'bench',
    expiresAt: null,
    claim: null,
  };
}

interface HoldTerms {
  readonly at: string;
  readonly deadline: string;
  readonly life: string;
}

export function hold(request: string, n: number, { at, deadline, life }: HoldTerms): AccountCommand {
  return {
    type: 'HoldFunds',
    at,
    currency: 'USD',
    request: {
      request,
      key: keyOf(n),
      life,
      requested_model: 'tokenok-fast',
      plan: [
        {
          provider: 'sandbox',
          upstream_model: 'gpt-4.1-mini',
          model: 'openai/gpt-4.1-mini',
          price_version: 'openai/gpt-4.1-mini@3',
          cost: { currency: 'USD', price: PRICE },
        },
      ],
      prices: { 'openai/gpt-4.1-mini@3': PRICE },
      deadline,
      expected_cost: { currency: 'USD', amount: '0.0004' },
    },
    inputTokens: 400 + (n % 700),
    inputPerMillion: 400_000_000n,
    outputPerMillion: 1_600_000_000n,
    outputTokens: 500,
    minimumOutputTokens: 16,
    choices: 1,
  };
}

export function meter(request: string, n: number, at: string): MeterTokens {
  return {
    type: 'MeterTokens',
    at,
    request,
    outcome: 'succeeded',
    attempt: 0,
    attempts: [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini', status: 200, latency_ms: 300 + (n % 200) }],
    tokens: { input: 100 + (n % 300), cached_input: n % 3 === 0 ? 64 : 0, cache_write: 0, output: 20 + (n % 400) },
    reasoningTokens: 0,
    source: 'reported',
    latencyMs: 320 + (n % 200),
    firstByteMs: n % 2 === 0 ? 90 : null,
  };
}
