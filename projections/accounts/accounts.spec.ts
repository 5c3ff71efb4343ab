import type { JsonObject, RecordedEvent } from '#event-store';
import { freezeAccount } from '#ledger';
import { claim, grant, hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { given, logOf } from '../testing/given.js';
import { accounts } from './accounts.projection.js';

describe('account snapshots', () => {
  it('are the ledger’s own state, with the place in the stream from which to read on', () => {
    const { books, log, rowsOf } = given(payment('8.00'), grant('promo', '1.00', { expiresAt: '2026-11-20T00:00:00.000Z' }), hold('5.00'));
    expect(rowsOf(accounts)['acc_1']).toEqual({
      version: accounts.version,
      stream: 'account-acc_1-2026-11',
      revision: '4',
      hash: log.events.at(-1)?.metadata.hash,
      snapshot: freezeAccount(books.state),
      account: 'acc_1',
      time_zone: 'UTC',
      period: '2026-11',
      status: 'open',
      open_holds: 1,
    });
  });
  it('name the next expiry and the number of open holds only where there are any', () => {
    const expiring = grant('promo', '1.00', { expiresAt: '2026-11-20T00:00:00.000Z' });
    expect(given(expiring).rowsOf(accounts)['acc_1']).toMatchObject({ next_expiry: '2026-11-20T00:00:00.000Z' });
    const row = given(payment('8.00'), hold('1.00'), meter('1.00')).rowsOf(accounts)['acc_1'];
    expect(row).not.toHaveProperty('open_holds');
    expect(row).not.toHaveProperty('next_expiry');
  });
  it('are left out where they grow too large for a row, which then says so to whoever looks for holds, until the next period', () => {
    const { log, rowsOf, books } = given(payment('8.00'));
    const row = rowsOf(accounts)['acc_1'];
    if (!row?.snapshot) throw new Error('A small account has its snapshot');
    const [lot] = row.snapshot.lots;
    const lots = Array.from({ length: 100_000 }, (_, index) => ({ ...lot, lot: `lot_${100_000 + index}` }));
    const large = accounts.read({ ...row, snapshot: { ...row.snapshot, lots } });
    const left = accounts.write(large);
    expect(left).toEqual({ ...row, snapshot: null, open_holds: 1 });
    const event = (type: string) => log.events.findLast((each) => each.type === type) as RecordedEvent;
    const unknown = accounts.fold(accounts.read(left), event('PaymentReceived'), 'acc_1');
    expect(accounts.write(unknown)).toEqual(left);
    books.keepUp('2026-12-02T00:00:00.000Z');
    const opened = logOf(books).events.at(-1) as RecordedEvent;
    expect(accounts.write(accounts.fold(unknown, opened, 'acc_1'))).toMatchObject({ period: '2026-12', snapshot: { lots: [lot] } });
  });
  it('go on from a stored row as if it had never left memory', () => {
    const { log, rowsOf } = given(
      payment('8.00'),
      hold('5.00'),
      meter('1.00'),
      payment('1.00', { payment: 'p', at: '2026-12-02T00:00:00.000Z', claim: claim('c', '2026-12') }),
    );
    const whole = rowsOf(accounts)['acc_1'];
    for (let cut = 1; cut < log.events.length; cut += 1) {
      let state: unknown;
      for (const [index, event] of log.events.entries()) {
        if (index === cut) state = accounts.read(JSON.parse(JSON.stringify(accounts.write(state))) as JsonObject);
        state = accounts.fold(state, event, 'acc_1');
      }
      expect(accounts.write(state)).toEqual(whole);
    }
  });
});
