import { CHART, rerate, tokensOf, type Account, type AccountEventData, type Entry, type Hold, type PlannedAttempt } from '#ledger';
import { type Currency, formatAmount, parseAmount, rate, readPrice, recordPrice } from '#money';
import { checkCharge } from './charge.checks.js';
import { checkRoute } from './quotes/quote.checks.js';

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + parseAmount(amount), 0n);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export function checkRouted(data: AccountEventData['RequestRouted'], account: Account): string | undefined {
  if (account.holds.has(data.request)) return `holds for ${data.request}, which has an open hold already`;
  if (sum(data.lots.map(([, amount]) => amount)) !== parseAmount(data.hold)) return 'takes another amount from its lots than it holds';
  for (const [id, amount] of data.lots) {
    const lot = account.lots.find((each) => each.id === id);
    if (!lot || lot.left < parseAmount(amount) || parseAmount(amount) < 0n)
      return `takes ${amount} of ${id}, which has ${formatAmount(lot?.left ?? 0n)} left`;
  }
  return undefined;
}

/** A charge says everything that it follows from: the hold, the price that the request was routed with, and the tokens. */
export function checkMetered(
  data: AccountEventData['TokensMetered'],
  account: Account,
  version: number,
  route: number | undefined,
): string | undefined {
  const hold = account.holds.get(data.request);
  if (!hold) return noHold(data.request);
  return (
    checkRoute(route, hold) ??
    checkTold(data) ??
    rerate(data) ??
    checkPrice(data, hold) ??
    checkCost(data, hold) ??
    checkCharge(data, hold, version)
  );
}

export function checkReleased(data: AccountEventData['RequestFailed' | 'RequestAbandoned'], account: Account): string | undefined {
  const hold = account.holds.get(data.request);
  if (!hold) return noHold(data.request);
  if (parseAmount(data.released) !== hold.amount) return `releases ${data.released} of a hold of ${formatAmount(hold.amount)}`;
  return undefined;
}

/** What an answer came to goes with what its provider told of its end and of its usage. */
function checkTold({ outcome, finish, finish_told: told, usage }: AccountEventData['TokensMetered']): string | undefined {
  if (finish === 'unknown' && outcome === 'succeeded') return 'says that it succeeded, and that nobody knows why it ended';
  if (told !== undefined && finish !== 'unknown') return 'gives a word for its end that nobody knows, and an end that is known';
  const untrue = usage.source === 'reported' ? usage.marks?.find((mark) => mark === 'zero_input' || mark === 'zero_output') : undefined;
  return untrue === undefined ? undefined : `takes counts as reported that it marks as ${untrue}`;
}

const noHold = (request: string): string => `ends ${request}, which has no open hold`;

function checkPrice(data: AccountEventData['TokensMetered'], { record }: Hold): string | undefined {
  if (!planned(data, record.plan)) return 'charges a target that its request was not routed to';
  const price = record.prices[data.price_version];
  if (!price) return `charges by ${data.price_version}, which its request was not routed with`;
  const { used, unpriced } = rate(tokensOf(data.usage), readPrice(price), data.service_tier);
  if (!same(recordPrice(used), data.price)) return `charges other unit prices than ${data.price_version} has`;
  const named = (data.unpriced ?? []).slice(0, unpriced.length);
  return same(unpriced, named) ? undefined : `does not say that ${data.price_version} has no price for ${unpriced.join(', ')}`;
}

const postedFor = (entry: Entry, { currency }: { readonly currency: Currency }): bigint =>
  sum((entry[currency] ?? []).flatMap(([account, amount]) => (account === CHART.providerPayable ? [amount] : [])));

function checkCost(
  { cost, usage, entry, service_tier: tier, ...data }: AccountEventData['TokensMetered'],
  { record }: Hold,
): string | undefined {
  const agreed = planned(data, record.plan)?.cost;
  if (cost === null || !agreed)
    return cost === null && !agreed ? undefined : 'books another provider cost than its request was routed with';
  const rating = rate(tokensOf(usage), readPrice(agreed.price), tier);
  if (postedFor(entry, cost) !== -parseAmount(cost.amount)) return `books ${cost.amount} as the provider's cost, and posts another`;
  if (cost.currency !== agreed.currency || parseAmount(cost.amount) !== rating.nanos)
    return `books ${cost.amount} as the provider's cost, not ${formatAmount(rating.nanos)}`;
  return same(recordPrice(rating.used), cost.price) ? undefined : 'books its cost by other unit prices than its request was routed with';
}

function planned(
  {
    provider,
    upstream_model,
    model,
    price_version,
  }: Pick<AccountEventData['TokensMetered'], 'provider' | 'upstream_model' | 'model' | 'price_version'>,
  plan: readonly PlannedAttempt[],
): PlannedAttempt | undefined {
  return plan.find(
    (each) =>
      each.provider === provider && each.upstream_model === upstream_model && each.model === model && each.price_version === price_version,
  );
}
