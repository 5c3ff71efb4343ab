import { describe, expect, it } from '@jest/globals';
import { EMPTY_TIP, eventId, mintCommandId, seal, type SealedEvent, type StreamTip } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { closePeriod, evolve, openPeriod, type Account, type AccountEvent, type AccountEventOf } from '#ledger';
import { payment } from '../ledger/testing/account.commands.js';
import { AccountBooks } from '../ledger/testing/account.books.js';
import { Verifier } from './verifier.js';

const NOVEMBER = 'account-acc_1-2026-11';
const DECEMBER = 'account-acc_1-2026-12';
const NEXT = '2026-12-03T09:00:00.000Z';

/** November with five payments, whose claims are listed by twos: AccountOpened, PeriodOpened, the payments, two lists, PeriodClosed. */
function november(): readonly AccountEvent[] {
  const options = { account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC', closingText: 45 } as const;
  const books = new AccountBooks(options);
  for (let index = 0; index < 5; index += 1) books.execute(payment('1.00', { payment: `pay_${index}` }));
  books.keepUp(NEXT);
  return books.streams.get(NOVEMBER) ?? [];
}

const folded = (events: readonly AccountEvent[]): Account =>
  events.reduce<Account | undefined>((state, event) => evolve(state, event), undefined) as Account;

function sealed(stream: string, events: readonly AccountEvent[]): { events: readonly SealedEvent[]; tip: StreamTip } {
  const command = mintCommandId();
  const metadata = { actor: 'system', cause: 'test', recorded: NEXT, version: 1 };
  return seal(
    stream,
    EMPTY_TIP,
    events.map(({ type, at, data }, index) => ({
      id: eventId(command, index),
      type,
      data: JSON.parse(JSON.stringify(data)) as typeof data,
      metadata: { ...metadata, effective: at },
    })),
  );
}

/** What the verifier says of a log whose month ends like this; the next one opens as it should. */
async function problems(events: readonly AccountEvent[]): Promise<readonly string[]> {
  const store = createMemoryEventStore();
  const closed = sealed(NOVEMBER, events);
  await store.append(NOVEMBER, closed.events, 'no_stream');
  const previous = { stream: NOVEMBER, revision: String(closed.tip.revision), hash: String(closed.tip.hash) };
  await store.append(DECEMBER, sealed(DECEMBER, openPeriod(folded(november()), previous)).events, 'no_stream');
  const verifier = new Verifier({ gapless: true });
  const found: string[] = [];
  for await (const raw of store.scan({ after: 0n })) found.push(...verifier.check(raw).map(({ problem }) => problem));
  verifier.close();
  return found;
}

const FIRST_LIST = 7;
const lists = (part: number, claims: readonly number[], at = '2026-12-01T00:00:00.000Z'): AccountEventOf<'ClaimsListed'> => ({
  type: 'ClaimsListed',
  at,
  data: { part, claims: claims.map((index) => `payment-stripe-pay_${index}`) },
});
const ends = (...listed: readonly AccountEvent[]): readonly AccountEvent[] => {
  const before = [...november().slice(0, FIRST_LIST), ...listed];
  return [...before, closePeriod(folded(before), NEXT)];
};

describe('the verifier, on a month whose claims take several events', () => {
  it('finds nothing in what the product writes', async () => {
    expect(november().map(({ type }) => type)).toEqual(
      ['AccountOpened', 'PeriodOpened', ...Array<string>(5).fill('PaymentReceived'), 'ClaimsListed', 'ClaimsListed', 'PeriodClosed'], // prettier-ignore
    );
    expect(await problems(november())).toEqual([]);
  });
  it.each([
    ['in PeriodClosed alone, as every month once did', ends()],
    ['in parts of another size', ends(lists(1, [0, 1, 2]), lists(2, [3]))],
  ])('finds nothing where they are listed %s', async (_how, events) => expect(await problems(events)).toEqual([]));
  it.each([
    ['a claim that nothing in the month has', [lists(1, [0, 7])], /^says claims/],
    ['a claim that is left out', [lists(1, [0, 2])], /^says claims/],
    ['a claim that is listed twice', [lists(1, [0, 1]), lists(2, [1])], /^says claims/],
    ['a part out of turn', [lists(2, [0, 1])], /^says part 2/],
    ['a part without a claim', [lists(1, [])], /^lists no claim/],
    ['a part before the end of the month', [lists(1, [0], '2026-11-30T23:59:59.999Z')], /^takes effect at 2026-11-30/],
    ['a payment between parts', [lists(1, [0, 1]), november()[2] as AccountEvent], /^stands in a period that is closing/],
  ])('finds %s', async (_what, listed, problem) => expect((await problems(ends(...listed)))[0]).toMatch(problem));
  it('finds a list that was taken out', async () => {
    expect((await problems(november().toSpliced(FIRST_LIST, 1)))[0]).toMatch(/^says part 2/);
    expect((await problems(november().toSpliced(FIRST_LIST + 1, 1)))[0]).toMatch(/^says counts/);
  });
});
