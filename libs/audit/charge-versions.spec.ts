import { describe, expect, it } from '@jest/globals';
import { EMPTY_TIP, eventId, mintCommandId, seal, type RawEvent, type StreamTip } from '#event-store';
import type { AccountEvent, AccountEventData } from '#ledger';
import { AccountBooks } from '../ledger/testing/account.books.js';
import { hold, meter, payment } from '../ledger/testing/account.commands.js';
import { Verifier } from './verifier.js';

type Metered = AccountEventData['TokensMetered'];
type Versioned = readonly [event: AccountEvent, version: number];

/** What an account wrote: `amount` was paid, 5.00 held, and 6.00 used. */
function history(amount: string): { readonly before: readonly Versioned[]; readonly charge: Metered; readonly at: string } {
  const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
  for (const command of [payment(amount), hold('5.00'), meter('6.00')]) books.execute(command);
  const [charge, ...before] = [...books.events].reverse();
  if (charge?.type !== 'TokensMetered') throw new TypeError('The last event is a charge');
  return { before: before.reverse().map((event) => [event, 1] as const), charge: charge.data, at: charge.at };
}

/** As version 1 charged it: `beyond` from what was available, and the rest uncollected. */
function takenBeyond({ uncollected_reason: _reason, ...data }: Metered, beyond: string, charge: string, uncollected: string): Metered {
  return {
    ...data,
    charge,
    uncollected,
    extra: beyond === '0.00' ? [] : [['lot_pay_1', beyond]],
    entry: {
      USD: [
        ['2010:acc_1', '5.00'],
        ...(beyond === '0.00' ? [] : [['2000:acc_1', beyond] as const]),
        ['4000', `-${charge}`],
        ['5000', '4.80'],
        ['2300', '-4.80'],
      ],
    },
  };
}

function findings(events: readonly Versioned[]): readonly string[] {
  const stream = 'account-acc_1-2026-11';
  const verifier = new Verifier();
  let tip: StreamTip = EMPTY_TIP;
  const found = events.flatMap(([{ type, at, data }, version], index) => {
    const metadata = { actor: 'key:key_1', cause: 'req_1', effective: at, recorded: at, version };
    const sealed = seal(stream, tip, [{ id: eventId(mintCommandId(), index), type, data, metadata }]);
    tip = sealed.tip;
    const [{ id, data: text, metadata: meta }] = sealed.events as [(typeof sealed.events)[0]];
    const raw: RawEvent = {
      stream,
      revision: BigInt(index),
      position: BigInt(index + 1),
      text: `{"data":${text},"id":"${id}","metadata":${meta},"type":"${type}"}`,
    };
    return verifier.check(raw).map(({ problem }) => problem);
  });
  verifier.close();
  return found;
}

describe('a charge', () => {
  const { before, charge, at } = history('5.40');
  const metered = (data: Metered, version: number): Versioned => [{ type: 'TokensMetered', at, data }, version];

  it('is bounded by its hold', () => expect(findings([...before, metered(charge, 2)])).toEqual([]));

  it.each<[Partial<Metered>, string]>([
    [{ finish: 'unknown' }, 'says that it succeeded, and that nobody knows why it ended'],
    [{ finish_told: 'weird' }, 'gives a word for its end that nobody knows, and an end that is known'],
    [{ usage: { ...charge.usage, marks: ['zero_input'] } }, 'takes counts as reported that it marks as zero_input'],
  ])('does not contradict what its provider told: %j', (told, problem) =>
    expect(findings([...before, metered({ ...charge, ...told }, 2)])).toEqual([problem]),
  );

  it('of version 1 took what was available beyond its hold, and still verifies', () =>
    expect(findings([...before, metered(takenBeyond(charge, '0.40', '5.40', '0.60'), 1)])).toEqual([]));

  it('of version 1 left nothing uncollected while there was balance', () =>
    expect(findings([...before, metered(takenBeyond(charge, '0.00', '5.00', '1.00'), 1)])).toEqual([
      'leaves 1.00 uncollected while 0.40 are available',
    ]));

  it('of version 2 takes nothing beyond its hold', () =>
    expect(findings([...before, metered(takenBeyond(charge, '0.40', '5.40', '0.60'), 2)])).toEqual(['takes something beyond its hold']));

  it('by the older rule does not come behind one by the newer', () => {
    const more = [payment('9.00', { payment: 'pay_2' }), hold('5.00', { request: { request: 'req_2' } })];
    const books = new AccountBooks({ account: 'acc_1', openedAt: '2026-11-01T00:00:00.000Z', currency: 'USD', timeZone: 'UTC' });
    for (const command of [payment('5.40'), hold('5.00'), meter('6.00'), ...more, meter('3.00', { request: 'req_2' })])
      books.execute(command);
    const versioned = (last: number) =>
      books.events.map((event, index, { length }): Versioned => [
        event,
        index === length - 1 ? last : event.type === 'TokensMetered' ? 2 : 1,
      ]);
    expect(findings(versioned(2))).toEqual([]);
    expect(findings(versioned(1))).toEqual(['is of version 1, behind a charge of version 2']);
  });
});
