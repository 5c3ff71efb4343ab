import type { AccountEventData, AttemptRecord, PlannedAttempt, UsageRecord } from '../account/account.events.js';
import type { Account } from '../account/account.state.js';
import { deadlineBy, isTarget, type RouteQuote } from '../account/route-quote.js';
import type { PlainStep } from '../requests/plain-requests.js';
import { isAnswering } from './compact-metered.js';
import { KEY, type CompactOrigin } from './compact-routed.js';

type Origin = Pick<CompactOrigin, 'actor' | 'cause'>;

/**
 * The data of a plain step's event as its stream keeps them, in canonical JSON, put together from what was decided: what `file` lays down
 * is the truth, to which a property test holds this. The account is as it was decided on. Undefined for whatever is not usual: a route that is
 * not quoted yet, members that few events have, texts that JSON would have to escape.
 */
export function plainText(step: PlainStep, account: Account, origin: Origin): string | undefined {
  if (origin.cause !== step.event.data.request || !PLAIN.test(account.id)) return undefined;
  return 'hold' in step ? chargeText(step, account) : holdText(step.event, account, origin);
}

type PlainHold = Exclude<PlainStep, { readonly hold: unknown }>;
type PlainCharge = Extract<PlainStep, { readonly hold: unknown }>;

/** What stands in JSON as it is. */
const PLAIN = /^[\w.:/-]*$/;
function holdText({ at, data }: PlainHold['event'], account: Account, { actor }: Origin): string | undefined {
  const found = account.quotes.find(data);
  if (!found || actor.length !== KEY.length + data.key.length || !actor.startsWith(KEY) || !actor.endsWith(data.key)) return undefined;
  const { quote, taken } = found;
  const { bound, hold, limit_by: by, output_limit: limit, expected_cost: expected } = data;
  const [[lot] = ['']] = data.lots;
  if (taken.limits || taken.order || data.deadline !== deadlineBy(quote, at) || !PLAIN.test(lot)) return undefined;
  if (expected && (expected.currency !== data.plan[0]?.cost?.currency || !PLAIN.test(expected.amount))) return undefined;
  return (
    `{"bound":{"input":${bound.input},"output":${bound.output}},"entry":${entryText(account, data.entry)}` +
    `${expected ? `,"expected_cost":"${expected.amount}"` : ''},"hold":"${hold}"${by === undefined ? '' : `,"limit_by":"${by}"`}` +
    `,"lots":[["${lot}","${hold}"]]${limit === undefined ? '' : `,"output_limit":${limit}`},"route":${quote.route}}`
  );
}

function chargeText({ event: { data }, hold, target }: PlainCharge, account: Account): string | undefined {
  const quote = hold.route === undefined ? undefined : account.quotes.get(hold.route);
  if (!quote || quote.markup_ppm !== data.markup_ppm || !isUsual(data)) return undefined;
  const index = answering(quote, data, target);
  const attempts = attemptsText(data.attempts, quote);
  const usage = usageText(data.usage);
  const [[lot, spent, back] = ['', '', '']] = data.lots;
  if (index === undefined || attempts === undefined || usage === undefined || !PLAIN.test(lot)) return undefined;
  const { finish, outcome } = data;
  return (
    `{"attempts":[${attempts}],"charge":"${data.charge}","entry":${entryText(account, data.entry)}` +
    `${finish === undefined ? '' : `,"finish":"${finish}"`}${data.first_byte_ms === null ? '' : `,"first_byte_ms":${data.first_byte_ms}`}` +
    `,"latency_ms":${data.latency_ms},"lots":[["${lot}","${spent}","${back}"]]` +
    `${outcome === 'succeeded' ? '' : `,"outcome":"${outcome}"`},"route":${quote.route}${index === 0 ? '' : `,"target":${index}`},"usage":{${usage}}}`
  );
}

function isUsual(data: AccountEventData['TokensMetered']): boolean {
  return (
    data.unpriced === undefined &&
    data.finish_told === undefined &&
    data.usage.marks === undefined &&
    data.kept_at_provider === undefined &&
    data.service_tier === undefined &&
    data.service_tier_asked === undefined &&
    Number.isSafeInteger(data.latency_ms) &&
    (data.first_byte_ms === null || Number.isSafeInteger(data.first_byte_ms))
  );
}

/** Undefined where the quote's target of these names is not the one that was rated. */
function answering({ targets }: RouteQuote, data: AccountEventData['TokensMetered'], rated: PlannedAttempt): number | undefined {
  for (let index = 0; index < targets.length; index += 1) {
    const target = targets[index] as PlannedAttempt;
    if (isAnswering(target, data)) return isTarget(target, rated) ? index : undefined;
  }
  return undefined;
}

function attemptsText(attempts: readonly AttemptRecord[], { targets }: RouteQuote): string | undefined {
  let text = '';
  for (const { provider, upstream_model: model, status, latency_ms: ms, error } of attempts) {
    const index = targets.findIndex((target) => target.provider === provider && target.upstream_model === model);
    if (index < 0 || error !== undefined || !Number.isSafeInteger(ms) || (status !== null && !Number.isSafeInteger(status)))
      return undefined;
    text += `${text === '' ? '' : ','}[${index},${String(status)},${ms}]`;
  }
  return text;
}

/** In canonical order. */
const COUNTS = [
  'cache_write_1h_tokens',
  'cache_write_tokens',
  'cached_input_audio_tokens',
  'cached_input_tokens',
  'input_audio_tokens',
  'input_tokens',
  'output_audio_tokens',
  'output_tokens',
  'reasoning_tokens',
] as const satisfies readonly (keyof UsageRecord)[];

function usageText(usage: UsageRecord): string | undefined {
  let text = '';
  for (const name of COUNTS) {
    const count = usage[name];
    if (count === undefined || count === 0) continue;
    if (!Number.isSafeInteger(count)) return undefined;
    text += `${text === '' ? '' : ','}"${name}":${count}`;
  }
  if (usage.source === 'reported') return text;
  return `${text}${text === '' ? '' : ','}"source":"${usage.source}"`;
}

/** Names of the chart and of the account alone, and amounts. */
function entryText({ currency }: Account, entry: AccountEventData['RequestRouted']['entry']): string {
  let text = '';
  for (const [name, amount] of entry[currency] ?? []) {
    text += `${text === '' ? '' : ','}["${name}","${amount}"]`;
  }
  return `{"${currency}":[${text}]}`;
}
