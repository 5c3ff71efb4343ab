import { placeOf, type AccountEventData } from '#ledger';
import { projection } from '#projecting';

/** The request whose answer left something at a provider, and what it used: its input had every turn before it. */
export type KeptAnswer = { readonly request: string; readonly input_tokens: number; readonly output_tokens: number };

export type KeptIdRow = {
  /** By provider; of several that left the same id, the first. */
  readonly answers: { readonly [provider: string]: KeptAnswer };
};

/**
 * What customers left at providers, by account and hash of the id: a row tells of its own account alone, so that no lookup can find what another one left.
 * Rows are only ever added to, hence a projection that lags knows less than it will and never anything wrong (ADR 0020).
 */
export const keptIds = projection<KeptIdRow, Pick<AccountEventData, 'TokensMetered'>>({
  name: 'kept-ids',
  version: 1,
  poison: 'park',
  indexes: {},
  keys: ({ stream, data }) => {
    const hashes = data['kept_at_provider'] as readonly string[] | undefined;
    const account = hashes && placeOf(stream)?.account;
    return account === undefined ? undefined : hashes?.map((hash) => keptIdKey(account, hash));
  },
  ended: () => true,
  on: {
    TokensMetered: (row, { data }) => ({ answers: { [data.provider]: keptAnswer(data), ...row?.answers } }),
  },
});

export function keptIdKey(account: string, hash: string): string {
  return `${account} ${hash}`;
}

export function keptAnswer({ request, usage }: Pick<AccountEventData['TokensMetered'], 'request' | 'usage'>): KeptAnswer {
  const { input_tokens: plain, cached_input_tokens: cached, cache_write_tokens: written, output_tokens } = usage;
  return { request, input_tokens: plain + cached + written, output_tokens };
}
