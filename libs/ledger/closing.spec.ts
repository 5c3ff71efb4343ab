import type { AccountEvent, AccountEventOf } from './account/account.events.js';
import { decide } from './account.decider.js';
import { closePeriod, closingEvent, expiriesBeforeClosing, mustClose, openPeriod } from './closing.js';
import { freezeAccount, thawAccount } from './account.snapshot.js';
import { evolve } from './index.js';
import { isLeasable } from './leases/leases.decider.js';
import { AccountBooks } from './testing/account.books.js';
import { claim, correction, grant, hold, meter, payment, tokensFor, usd } from './testing/account.commands.js';
import { given, givenIn, postingsOf } from './testing/given.js';

const NEXT = '2026-12-03T09:00:00.000Z';
const DECEMBER = '2026-12-01T00:00:00.000Z';
const tick = (at: string) => ({ type: 'ExpireCredits', at }) as const;
const typesOf = (events: readonly AccountEvent[]) => events.map(({ type }) => type);
const last = <Type extends AccountEvent['type']>(events: readonly AccountEvent[], type: Type) =>
  events.findLast((event): event is AccountEventOf<Type> => event.type === type) as AccountEventOf<Type>;

describe('closing a month', () => {
  it('comes with the first command of a later month, at the first instant of the next one', () => {
    const { books } = given(payment('5.00'), hold('2.00'), tick(NEXT));
    const closed = last(books.events, 'PeriodClosed');
    expect(closed).toEqual({
      type: 'PeriodClosed',
      at: DECEMBER,
      data: {
        period: '2026-11',
        next: '2026-12',
        available: '3.00',
        held: '2.00',
        frozen: '0.00',
        counts: { AccountOpened: 1, PeriodOpened: 1, PaymentReceived: 1, RequestRouted: 1 },
        claims: ['payment-stripe-pay_1'],
      },
    });
    expect([...books.streams.keys()]).toEqual(['account-acc_1-2026-11', 'account-acc_1-2026-12']);
  });
  it('opens the next with all that it starts with, at its first instant, and says what it goes on from', () => {
    const { books } = given(payment('5.00'), grant('promo', '1.00', { expiresAt: '2027-01-01T00:00:00.000Z' }), hold('2.00'), tick(NEXT));
    expect(last(books.page, 'PeriodOpened')).toMatchObject({
      at: DECEMBER,
      data: {
        account: 'acc_1',
        currency: 'USD',
        time_zone: 'UTC',
        period: '2026-12',
        previous: { stream: 'account-acc_1-2026-11', revision: '5' },
        available: '4.00',
        held: '2.00',
        lots: [
          { lot: 'lot_promo', kind: 'promo', granted: '1.00', left: '0.00', held: '1.00', expires_at: '2027-01-01T00:00:00.000Z' },
          { lot: 'lot_pay_1', kind: 'paid', granted: '5.00', left: '4.00', held: '1.00', payment: 'pay_1' },
        ],
        holds: [{ request: 'req_1', hold: '2.00', deadline: '2026-11-10T12:10:00.000Z', prices: { v1: expect.anything() as unknown } }],
        carried: 0,
      },
    });
  });
  it('leaves out months without events', () => {
    const { books } = given(payment('5.00'), tick('2027-03-15T00:00:00.000Z'));
    expect([...books.streams.keys()]).toEqual(['account-acc_1-2026-11', 'account-acc_1-2027-03']);
    expect(last(books.events, 'PeriodClosed').data.next).toBe('2027-03');
    expect(last(books.page, 'PeriodOpened').at).toBe('2027-03-01T00:00:00.000Z');
  });
  it('happens in the time zone of the account', () => {
    const kolkata = { timeZone: 'Asia/Kolkata', openedAt: '2026-11-01T00:00:00.000Z' };
    const before = givenIn(kolkata, payment('5.00'), tick('2026-11-30T18:29:59.999Z'));
    expect(before.books.streams.size).toBe(1);
    const after = givenIn(kolkata, payment('5.00'), tick('2026-11-30T18:30:00.000Z'));
    expect(after.books.streams.size).toBe(2);
    expect(last(after.books.events, 'PeriodClosed').at).toBe('2026-11-30T18:30:00.000Z');
  });
  it('is never undone by a clock that goes back', () => {
    const { books } = given(payment('5.00'), tick(NEXT), hold('1.00', { at: '2026-11-20T00:00:00.000Z' }));
    expect(books.streams.size).toBe(2);
    expect(last(books.page, 'RequestRouted').at).toBe(DECEMBER);
  });
  it('takes no more commands, nor does an account that nobody opened', () => {
    const { books } = given(payment('5.00'), tick(NEXT));
    const november = books.streams.get('account-acc_1-2026-11') ?? [];
    const closed = november.reduce<ReturnType<typeof evolve> | undefined>((state, event) => evolve(state, event), undefined);
    expect(decide(payment('1.00', { payment: 'pay_2' }), closed).refusal).toMatchObject({ code: 'PERIOD_NOT_OPEN' });
    expect(decide(payment('1.00'), undefined).refusal).toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });
  it('expires what fell due before its end first, and leaves to the next month what falls due at its first instant', () => {
    const { books } = given(
      grant('promo', '1.00', { lot: 'due', expiresAt: '2026-11-30T23:59:59.999Z' }),
      grant('promo', '2.00', { lot: 'not_yet', expiresAt: DECEMBER }),
      tick(NEXT),
    );
    expect(typesOf(books.events).slice(-5)).toEqual(['CreditGranted', 'CreditExpired', 'PeriodClosed', 'PeriodOpened', 'CreditExpired']);
    expect(last(books.events, 'PeriodClosed').data.available).toBe('2.00');
    expect(last(books.page, 'CreditExpired')).toMatchObject({ at: DECEMBER, data: { lot: 'not_yet' } });
  });
  it('expires thousands of lots in bounded steps', () => {
    const lots = Array.from({ length: 4_500 }, (_, index) =>
      grant('promo', '0.01', { lot: `lot_${index}`, expiresAt: '2026-11-20T00:00:00.000Z' }),
    );
    const { books } = given(...lots, tick(NEXT));
    expect(last(books.events, 'PeriodClosed').data).toMatchObject({ available: '0.00', counts: { CreditExpired: 4_500 } });
  });
});

describe('a hold opened in one month and ended in the next', () => {
  it('is charged in the next, from the lots that it took', () => {
    const account = given(payment('5.00'), grant('promo', '1.00'), hold('2.00'));
    account
      .when(meter('1.50', { at: NEXT }))
      .thenPosted({
        '2191': '1.00',
        '2010': '1.00',
        '2000': '-0.50',
        '1990': '-1.00',
        '4000': '-0.50',
        '5100': '0.80',
        '5000': '0.40',
        '2300': '-1.20',
      })
      .thenBalance('4.50');
    const opening = last(account.books.page, 'PeriodOpened').data;
    expect([opening.available, opening.held]).toEqual(['4.00', '2.00']);
  });
  it('expires what it gives back of a lot that expired in the month before', () => {
    const { events } = given(grant('promo', '3.00', { expiresAt: '2026-11-20T00:00:00.000Z' }), hold('3.00')).when(
      meter('1.00', { at: NEXT }),
    );
    expect(typesOf(events)).toEqual(['TokensMetered', 'CreditExpired']);
    expect(postingsOf(events[1] as AccountEvent)).toEqual({ '2190': '2.00', '1990': '-2.00' });
  });
});

describe('claims', () => {
  it('are kept for their period and listed when it closes', () => {
    const { books } = given(
      payment('1.00'),
      grant('promo', '1.00', { claim: claim('command-1') }),
      correction('1.00', { claim: claim('command-2') }),
      tick(NEXT),
    );
    expect(last(books.events, 'PeriodClosed').data.claims).toEqual(['payment-stripe-pay_1', 'command-1', 'command-2']);
    expect(books.state.claims.size).toBe(0);
  });
  it('of a closed period are refused in the next, not credited again', () =>
    given(payment('1.00'), hold('1.00'), meter('1.00'), tick(NEXT))
      .when(payment('1.00', { at: NEXT }))
      .thenRefused('CLAIM_IN_OTHER_PERIOD'));
  it('of a correction of last month are refused, and so is its reversal', () => {
    const account = given(payment('9.00'), correction('1.00'), tick(NEXT));
    account
      .when(correction('-1.00', { at: NEXT, adjustment: 'adj_2', reverses: 'adj_1' }))
      .thenRefused('REVERSAL_MISMATCH', /period 2026-12/);
    account.when(correction('1.00', { at: NEXT })).thenNothing(); // its lot is still there
  });
});

describe('more claims than one event takes', () => {
  /** November with five payments, one credit that is due in it and one at the first instant of December; an event takes two claims. */
  const november = () => {
    const claims = Array.from({ length: 5 }, (_, index) => payment('1.00', { payment: `pay_${index}` }));
    const options = { account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC', closingText: 45 } as const;
    const books = new AccountBooks(options);
    const due = grant('promo', '1.00', { lot: 'due', expiresAt: '2026-11-30T23:59:59.999Z' });
    const later = grant('promo', '2.00', { lot: 'later', expiresAt: DECEMBER });
    [...claims, due, later].forEach((command) => expect(books.execute(command).refusal).toBeUndefined());
    return books;
  };
  const closing = (): { readonly before: readonly AccountEvent[]; readonly events: readonly AccountEvent[] } => {
    const books = november();
    books.keepUp(NEXT);
    const page = books.streams.get('account-acc_1-2026-11') ?? [];
    const from = page.findIndex(({ type }) => type === 'ClaimsListed');
    return { before: page.slice(0, from), events: page.slice(from) };
  };
  const folded = (events: readonly AccountEvent[]) =>
    events.reduce<ReturnType<typeof evolve> | undefined>((state, event) => evolve(state, event), undefined) as ReturnType<typeof evolve>;

  it('are listed before the closing, in order, each once, at the moment of the closing', () => {
    const { events } = closing();
    const claims = (...of: readonly number[]) => of.map((index) => `payment-stripe-pay_${index}`);
    expect(events).toMatchObject([
      { type: 'ClaimsListed', at: DECEMBER, data: { part: 1, claims: claims(0, 1) } },
      { type: 'ClaimsListed', at: DECEMBER, data: { part: 2, claims: claims(2, 3) } },
      { type: 'PeriodClosed', at: DECEMBER, data: { next: '2026-12', available: '7.00', claims: claims(4), counts: { ClaimsListed: 2 } } },
    ]);
  });
  it('take no command before the last of them is listed, and no expiry: what is due at the first instant of the next month waits for it', () => {
    const { before, events } = closing();
    const state = folded([...before, events[0] as AccountEvent]);
    expect(state.status).toBe('closing');
    for (const command of [hold('1.00'), payment('1.00', { payment: 'late' }), meter('1.00'), tick(NEXT)])
      expect(decide(command, state).refusal).toMatchObject({ code: 'PERIOD_NOT_OPEN' });
    expect(isLeasable(state, NEXT, 1n)).toBe(false);
    expect(expiriesBeforeClosing(state)).toEqual([]);
  });
  it('are listed to the end by whoever finds the closing broken off, from the events or from a snapshot, whatever its clock says', () => {
    const { before, events } = closing();
    for (let written = 1; written < events.length; written += 1) {
      const found = folded([...before, ...events.slice(0, written)]);
      for (const state of [found, thawAccount(JSON.parse(JSON.stringify(freezeAccount(found))) as ReturnType<typeof freezeAccount>)]) {
        const rest: AccountEvent[] = [];
        expect(mustClose(state, '2026-11-10T12:00:00.000Z')).toBe(true);
        while (state.status !== 'closed') {
          rest.push(closingEvent(state, '2026-11-10T12:00:00.000Z', 45));
          evolve(state, rest.at(-1) as AccountEvent);
        }
        expect(rest).toEqual(events.slice(written));
      }
    }
  });
  it('close as well where PeriodClosed lists them all, as it once did', () => {
    const { before } = closing();
    const whole = closePeriod(folded(before), NEXT);
    expect(whole.data.claims).toHaveLength(5);
    const [opened] = openPeriod(evolve(folded(before), whole), null);
    expect(opened).toMatchObject({ type: 'PeriodOpened', at: DECEMBER, data: { period: '2026-12', available: '7.00' } });
  });
});

describe('thousands of lots and holds', () => {
  const account = () =>
    given(
      ...Array.from({ length: 3_000 }, (_, index) => payment('1.00', { payment: `pay_${String(index).padStart(5, '0')}` })),
      ...Array.from({ length: 2_000 }, (_, index) => hold('1.50', { request: { request: `req_${index}` } })),
    );
  const { books } = account();
  const before = freezeAccount(books.state);
  books.keepUp(NEXT);
  const opening = books.page;

  it('go on in PeriodCarried events, announced in PeriodOpened, each far below the limit of an append', () => {
    const [opened, ...carried] = opening;
    expect(typesOf(carried)).toEqual(carried.map(() => 'PeriodCarried'));
    expect((opened as AccountEventOf<'PeriodOpened'>).data.carried).toBe(carried.length);
    expect(carried.length).toBeGreaterThan(3);
    for (const event of opening) expect(JSON.stringify(event).length).toBeLessThan(210_000);
    expect(carried.map((event) => (event as AccountEventOf<'PeriodCarried'>).data.part)).toEqual(carried.map((_, index) => index + 1));
  });
  it('are all there again', () => {
    const after = freezeAccount(books.state);
    expect({ lots: after.lots, holds: after.holds }).toEqual({ lots: before.lots, holds: before.holds });
    expect(books.state).toMatchObject({ status: 'open', available: 0n, held: usd('3000.00').nanos });
  });
  it('take no command before all of them are read', () => {
    let state: ReturnType<typeof evolve> | undefined;
    for (const event of opening.slice(0, -1)) {
      state = evolve(state, event);
      expect(decide(tick(NEXT), state).refusal).toMatchObject({ code: 'PERIOD_NOT_OPEN' });
      state = thawAccount(freezeAccount(state));
    }
    state = evolve(state, opening.at(-1) as AccountEvent);
    expect(freezeAccount(state)).toEqual(freezeAccount(books.state));
  });
  it('are charged in the next month', () => {
    const { events } = books.execute(
      meter('1.50', { at: NEXT, request: 'req_1999', tokens: { input: 0, cached_input: 0, cache_write: 0, output: tokensFor('1.50') } }),
    );
    expect(events).toMatchObject([{ data: { charge: '1.50', uncollected: '0.00' } }]);
  });
});
