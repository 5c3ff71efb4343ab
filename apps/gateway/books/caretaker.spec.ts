import { PROJECTIONS } from '#projections';
import { ProjectionRunner } from '#projecting';
import type { ReadModels } from '#read-model';
import { pino } from 'pino';
import { ClaimsWorld, Crash, NOVEMBER, payment, unmatched, type Life } from '../../../libs/claims/testing/claims-world.js';
import { MemoryStore } from '#membership/memory';
import { createMemoryReadModels } from '#read-model/memory';
import { readerOf } from '../../../libs/projecting/testing/events-in-memory.js';
import { Caretaker } from './caretaker.js';
import { OtherGateways } from './other-gateways.js';

const dies = (fault: unknown): void => expect(fault).toBeInstanceOf(Crash);

/** A caretaker on the world's clock, with projections as far as the log goes now. */
async function caretaker(world: ClaimsWorld, life: Life, lines: string[] = [], others?: OtherGateways): Promise<Caretaker> {
  const models: ReadModels = createMemoryReadModels();
  await (await ProjectionRunner.open({ events: readerOf(await world.events()), models, projections: PROJECTIONS })).run();
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  const { accounts, payments, commands } = life;
  return new Caretaker({ models, accounts, payments, commands, others }, log, () => world.now());
}
const round = async (world: ClaimsWorld, life = world.life(), lines: string[] = []): Promise<void> =>
  (await caretaker(world, life, lines)).tick();

describe('the caretaker', () => {
  it('finishes payments and commands whose process died in between, once they are old enough', async () => {
    const world = new ClaimsWorld();
    await world.life({ append: 3, when: 'before' }).receive(payment('pi_1')).catch(dies);
    await world.life({ append: 2, when: 'before' }).grant('k', '5.00').catch(dies);
    await round(world);
    expect(await world.of('PaymentReceived')).toEqual([]);
    world.pass(10_000);
    await round(world);
    for (const type of ['PaymentReceived', 'PaymentCredited', 'CreditGranted', 'CommandAnswered'])
      expect(await world.of(type)).toHaveLength(1);
    const head = await world.store.head();
    await round(world);
    expect(await world.store.head()).toBe(head);
  });

  it('credits an unmatched payment whose assignment was broken off', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1'));
    await world.life({ append: 1, when: 'after' }).assign('pi_1', 'cus_1').catch(dies);
    expect(await world.of('PaymentAssigned')).toHaveLength(1);
    world.pass(10_000);
    await round(world);
    for (const type of ['PaymentSeen', 'PaymentReceived', 'PaymentCredited']) expect(await world.of(type)).toHaveLength(1);
  });

  it('finishes what a dead process left at its start, whatever its age', async () => {
    const world = new ClaimsWorld();
    await world.life({ append: 3, when: 'before' }).receive(payment('pi_1')).catch(dies);
    const keeper = await caretaker(world, world.life());
    await keeper.start();
    await keeper.stop();
    expect(await world.of('PaymentReceived')).toHaveLength(1);
  });

  it('leaves to the other gateways at its start what is young enough to be served by one of them', async () => {
    const world = new ClaimsWorld();
    await world.life({ append: 3, when: 'before' }).receive(payment('pi_1')).catch(dies);
    const keeper = await caretaker(world, world.life(), [], new OtherGateways(new MemoryStore().lives, 'life_own'));
    await keeper.start();
    await keeper.stop();
    expect(await world.of('PaymentReceived')).toEqual([]);
  });

  it('closes months that are over and carries claims over that missed them', async () => {
    const world = new ClaimsWorld();
    await world.life().grant('k', '5.00');
    await world.life({ append: 2, when: 'before' }).receive(payment('pi_1')).catch(dies);
    world.goTo(NOVEMBER);
    await round(world);
    expect(await world.of('PeriodClosed')).toHaveLength(1);
    expect((await world.of('PeriodOpened')).map(({ stream }) => stream)).toContain('account-acc_1-2026-11');
    expect((await world.of('PaymentReceived')).map(({ stream }) => stream)).toEqual(['account-acc_1-2026-11']);
  });

  it('closes a month when it is over where the account is, not where UTC is', async () => {
    const world = new ClaimsWorld();
    await world.life().grant('k', '5.00', () => 'lot_a', 'acc_auckland');
    await world.life().grant('k2', '5.00');
    // Auckland is 13 hours ahead in October
    world.goTo('2026-10-31T10:59:59.000Z');
    await round(world);
    expect(await world.of('PeriodClosed')).toEqual([]);
    world.goTo('2026-10-31T11:00:01.000Z');
    await round(world);
    expect((await world.of('PeriodClosed')).map(({ stream }) => stream)).toEqual(['account-acc_auckland-2026-10']);
    world.goTo('2026-11-01T00:00:01.000Z');
    await round(world);
    expect(await world.of('PeriodClosed')).toHaveLength(2);
  });

  it('is not kept from one by the fault of another, and tells a fault once', async () => {
    const world = new ClaimsWorld();
    await world.life({ append: 3, when: 'before' }).receive(payment('pi_1')).catch(dies);
    await world.life({ append: 2, when: 'before' }).receive(payment('pi_2')).catch(dies);
    world.goTo(NOVEMBER);
    const life = world.life();
    const lines: string[] = [];
    const keeper = await caretaker(world, life, lines);
    const resume = life.payments.resume.bind(life.payments);
    life.payments.resume = (stream) => (stream.endsWith('pi_1') ? Promise.reject(new Error('poison')) : resume(stream));
    await keeper.tick();
    await keeper.tick();
    expect((await world.of('PaymentReceived')).map(({ data }) => data['payment'])).toEqual(['pi_2']);
    expect(await world.of('PeriodClosed')).toHaveLength(1);
    expect(lines.filter((line) => line.includes('poison'))).toHaveLength(1);
  });

  it('does one round at a time', async () => {
    const world = new ClaimsWorld();
    const keeper = await caretaker(world, world.life());
    expect(keeper.tick()).toBe(keeper.tick());
    await keeper.stop();
  });
});
