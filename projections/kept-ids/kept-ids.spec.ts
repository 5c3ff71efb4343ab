import { hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { given } from '../testing/given.js';
import { Log, foldPlainly } from '../testing/log.js';
import { keptIds } from './kept-ids.projection.js';

const request = (id: string, ...keptAtProvider: readonly string[]) => [
  hold('0.10', { request: { request: id } }),
  meter('0.05', { request: id, keptAtProvider }),
];
const usage = { input_tokens: 1, cached_input_tokens: 20, cache_write_tokens: 300, output_tokens: 4 };
const left = (request: string) => ({ request, input_tokens: 321, output_tokens: 4 });
const metered = (stream: string, provider: string, id: string, ...kept_at_provider: string[]) => ({
  stream,
  type: 'TokensMetered',
  data: { provider, request: id, usage, kept_at_provider },
});

describe('kept ids', () => {
  it('say where each was left, by which request and what that used, and nothing of a request that left none', () => {
    const rows = given(payment('8.00'), ...request('req_1', 'hashA', 'hashB'), ...request('req_2')).rowsOf(keptIds);
    const answers = { sandbox: { request: 'req_1', input_tokens: 0, output_tokens: 5 } };
    expect(rows).toEqual({ 'acc_1 hashA': { answers }, 'acc_1 hashB': { answers } });
  });

  it('are each account’s own, also where two were given the same id', () => {
    const log = new Log().add(
      metered('account-acc_1-2026-11', 'a', 'req_1', 'hash'),
      metered('account-acc_2-2026-11', 'b', 'req_2', 'hash'),
    );
    expect(foldPlainly(keptIds, log.events)).toEqual({
      'acc_1 hash': { answers: { a: left('req_1') } },
      'acc_2 hash': { answers: { b: left('req_2') } },
    });
  });

  it('belong to the account that leased its funds, and to every provider that gave them; the first request stands', () => {
    const log = new Log().add(
      metered('lease-acc_1-2026-11-1', 'a', 'req_1', 'hash'),
      metered('account-acc_1-2026-11', 'a', 'req_2', 'hash'),
      metered('account-acc_1-2026-12', 'b', 'req_3', 'hash'),
    );
    expect(foldPlainly(keptIds, log.events)).toEqual({ 'acc_1 hash': { answers: { a: left('req_1'), b: left('req_3') } } });
  });
});
