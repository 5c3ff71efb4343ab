import { jest } from '@jest/globals';
import { Seeded } from '../crash/seeded.js';
import type { Customer, Installation } from '../gateway/installation.js';
import { FleetLoad } from './fleet-load.js';
import { Fleet, SEED, lively, tell } from './fleet.js';
import { until } from './engines.js';

jest.setTimeout(120_000);

/** As the promise goes: a dead gateway's holds and leases are back within this time, whether or not it starts again. */
const BACK_WITHIN_MS = 30_000;

let fleet: Fleet;
let customers: readonly Customer[];

beforeAll(async () => {
  tell(`a gateway killed under load: TOKENOK_SEED=${SEED}`);
  fleet = await Fleet.start(3);
  fleet.upstream.expect(lively(new Seeded(SEED), 150));
  // One whose balance is leased out, and one below the floor, whose holds stand in the account's own stream.
  customers = [await fleet.customer('1000.00'), await fleet.customer('0.01')];
});
afterAll(() => fleet?.stop());

describe('a gateway that is killed under load and never comes back', () => {
  it('takes nothing with it: its holds and leases are back within 30 s, every answer seen whole is charged once, others serve on', async () => {
    const load = new FleetLoad(fleet.offices, customers, 6);
    const [first, , doomed] = fleet.offices as [Installation, Installation, Installation];
    await until('it serves', () => load.seen.length > 60, 30_000);
    await doomed.gateway.stop('SIGKILL');
    const [killedMs, seenBefore] = [performance.now(), load.seen.length];
    const dead = await fleet.lifeBehind(load.lastOf.get(doomed));
    const left = fleet.leftBy(dead);
    const isBack = async (): Promise<boolean> => {
      await fleet.followed();
      const { holds, leases } = fleet.leftBy(dead);
      return holds + leases === 0;
    };
    await until('its holds and leases are back', isBack, BACK_WITHIN_MS);
    const tookS = ((performance.now() - killedMs) / 1_000).toFixed(1);
    tell(`${left.holds} holds and ${left.leases} leases of the killed gateway were back after ${tookS} s`);
    await load.stop();
    expect(left.holds).toBeGreaterThan(0);
    expect(load.seen.length).toBeGreaterThan(seenBefore);
    expect(load.faults).toEqual([]);
    expect(load.cut.every((office) => office === doomed)).toBe(true);
    expect(Object.keys(load.codes).filter((code) => code !== 'insufficient_quota')).toEqual([]);
    await fleet.settled(5_000);
    tell(`${load.seen.length} answers seen whole, ${fleet.books.ofType('RequestAbandoned').length} abandoned`);
    await fleet.expectSound(load.seen, customers, first);
  });
});
