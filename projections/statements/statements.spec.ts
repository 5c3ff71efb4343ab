import { abandonment, correction, failure, grant, hold, meter, payment } from '../../libs/ledger/testing/account.commands.js';
import { STREAM, given } from '../testing/given.js';
import { foldPlainly } from '../testing/log.js';
import { project } from '../testing/project.js';
import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { statements } from './statements.projection.js';
import { readStatement } from './statements.query.js';

const at = (time: string) => ({ at: `2026-11-10T${time}:00.000Z` });
const EXPIRING = grant('promo', '2.00', { ...at('12:01'), expiresAt: '2026-11-11T00:00:00.000Z' });

const KEY = 'acc_1/2026-11/';

/** The period's row, and its lines as they are read. */
async function statementOf(...commands: readonly AccountCommand[]) {
  const { log, rowsOf } = given(...commands);
  const source = await project(log, [statements]);
  const { lines } = await readStatement(source, { account: 'acc_1', currency: 'USD', timeZone: 'UTC' }, '2026-11');
  return { period: rowsOf(statements)[KEY], lines: await Array.fromAsync(lines()) };
}

describe('statements', () => {
  it('have one line for everything that changed the balance, signed, in order of time', async () => {
    const commands = [payment('8.00', at('12:00')), EXPIRING, hold('3.00', at('12:02')), meter('0.50', at('12:03'))];
    const { period, lines } = await statementOf(...commands, correction('-1.00', { at: '2026-11-12T00:00:00.000Z' }));
    expect(period).toMatchObject({ opening: '0.00', movements: '7.00', lines: 5, closing: null });
    expect(lines.map(({ type, amount }) => `${type} ${amount}`)).toEqual([
      'payment 8.00',
      'credit 2.00',
      'usage -0.50',
      'expiry -1.50',
      'adjustment -1.00',
    ]);
  });
  it('lead from each line to the request, payment or lot, and to the event', async () => {
    const commands = [payment('8.00', at('12:00')), EXPIRING, hold('3.00', at('12:02')), meter('0.50', at('12:03'))];
    const [paid, granted, used] = (await statementOf(...commands)).lines;
    expect(paid).toMatchObject({ payment_id: 'pay_1', stream: STREAM, revision: '2' });
    expect(granted).toMatchObject({ lot: 'lot_promo', kind: 'promo', reason: 'test' });
    expect(used).toMatchObject({ request_id: 'req_1', model: 'openai/small', revision: '5', event: expect.any(String) as string });
  });
  it('have no line for what moved nothing: holds, failures, abandonments, free answers', async () => {
    const free = await statementOf(hold('0.00', { outputPerMillion: 0n, inputPerMillion: 0n }), abandonment());
    expect(free).toMatchObject({ period: { lines: 0 }, lines: [] });
    const failed = await statementOf(payment('8.00'), hold('3.00'), failure());
    expect(failed).toMatchObject({ period: { lines: 1 }, lines: [{ type: 'payment' }] });
  });
  it('close with what the next month opens with', () => {
    const rows = given(payment('8.00'), hold('3.00'), meter('1.00', { at: '2026-12-01T00:00:01.000Z' })).rowsOf(statements);
    expect(rows['acc_1/2026-11/']).toMatchObject({ opening: '0.00', closing: '8.00', lines: 1, closed_at: '2026-12-01T00:00:00.000Z' });
    expect(rows['acc_1/2026-12/']).toMatchObject({ opening: '8.00', movements: '-1.00', closing: null, lines: 1 });
  });
  it('stop at a closing that their lines do not lead to', () => {
    const { log } = given(payment('8.00'));
    const closed = { period: '2026-11', next: '2026-12', available: '7.00', held: '0.00', frozen: '0.00', counts: {}, claims: [] };
    log.add({ stream: STREAM, type: 'PeriodClosed', data: closed });
    expect(() => foldPlainly(statements, log.events)).toThrow('acc_1 closes 2026-11 with 7.00, but its lines lead from 0.00 by 8.00');
  });
  it('stop at a movement that they have no name for, and ignore other unknown events', () => {
    const { log } = given(payment('8.00'));
    log.add({ stream: STREAM, type: 'Unheard', data: { entry: { USD: [['2000:acc_1', '1.00'], ['2010:acc_1', '-1.00']] } } }); // prettier-ignore
    log.add({ stream: STREAM, type: 'UnheardToo', data: {} });
    expect(Object.keys(foldPlainly(statements, log.events))).toHaveLength(2);
    log.add({ stream: STREAM, type: 'Unheard', data: { entry: { USD: [['2000:acc_1', '1.00'], ['6900', '-1.00']] } } }); // prettier-ignore
    expect(() => foldPlainly(statements, log.events)).toThrow('Unheard moves the balance, and there is no line for it');
  });
});
