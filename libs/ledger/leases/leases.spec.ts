import type { AccountCommand } from '../account/account.commands.js';
import { decide } from '../account.decider.js';
import { freezeAccount, thawAccount } from '../account.snapshot.js';
import { settlementOf } from './settlement.js';
import { abandonment, grant, hold, meter, payment, planned, usd } from '../testing/account.commands.js';
import { given, postingsOf } from '../testing/given.js';
import { LeaseBooks } from '../testing/lease.books.js';

const AT = '2026-11-10T12:00:00.000Z';
const lease = (changes: { readonly at?: string; readonly need?: string; readonly life?: string } = {}): AccountCommand => ({
  type: 'LeaseFunds',
  at: changes.at ?? AT,
  life: changes.life ?? 'life_1',
  need: usd(changes.need ?? '0.10').nanos,
});
const recall: AccountCommand = { type: 'RecallFunds', at: AT, by: 'life_2' };
const seal = (by = 'life_1', at = AT): AccountCommand => ({
  type: 'SealLease',
  at,
  by,
  reason: by === 'life_1' ? 'returned' : 'gateway_died',
});

/** An account with a lease of a quarter of what it has, and the lease's own stream after these commands. */
function leased(history: readonly AccountCommand[], ...inLease: readonly AccountCommand[]) {
  const world = given(...history, lease());
  const books = new LeaseBooks(world.books.state, 1);
  for (const command of inLease) {
    const { refusal } = books.execute(command);
    if (refusal) throw new Error(`The lease refuses ${command.type}: ${refusal.message}`);
  }
  const settle = () => books.settlement().map((part): AccountCommand => ({ type: 'SettleLease', at: AT, part }));
  return { ...world, lease: books, settle };
}

describe('leasing funds', () => {
  it('grants a quarter of what is left, from lots in the order in which they are spent', () => {
    given(payment('7.00'), grant('promo', '1.00'))
      .when(lease())
      .thenWritten('FundsLeased')
      .thenPosted({ '2190': '1.00', '2195': '-1.00', '2000': '1.00', '2015': '-1.00' })
      .thenBalance('6.00');
  });

  it('numbers the leases of a month', () => {
    const { event } = given(payment('16.00'), lease()).when(lease({ life: 'life_2' }));
    expect(event('FundsLeased')).toMatchObject({ lease: 2, life: 'life_2', amount: '3.00', until: '2026-12-01T00:00:00.000Z' });
  });

  it('ends with the month, or when the first of its lots expires', () => {
    const { event } = given(payment('8.00'), grant('promo', '1.00', { expiresAt: '2026-11-20T00:00:00.000Z' })).when(lease());
    expect(event('FundsLeased').until).toBe('2026-11-20T00:00:00.000Z');
  });

  it('is refused one nano below the floor of sixteen requests', () => {
    given(payment('6.40')).when(lease()).thenWritten('FundsLeased');
    given(payment('6.399999999')).when(lease()).thenRefused('LEASE_BELOW_FLOOR');
  });

  it('leaves out what expires within seconds, and is refused within the last seconds of a month', () => {
    const expiring = grant('promo', '40.00', { expiresAt: '2026-11-10T12:00:09.000Z' });
    given(payment('8.00'), expiring).when(lease()).thenPosted({ '2000': '2.00', '2015': '-2.00' });
    given(payment('8.00'))
      .when(lease({ at: '2026-11-30T23:59:55.000Z' }))
      .thenRefused('LEASE_BELOW_FLOOR');
  });

  it('is refused while a recall is being answered', () =>
    given(payment('8.00'), lease(), recall).when(lease()).thenRefused('LEASE_BELOW_FLOOR'));
});

describe('leasing right behind a recall', () => {
  const answered = () => {
    const { books, settle } = leased([payment('8.00')], seal());
    books.execute(recall);
    settle().forEach((part) => books.execute(part));
    return books;
  };

  it('is refused for two seconds, so that whoever needed it comes before those who gave it back', () => {
    expect(answered().execute(lease({ at: '2026-11-10T12:00:01.999Z' })).refusal?.code).toBe('LEASE_BELOW_FLOOR');
    expect(answered().execute(lease({ at: '2026-11-10T12:00:02.000Z' })).refusal).toBeUndefined();
  });
});

describe('what is leased', () => {
  it('still counts as the customer’s: a hold that needs it waits for it to come back, a charge needs nothing but its hold', () => {
    given(payment('8.00'), lease())
      .when(hold('6.01', { minimumOutputTokens: 1 }))
      .thenRefused('FUNDS_LEASED');
    expect(given(payment('8.00'), hold('1.00'), lease()).when(meter('8.00')).event('TokensMetered')).toMatchObject({ charge: '1.00' });
    given(payment('8.00'), lease()).when(hold('6.00')).thenWritten('RequestRouted');
  });

  it('is recalled once', () => {
    const { when } = given(payment('16.00'), lease(), lease({ life: 'life_3' }));
    expect(when(recall).event('FundsRecalled').leases).toEqual([1, 2]);
    given(payment('8.00'), lease(), recall).when(recall).thenNothing();
  });

  it('keeps a month from closing', () =>
    expect(() => given(payment('8.00'), lease()).books.keepUp('2026-12-01T00:00:00.000Z')).toThrow('leases are out'));
});

describe('a lease', () => {
  it('takes the same requests by the same rules, from the leased accounts of the chart', () => {
    const { lease: books } = leased([payment('8.00')], hold('1.00'), meter('0.40'));
    expect(books.events.map(({ type }) => type)).toEqual(['LeaseOpened', 'RequestRouted', 'TokensMetered']);
    expect(postingsOf(books.events[1]!)).toEqual({ '2015': '1.00', '2010': '-1.00' });
    expect(postingsOf(books.events[2]!)).toMatchObject({ '2010': '1.00', '2015': '-0.60', '4000': '-0.40' });
  });

  it('covers a request whole or not at all, and charges no more than its hold', () => {
    const { lease: books } = leased([payment('8.00')], hold('1.00'));
    expect(books.execute(hold('1.01', { minimumOutputTokens: 1, request: { request: 'req_2' } }))).toMatchObject({
      refusal: { code: 'LEASE_EXHAUSTED' },
    });
    expect(books.execute(meter('2.00')).events).toMatchObject([
      { data: { rated: '2.00', charge: '1.00', uncollected: '1.00', uncollected_reason: 'beyond_bound' } },
    ]);
  });

  it('takes nothing from its end on, but its seal, which took effect just before', () => {
    const { lease: books } = leased([payment('8.00')], hold('1.00'));
    const at = '2026-12-01T00:00:00.000Z';
    expect(books.execute(meter('0.10', { at }))).toMatchObject({ refusal: { code: 'LEASE_OVER' } });
    expect(books.execute(seal('life_1', at)).events).toMatchObject([{ type: 'LeaseSealed', at: '2026-11-30T23:59:59.999Z' }]);
  });

  it('takes nothing behind its seal; behind that of another gateway what is open is abandoned', () => {
    const own = leased([payment('8.00')], hold('1.00'), seal());
    for (const command of [meter('0.10'), abandonment(), hold('0.10', { request: { request: 'req_2' } }), seal('life_2')])
      expect(own.lease.execute(command)).toMatchObject({ refusal: { code: 'LEASE_SEALED' } });
    const fenced = leased([payment('8.00')], hold('1.00'), seal('life_2'));
    expect(fenced.lease.execute(meter('0.10'))).toMatchObject({ refusal: { code: 'LEASE_SEALED' } });
    expect(settlementOf(fenced.lease.state, { stream: '', revision: '', hash: '' })).toBeUndefined();
    expect(fenced.lease.execute(abandonment()).events).toMatchObject([{ type: 'RequestAbandoned' }]);
  });

  it('belongs to requests: everything else is the account’s', () => {
    const { lease: books } = leased([payment('8.00')]);
    for (const command of [payment('1.00'), grant('promo', '1.00'), lease(), recall])
      expect(books.execute(command)).toMatchObject({ refusal: { code: 'LEASE_UNKNOWN' } });
  });
});

describe('settling a lease', () => {
  it('returns what is unspent, and moves open holds with their funds to the account, where they are charged', () => {
    const { books, settle, when } = leased(
      [payment('8.00')],
      hold('1.00'),
      meter('0.40'),
      hold('0.50', { request: { request: 'req_2' } }),
      seal(),
    );
    const [part] = settle();
    when(part!).thenWritten('LeaseSettled').thenPosted({ '2015': '1.10', '2000': '-1.10' }).thenBalance('7.10', '0.50');
    when(meter('0.20', { request: 'req_2' }))
      .thenWritten('TokensMetered')
      .thenBalance('7.40');
    expect([...books.state.leases]).toEqual([]);
  });

  it('changes nothing the second time, and nothing in a later month', () => {
    const { settle, when, books } = leased([payment('8.00')], seal());
    const [part] = settle();
    when(part!).thenWritten('LeaseSettled');
    when(part!).thenNothing();
    books.keepUp('2026-12-02T00:00:00.000Z');
    when({ ...lease({ at: '2026-12-02T00:00:00.000Z' }) }).thenWritten('FundsLeased');
    when(part!).thenNothing();
  });

  it('comes to its end in parts, though the holds of the first ones have emptied their lot meanwhile', () => {
    const { books, lease: own } = leased([payment('1.00', { payment: 'a' }), payment('7.00', { payment: 'b' })]);
    const plan = Array.from({ length: 300 }, () => planned());
    own.execute(hold('1.00', { request: { request: 'req_1', plan } }));
    own.execute(hold('0.10', { request: { request: 'req_2', plan } }));
    own.execute(seal());
    const [first, second, ...more] = own.settlement().map((part): AccountCommand => ({ type: 'SettleLease', at: AT, part }));
    expect(more).toEqual([]);
    books.execute(first!);
    books.execute(meter('1.00'));
    const thawed = thawAccount(freezeAccount(books.state));
    expect(decide(second!, thawed).events).toMatchObject([{ type: 'LeaseSettled' }]);
    books.execute(second!);
    expect([books.state.leases.size, books.state.leased, books.state.available]).toEqual([0, 0n, usd('6.90').nanos]);
  });

  it('expires what comes back to a lot whose time has passed', () => {
    const promo = grant('promo', '8.00', { expiresAt: '2026-11-10T13:00:00.000Z' });
    const { settle, when } = leased([promo], seal());
    const [part] = settle();
    when({ ...part!, at: '2026-11-10T14:00:00.000Z' })
      .thenWritten('CreditExpired', 'LeaseSettled', 'CreditExpired')
      .thenBalance('0.00');
  });
});
