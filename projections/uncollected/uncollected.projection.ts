import { placeOf, type AccountEventData } from '#ledger';
import { projection } from '#projecting';
import { parseAmount } from '#money';
import { accountCurrency } from '../postings/postings.js';

/** A charge of which a part was not taken, for operators: a provider's fault, or a bound of ours that is too low. */
export type UncollectedRow = {
  readonly request: string;
  readonly time: string;
  /** Every row's, so that one index has them all in order of time. */
  readonly list: 'all';
  readonly account: string;
  readonly provider: string;
  readonly upstream_model: string;
  readonly model: string;
  /** `beyond_bound`; `balance_spent` for charges of before ADR 0026, that took what was available beyond their hold. */
  readonly reason: 'beyond_bound' | 'balance_spent';
  readonly usage: AccountEventData['TokensMetered']['usage'];
  readonly currency: string;
  readonly rated: string;
  readonly charge: string;
  readonly uncollected: string;
  readonly event: { readonly stream: string; readonly revision: string; readonly id: string };
};

export const uncollected = projection<UncollectedRow, Pick<AccountEventData, 'TokensMetered'>>({
  name: 'uncollected',
  version: 1,
  poison: 'park',
  indexes: { by_time: ['list', 'time'] },
  keys: ({ data }) => {
    const rest = data['uncollected'];
    return typeof rest === 'string' && parseAmount(rest) > 0n ? (data['request'] as string) : undefined;
  },
  begins: () => true,
  ended: () => true,
  on: {
    TokensMetered: (_, { stream, revision, id, metadata, data }) => ({
      request: data.request,
      time: metadata.effective,
      list: 'all',
      account: placeOf(stream)?.account ?? '',
      provider: data.provider,
      upstream_model: data.upstream_model,
      model: data.model,
      reason: data.uncollected_reason ?? 'balance_spent',
      usage: data.usage,
      currency: accountCurrency(data.entry),
      rated: data.rated,
      charge: data.charge,
      uncollected: data.uncollected,
      event: { stream, revision: String(revision), id },
    }),
  },
});
