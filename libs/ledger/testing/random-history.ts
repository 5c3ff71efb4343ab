import fc from 'fast-check';
import { Money, type Currency, type RecordedUnitPrice, type TokenCounts } from '#money';
import type { AccountCommand } from '../account/account.commands.js';
import type { PlainOracle } from './plain-oracle.js';

/** One step of a random history: what happens, to whom, how the clock moves, and dice for the details. */
export interface Step {
  readonly account: number;
  readonly what: (typeof KINDS)[number];
  readonly clockMs: number;
  readonly dice: readonly number[];
}

const KINDS = [
  'hold',
  'hold',
  'hold',
  'hold',
  'hold',
  'meter',
  'meter',
  'meter',
  'fail',
  'abandon',
  'pay',
  'promo',
  'goodwill',
  'correct',
  'reverse',
  'expire',
  'repeat',
  'repeat',
  'sweep',
  'thaw',
] as const;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Mostly on by minutes; sometimes by days or months, and sometimes back. */
const clockMs = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 20 * MINUTE }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: 20 * DAY, max: 95 * DAY }) },
  { weight: 4, arbitrary: fc.integer({ min: -40 * DAY, max: 0 }) },
);

export const histories = fc.array(
  fc.record<Step>({
    account: fc.constantFrom(0, 0, 1, 2),
    what: fc.constantFrom(...KINDS),
    clockMs,
    dice: fc.array(fc.nat(1_000_000), { minLength: 9, maxLength: 9 }),
  }),
  { minLength: 25, maxLength: 120, size: 'max' },
);

const PRICES = [
  [
    ['input', '0.0375'],
    ['cached_input', '0.001'],
    ['cache_write', '0.05'],
    ['output', '0.15'],
  ],
  [
    ['input', '3.00'],
    ['cached_input', '0.30'],
    ['cache_write', '3.75'],
    ['output', '15.00'],
    ['output', '22.50', 2_000],
    ['input', '6.00', 2_000],
  ],
  [
    ['input', '0.00'],
    ['cached_input', '0.00'],
    ['cache_write', '0.00'],
    ['output', '0.00'],
  ],
  [
    ['input', '333.333333333'],
    ['cached_input', '999.999999999'],
    ['cache_write', '0.00'],
    ['output', '777.777777777'],
  ],
  [
    ['input', '2.50'],
    ['input_audio', '40.00'],
    ['cached_input', '1.25'],
    ['cached_input_audio', '2.50'],
    ['cache_write', '3.125'],
    ['cache_write_1h', '5.00'],
    ['output', '10.00'],
    ['output_audio', '80.00'],
    ['input', '5.00', 2_000],
    ['input', '1.25', null, 'flex'],
    ['output', '5.000000001', null, 'flex'],
    ['input', '2.00', 3_000, 'flex'],
    ['output', '20.00', 1_000, 'priority'],
  ],
] as const satisfies readonly (readonly RecordedUnitPrice[])[];

export interface HistorySoFar {
  readonly oracle: PlainOracle;
  readonly currency: Currency;
  readonly clock: string;
  /** Makes ids unique over the history. */
  readonly serial: number;
  readonly commands: readonly AccountCommand[];
}

/** The command of a step; undefined where it is none (`thaw`), or where there is nothing to do it to. */
export function commandsOf(step: Step, sofar: HistorySoFar): readonly AccountCommand[] {
  const { clock: at, serial, oracle, commands, currency } = sofar;
  const [a = 0, b = 0, c = 0, d = 0] = step.dice;
  const amount = Money.of(
    a % 40 === 0 ? (currency === 'USD' ? 'EUR' : 'USD') : currency,
    BigInt(b % 30 === 0 ? 0 : b) * BigInt(1 + (c % 4_000)),
  );
  const claim = { id: `command-${serial}`, period: d % 12 === 0 ? '2026-01' : oracle.period };
  const expiresAt = c % 3 === 0 ? null : new Date(Date.parse(at) + (c % 60) * (1 + (d % 10)) * 40 * MINUTE - 30 * MINUTE).toISOString();
  switch (step.what) {
    case 'hold':
      return [hold(step, sofar)];
    case 'meter':
      return [meter(step, sofar)];
    case 'fail': {
      const cost = b % 2 === 0 ? null : Money.of(b % 4 === 1 ? currency : 'EUR', BigInt(b));
      return [
        {
          type: 'FailRequest',
          at,
          request: someRequest(a, oracle),
          outcome: 'failed',
          reason: 'upstream_error',
          attempts: [],
          cost,
          latencyMs: 1,
        },
      ];
    }
    case 'abandon':
      return [{ type: 'AbandonRequest', at, request: someRequest(a, oracle), reason: 'gateway_died' }];
    case 'pay':
      return [
        { type: 'ReceivePayment', at, payment: `pay_${serial}`, paymentProvider: 'p', lot: `lot_${serial}`, amount, order: null, claim },
      ];
    case 'promo':
    case 'goodwill':
      return [{ type: 'GrantCredit', at, lot: `lot_${serial}`, kind: step.what, amount, reason: 'r', expiresAt, claim }];
    case 'correct':
      return [correction(at, serial, a % 2 === 0 ? amount : amount.negated(), null, claim)];
    case 'reverse':
      return reversal(step, sofar, claim);
    case 'expire':
      return [{ type: 'ExpireCredits', at }];
    case 'repeat':
      return repeated(a, b, sofar);
    case 'sweep':
      return [...oracle.holds].flatMap(([request, { command }]) =>
        command.request.deadline <= at ? [{ type: 'AbandonRequest', at, request, reason: 'deadline_passed' } as const] : [],
      );
    case 'thaw':
      return commands.slice(0, 0);
  }
}

/** An open request; sometimes one that has ended or never was. */
function someRequest(die: number, oracle: PlainOracle): string {
  const open = [...oracle.holds.keys()];
  if (open.length === 0 || die % 10 === 0) return [...oracle.ended][die % (oracle.ended.size + 1)] ?? 'req_unknown';
  return open[die % open.length] as string;
}

function hold({ dice }: Step, { clock: at, serial, currency }: HistorySoFar): AccountCommand {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = dice;
  const prices = { v1: PRICES[a % PRICES.length] ?? [], v2: PRICES[b % PRICES.length] ?? [] };
  const dearest = (...components: readonly string[]) =>
    [...prices.v1, ...prices.v2]
      .filter(([component]) => components.includes(component))
      .map(([, perMillion]) => Money.recorded('USD', perMillion).nanos)
      .reduce((most, each) => (each > most ? each : most), 0n);
  const cost = { currency: c % 3 === 0 ? ('EUR' as const) : currency, price: PRICES[c % PRICES.length] ?? [] };
  const target = { provider: 'p', upstream_model: 'm', model: 'm' };
  const outputTokens = 1 + (d % 3_000);
  return {
    type: 'HoldFunds',
    at,
    currency: e % 40 === 0 ? 'JPY' : currency,
    request: {
      request: `req_${serial}`,
      key: 'key_1',
      life: `life_${e % 3}`,
      requested_model: 'm',
      plan: [
        { ...target, price_version: 'v1', ...(c % 5 > 0 && { cost }) },
        { ...target, price_version: 'v2' },
      ],
      prices,
      deadline: new Date(Date.parse(at) + 10 * MINUTE).toISOString(),
      expected_cost: b % 2 === 0 ? null : { currency: 'USD', amount: '0.000001' },
    },
    inputTokens: e % 5_000,
    inputPerMillion: dearest('input', 'input_audio', 'cached_input', 'cached_input_audio', 'cache_write', 'cache_write_1h'),
    outputPerMillion: dearest('output', 'output_audio'),
    outputTokens,
    minimumOutputTokens: Math.min(16, outputTokens),
    choices: 1 + (a % 3),
    ...(b % 3 > 0 && { limitBy: (['client', 'default', 'maximum'] as const)[c % 3] }),
    ...(d % 4 === 0 && { outputBoundPercent: 100 + (b % 301) }),
  };
}

/** Usage within the bounds of the hold, exactly at them, or (one in four) above. */
function meter({ dice }: Step, { clock: at, oracle }: HistorySoFar): AccountCommand {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = dice;
  const request = someRequest(a, oracle);
  const command = oracle.holds.get(request)?.command;
  const inputs = command?.inputTokens ?? 100;
  const outputs = (command?.outputTokens ?? 100) * (command?.choices ?? 1);
  const cached = b % (inputs + 1);
  const written = c % (inputs - cached + 1);
  const times = d % 4 === 0 ? 1 + (e % 50) : 1;
  return {
    type: 'MeterTokens',
    at,
    request,
    outcome: 'succeeded',
    attempt: f % 2,
    attempts: [],
    tokens: toldApart(g, {
      input: g % (inputs - cached - written + 1),
      cached_input: cached * times,
      cache_write: written,
      output: (e % (outputs + 1)) * times,
    }),
    ...(e % 3 > 0 && { serviceTier: ['default', 'flex', 'priority', 'scale'][e % 4] as string }),
    ...(g % 5 === 0 && { unpriced: ['server_tool_use.web_search_requests'] }),
    reasoningTokens: 0,
    source: 'reported',
    latencyMs: 1,
    firstByteMs: null,
  };
}

/** One in two providers tells hour-long cache writes and audio apart: whole counts, or parts of them. */
function toldApart(die: number, { input, cached_input, cache_write, output }: TokenCounts): TokenCounts {
  if (die % 2 === 0) return { input, cached_input, cache_write, output };
  const part = (count: number, prime: number) => (die % 7 === 0 ? count : (die * prime) % (count + 1));
  const [input_audio, cached_input_audio, cache_write_1h, output_audio] = [
    part(input, 3),
    part(cached_input, 5),
    part(cache_write, 11),
    part(output, 13),
  ];
  return {
    input: input - input_audio,
    input_audio,
    cached_input: cached_input - cached_input_audio,
    cached_input_audio,
    cache_write: cache_write - cache_write_1h,
    cache_write_1h,
    output: output - output_audio,
    output_audio,
  };
}

type Claimed = { readonly id: string; readonly period: string };

function correction(at: string, serial: number, amount: Money, reverses: string | null, claim: Claimed): AccountCommand {
  return { type: 'AdjustBalance', at, adjustment: `adj_${serial}`, amount, reason: 'r', reverses, claim };
}

function reversal({ dice }: Step, { clock: at, serial, commands }: HistorySoFar, claim: Claimed): readonly AccountCommand[] {
  const [a = 0, b = 0] = dice;
  const corrections = commands.filter((command) => command.type === 'AdjustBalance');
  const original = corrections[a % Math.max(1, corrections.length)];
  if (!original) return [];
  const amount = b % 8 === 0 ? original.amount : original.amount.negated();
  return [correction(at, serial, amount, original.adjustment, claim)];
}

/** An earlier command once more, at its own time or later. Only a hold is never asked for again once its request has ended. */
function repeated(a: number, b: number, { clock, commands, oracle }: HistorySoFar): readonly AccountCommand[] {
  const earlier = commands[a % Math.max(1, commands.length)];
  if (!earlier || (earlier.type === 'HoldFunds' && oracle.ended.has(earlier.request.request))) return [];
  return [b % 2 === 0 ? earlier : { ...earlier, at: clock }];
}
