import { readAccountEvent } from '#ledger';
import { appendsOf, claimOf, manyPayments } from '../accounts/testing/full-month.js';
import { readClosing } from './closed-period.js';
import { ClaimsWorld, Crash, NOVEMBER, payment } from './testing/claims-world.js';

const OCTOBER = 'account-acc_1-2026-10';
/** Their claims take three events. */
const PAYMENTS = 12_000;

/** Behind two payments of which the gateway that took them never heard again: the first stands in the books, of the other only the claim. */
async function october(): Promise<ClaimsWorld> {
  const world = new ClaimsWorld();
  // appends: opening, PaymentSeen, PaymentReceived, PaymentCredited
  await expect(world.life({ append: 4, when: 'before' }).receive(payment('pi_posted'))).rejects.toThrow(Crash);
  await expect(world.life({ append: 2, when: 'before' }).receive(payment('pi_claimed'))).rejects.toThrow(Crash);
  const recorded = await world.store.readStream(OCTOBER);
  const tip = { revision: recorded.at(-1)?.revision ?? -1n, hash: recorded.at(-1)?.metadata.hash ?? null };
  const payments = manyPayments(
    recorded.map((event) => readAccountEvent(event)),
    PAYMENTS,
    world.now(),
  );
  for (const { stream, events, expected } of appendsOf(OCTOBER, tip, payments)) await world.store.append(stream, events, expected);
  world.goTo(NOVEMBER);
  return world;
}

const newest = async (world: ClaimsWorld, stream: string, max = 4) => {
  const events = await world.store.readStream(stream, { direction: 'backwards', max });
  return events.map(({ type }) => type);
};

describe('a month with more claims than one event takes', () => {
  it('tells of each whether it stands there, as soon as it is closed', async () => {
    const world = await october();
    expect(await readClosing(world.store, OCTOBER, claimOf(0))).toBeUndefined();
    await world.life().accounts.keepUp('acc_1');
    expect(await newest(world, OCTOBER)).toEqual(['PeriodClosed', 'ClaimsListed', 'ClaimsListed', 'PaymentReceived']);
    for (const claim of ['payment-stripe-pi_posted', claimOf(0), claimOf(PAYMENTS / 2), claimOf(PAYMENTS - 1)])
      expect(await readClosing(world.store, OCTOBER, claim)).toEqual({ lists: true, next: '2026-11' });
    for (const claim of ['payment-stripe-pi_claimed', claimOf(PAYMENTS)])
      expect(await readClosing(world.store, OCTOBER, claim)).toEqual({ lists: false, next: '2026-11' });
  });
  it('tells nothing while only some of them are listed, and goes on with the next command', async () => {
    const world = await october();
    await world
      .life({ append: 1, when: 'after' })
      .accounts.keepUp('acc_1')
      .catch(() => undefined);
    expect(await newest(world, OCTOBER, 2)).toEqual(['ClaimsListed', 'PaymentReceived']);
    expect(await readClosing(world.store, OCTOBER, 'payment-stripe-pi_posted')).toBeUndefined();
    await world.life().accounts.keepUp('acc_1');
    expect(await readClosing(world.store, OCTOBER, 'payment-stripe-pi_posted')).toEqual({ lists: true, next: '2026-11' });
  });
  it('credits nothing again that it has, and leaves to the next what it has not', async () => {
    const world = await october();
    const life = world.life();
    for (let report = 0; report < 2; report += 1)
      for (const id of ['pi_posted', 'pi_claimed']) expect(await life.receive(payment(id))).toMatchObject({ kind: 'credited' });
    const november = await world.store.readStream('account-acc_1-2026-11');
    const received = november.filter(({ type }) => type === 'PaymentReceived').map(({ data }) => data['claim']);
    expect(received).toEqual(['payment-stripe-pi_claimed']);
    expect((await life.accounts.open('acc_1'))?.available).toBe(BigInt(20 + PAYMENTS) * 1_000_000_000n);
  });
});
