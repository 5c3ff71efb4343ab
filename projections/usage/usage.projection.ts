import { placeOf, type AccountEventData, type UsageRecord } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection } from '#projecting';
import { accountCurrency } from '../postings/postings.js';

export type UsageRow = {
  readonly account: string;
  /** Of the end of the request, in UTC: the account's time zone once accounts have others. */
  readonly day: string;
  readonly model: string;
  readonly currency: string;
  readonly requests: number;
  readonly input_tokens: number;
  readonly cached_input_tokens: number;
  readonly cache_write_tokens: number;
  readonly output_tokens: number;
  readonly reasoning_tokens: number;
  readonly charge: string;
  /** Of these requests, those of which something had no price of its own, and all their tokens: each receipt names what. */
  readonly unpriced_requests: number;
  readonly unpriced_tokens: number;
};

/** What was used and charged: metered requests by account, day and model. One that failed before it was metered used nothing. */
export const usage = projection<UsageRow, AccountEventData>({
  name: 'usage',
  version: 2,
  poison: 'stop',
  indexes: { by_day: ['account', 'day'] },
  keys: ({ stream, data, metadata }) => {
    const { account } = placeOf(stream) ?? {};
    return account && `${account}/${dayOf(metadata.effective)}/${(data as AccountEventData['TokensMetered']).model}`;
  },
  on: {
    TokensMetered: (before, { stream, data, metadata }) => {
      const row = before ?? blank(placeOf(stream)?.account ?? '', dayOf(metadata.effective), data);
      const isUnpriced = (data.unpriced ?? []).length > 0;
      return {
        ...row,
        requests: row.requests + 1,
        input_tokens: row.input_tokens + data.usage.input_tokens,
        cached_input_tokens: row.cached_input_tokens + data.usage.cached_input_tokens,
        cache_write_tokens: row.cache_write_tokens + data.usage.cache_write_tokens,
        output_tokens: row.output_tokens + data.usage.output_tokens,
        reasoning_tokens: row.reasoning_tokens + data.usage.reasoning_tokens,
        charge: formatAmount(parseAmount(row.charge) + parseAmount(data.charge)),
        unpriced_requests: row.unpriced_requests + (isUnpriced ? 1 : 0),
        unpriced_tokens: row.unpriced_tokens + (isUnpriced ? totalOf(data.usage) : 0),
      };
    },
  },
});

function totalOf(usage: UsageRecord): number {
  return usage.input_tokens + usage.cached_input_tokens + usage.cache_write_tokens + usage.output_tokens;
}

const dayOf = (instant: string): string => instant.slice(0, 10);

function blank(account: string, day: string, { model, entry }: AccountEventData['TokensMetered']): UsageRow {
  return {
    account,
    day,
    model,
    currency: accountCurrency(entry),
    requests: 0,
    input_tokens: 0,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    charge: formatAmount(0n),
    unpriced_requests: 0,
    unpriced_tokens: 0,
  };
}
