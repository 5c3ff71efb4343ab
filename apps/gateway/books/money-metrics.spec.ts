import type { PlacedEvent } from '#accounts';
import { abandonment, failure, hold, meter, payment } from '../../../libs/ledger/testing/account.commands.js';
import { AccountBooks } from '../../../libs/ledger/testing/account.books.js';
import type { AccountCommand } from '../../../libs/ledger/account/account.commands.js';
import { MoneyMetrics } from './money-metrics.js';

function metricsAfter(...commands: readonly AccountCommand[]): string {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  const metrics = new MoneyMetrics();
  for (const command of commands) expect(books.execute(command).refusal).toBeUndefined();
  const events = [...books.streams.values()].flat().map((event, index): PlacedEvent => ({ event, id: 'e', revision: BigInt(index) }));
  metrics.observe('USD', events);
  return metrics.text();
}

const request = (id: string) => ({ request: { request: id } });

describe('metrics of money', () => {
  it('count holds, charges, what was not collected, and what was abandoned, amounts in whole nano-units', () => {
    const text = metricsAfter(
      payment('8.00'),
      hold('1.00', request('req_1')),
      hold('1.00', request('req_2')),
      hold('0.50', request('req_3')),
      hold('0.50', request('req_4')),
      meter('0.25', { request: 'req_1' }),
      meter('1.50', { request: 'req_2', outcome: 'incomplete' }),
      failure({ request: 'req_3' }),
      abandonment({ request: 'req_4' }),
    );
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'tokenok_holds_total 4',
      'tokenok_held_nanos_total{currency="USD"} 3000000000',
      'tokenok_charges_total{outcome="cancelled"} 0',
      'tokenok_charges_total{outcome="failed"} 0',
      'tokenok_charges_total{outcome="incomplete"} 1',
      'tokenok_charges_total{outcome="succeeded"} 1',
      'tokenok_charged_nanos_total{currency="USD"} 1250000000',
      'tokenok_uncollected_total{reason="beyond_bound"} 1',
      'tokenok_uncollected_nanos_total{currency="USD"} 500000000',
      'tokenok_failed_requests_total{outcome="cancelled"} 0',
      'tokenok_failed_requests_total{outcome="failed"} 1',
      'tokenok_abandoned_total{reason="deadline_passed"} 0',
      'tokenok_abandoned_total{reason="gateway_died"} 1',
      '',
    ]);
  });

  it('begin at zero, and say what each is', () => {
    const text = new MoneyMetrics().text();
    expect(text).toContain('tokenok_holds_total 0\n');
    expect(text).toContain('tokenok_uncollected_total{reason="beyond_bound"} 0\n');
    expect(text.match(/# TYPE tokenok_\w+_total counter/g)).toHaveLength(8);
  });
});
