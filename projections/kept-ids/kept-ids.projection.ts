import { placeOf, type AccountEventData } from '#ledger';
import { projection } from '#read-model';

export type KeptIdRow = {
  /** Where it is kept, and the first request whose answer left it there. */
  readonly requests: { readonly [provider: string]: string };
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
    TokensMetered: (row, { data: { provider, request } }) => ({ requests: { [provider]: request, ...row?.requests } }),
  },
});

export function keptIdKey(account: string, hash: string): string {
  return `${account} ${hash}`;
}
