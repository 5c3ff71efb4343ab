import fc from 'fast-check';
import type { JsonObject, RecordedEvent } from '#event-store';
import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { formatAmount } from '#money';
import { AccountBooks } from '../../libs/ledger/testing/account.books.js';
import { abandonment, claim, correction, grant, hold, meter, payment, usage } from '../../libs/ledger/testing/account.commands.js';
import { LeaseBooks } from '../../libs/ledger/testing/lease.books.js';
import { accountRow, rowOf } from '../testing/account-rows.js';
import { given, logOf } from '../testing/given.js';
import { foldPlainly } from '../testing/log.js';
import { isoAt } from '../testing/moments.js';
import { accounts } from './accounts.projection.js';

const seed = Number(process.env['FC_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

describe('rows by which accounts are found', () => {
  it('say which holds are open, and whose they are', () => {
    const { rowsOf } = given(payment('8.00'), grant('promo', '1.00', { expiresAt: '2026-11-20T00:00:00.000Z' }), hold('5.00'));
    expect(rowsOf(accounts)['acc_1']).toEqual({
      account: 'acc_1',
      time_zone: 'UTC',
      period: '2026-11',
      status: 'open',
      carried_left: 0,
      open_holds: 1,
      open: {
        holds: [['req_1', 'life_1', ['lot_promo', '1.00']]],
        leases: [],
        expiring: [['lot_promo', '2026-11-20T00:00:00.000Z', '0.00', '1.00']],
      },
    });
  });
  it('name the next expiry and the number of open holds only where there are any', () => {
    const expiring = grant('promo', '1.00', { expiresAt: '2026-11-20T00:00:00.000Z' });
    expect(given(expiring).rowsOf(accounts)['acc_1']).toMatchObject({ next_expiry: '2026-11-20T00:00:00.000Z' });
    const row = given(payment('8.00'), hold('1.00'), meter('1.00')).rowsOf(accounts)['acc_1'];
    expect(row).not.toHaveProperty('open_holds');
    expect(row).not.toHaveProperty('next_expiry');
  });
  it('say nothing of what grows too large for a row, but to whoever looks for holds, until the next period', () => {
    const { log, rowsOf, books } = given(payment('8.00'));
    const row = rowsOf(accounts)['acc_1'];
    if (!row?.open) throw new Error('A small account has its row');
    const holds = Array.from({ length: 200_000 }, (_, index) => [`req_${'0'.repeat(60)}${index}`, 'life_1'] as const);
    const left = accounts.write(accounts.read({ ...row, open: { ...row.open, holds } }));
    expect(left).toEqual({ ...row, open: null, open_holds: 200_000 });
    const event = (type: string) => log.events.findLast((each) => each.type === type) as RecordedEvent;
    const unknown = accounts.fold(accounts.read(left), { ...event('PaymentReceived'), type: 'ClaimsListed' }, 'acc_1');
    expect(accounts.write(unknown)).toEqual(left);
    books.keepUp('2026-12-02T00:00:00.000Z');
    const opened = logOf(books).events.at(-1) as RecordedEvent;
    expect(accounts.write(accounts.fold(unknown, opened, 'acc_1'))).toMatchObject({ period: '2026-12', open: { holds: [] } });
  });
  it('go on from a stored row as if it had never left memory', () => {
    const { log, rowsOf } = given(
      payment('8.00'),
      grant('promo', '1.00', { expiresAt: '2027-11-20T00:00:00.000Z' }),
      hold('5.00'),
      meter('1.00'),
      payment('1.00', { payment: 'p', at: '2026-12-02T00:00:00.000Z', claim: claim('c', '2026-12') }),
    );
    const whole = rowsOf(accounts)['acc_1'];
    for (let cut = 1; cut < log.events.length; cut += 1) {
      let state: unknown;
      for (const [index, event] of log.events.entries()) {
        if (index === cut) state = accounts.read(JSON.parse(JSON.stringify(accounts.write(state))) as JsonObject);
        if (accounts.wants(event.type)) state = accounts.fold(state, event, 'acc_1');
      }
      expect(accounts.write(state)).toEqual(whole);
    }
  });
});

const step = fc.record({
  what: fc.constantFrom('pay', 'promo', 'correct', 'hold', 'hold', 'meter', 'abandon', 'expire', 'lease', 'spend', 'settle'),
  cents: fc.integer({ min: 1, max: 900 }),
  hours: fc.constantFrom(0, 0, 0, 1, 30, 400),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** An account that is spent from by itself and by leases; those still out are settled before their month is closed. */
class Lending {
  readonly books = new AccountBooks({ account: 'acc_1', openedAt: isoAt(0), currency: 'USD', timeZone: 'UTC' });
  readonly #leases = new Map<number, LeaseBooks>();
  #hours = 0;

  play({ what, cents, hours }: Step, index: number): void {
    if (hours > 24) this.#settleAll();
    this.#hours += hours;
    const at = isoAt(this.#hours);
    this.books.keepUp(at);
    const lease = [...this.#leases.values()][cents % Math.max(1, this.#leases.size)];
    if (what === 'spend') return lease && this.#spend(lease, cents, index, at);
    if (what === 'settle') return this.#settleAll();
    this.books.execute(this.#command(what, cents, index, at));
    if (what === 'lease') {
      for (const number of this.books.state.leases.keys()) {
        if (!this.#leases.has(number)) this.#leases.set(number, new LeaseBooks(this.books.state, number));
      }
    }
  }

  #command(what: Exclude<Step['what'], 'spend' | 'settle'>, cents: number, index: number, at: string): AccountCommand {
    const amount = formatAmount(BigInt(cents) * 100_000_000n);
    const { holds, period } = this.books.state;
    const request = [...holds.keys()][cents % Math.max(1, holds.size)] ?? 'req_none';
    switch (what) {
      case 'pay':
        return payment(amount, { at, payment: `pay_${index}`, lot: `lot_${index}`, claim: claim(`payment-${index}`, period) });
      case 'promo':
        return grant('promo', amount, { at, lot: `lot_${index}`, expiresAt: isoAt(this.#hours + cents) });
      case 'correct':
        return correction(cents % 3 ? `-${amount}` : amount, { at, adjustment: `adj_${index}` });
      case 'hold':
        return hold(amount, { at, minimumOutputTokens: 1, request: { request: `req_${index}`, life: `life_${cents % 3}` } });
      case 'meter':
        return meter(amount, { at, request, tokens: usage({ output: cents }) });
      case 'abandon':
        return abandonment({ at, request });
      case 'expire':
        return { type: 'ExpireCredits', at };
      case 'lease':
        return { type: 'LeaseFunds', at, life: `life_${cents % 3}`, need: BigInt(cents) };
    }
  }

  #spend(lease: LeaseBooks, cents: number, index: number, at: string): void {
    const [request] = lease.state.holds.keys();
    const command =
      request !== undefined && cents % 2
        ? meter('0.02', { at, request, tokens: usage({ output: cents % 5 }) })
        : hold('0.03', { at, minimumOutputTokens: 1, request: { request: `req_${index}` } });
    lease.execute(command);
  }

  #settleAll(): void {
    const at = isoAt(this.#hours);
    for (const [number, lease] of this.#leases) {
      lease.execute({ type: 'SealLease', at, by: lease.state.lease?.life ?? '', reason: 'returned' });
      for (const part of lease.settlement()) this.books.execute({ type: 'SettleLease', at, part });
      this.#leases.delete(number);
    }
  }
}

describe(`rows of accounts with leases and lots that expire (seed ${seed})`, () => {
  it('are what the ledger’s own state says, at every step', () =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), (steps) => {
        const lending = new Lending();
        for (const [index, each] of steps.entries()) {
          lending.play(each, index);
          const rows = foldPlainly(accounts, logOf(lending.books).events);
          expect(rowOf(rows, 'acc_1')).toEqual(accountRow(lending.books.state));
        }
      }),
      { numRuns: 40, seed },
    ));
});
