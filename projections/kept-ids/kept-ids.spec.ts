import { hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { given } from '../testing/given.js';
import { Log, foldPlainly } from '../testing/log.js';
import { keptIds } from './kept-ids.projection.js';

const request = (id: string, ...keptAtProvider: readonly string[]) => [
  hold('0.10', { request: { request: id } }),
  meter('0.05', { request: id, keptAtProvider }),
];
const metered = (stream: string, provider: string, id: string, ...kept_at_provider: string[]) => ({
  stream,
  type: 'TokensMetered',
  data: { provider, request: id, kept_at_provider },
});

describe('kept ids', () => {
  it('say where each was left and by which request, and nothing of a request that left none', () => {
    const rows = given(payment('8.00'), ...request('req_1', 'hashA', 'hashB'), ...request('req_2')).rowsOf(keptIds);
    expect(rows).toEqual({ 'acc_1 hashA': { requests: { sandbox: 'req_1' } }, 'acc_1 hashB': { requests: { sandbox: 'req_1' } } });
  });

  it('are each account’s own, also where two were given the same id', () => {
    const log = new Log().add(
      metered('account-acc_1-2026-11', 'a', 'req_1', 'hash'),
      metered('account-acc_2-2026-11', 'b', 'req_2', 'hash'),
    );
    expect(foldPlainly(keptIds, log.events)).toEqual({
      'acc_1 hash': { requests: { a: 'req_1' } },
      'acc_2 hash': { requests: { b: 'req_2' } },
    });
  });

  it('belong to the account that leased its funds, and to every provider that gave them; the first request stands', () => {
    const log = new Log().add(
      metered('lease-acc_1-2026-11-1', 'a', 'req_1', 'hash'),
      metered('account-acc_1-2026-11', 'a', 'req_2', 'hash'),
      metered('account-acc_1-2026-12', 'b', 'req_3', 'hash'),
    );
    expect(foldPlainly(keptIds, log.events)).toEqual({ 'acc_1 hash': { requests: { a: 'req_1', b: 'req_3' } } });
  });
});
