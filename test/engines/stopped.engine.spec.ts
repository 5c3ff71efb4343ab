import { Seeded } from '../support/load/seeded.js';
import type { Customer, Installation } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { FleetLoad } from './testing/fleet-load.js';
import { Fleet, SEED, lively, tell } from './testing/fleet.js';

let fleet: Fleet;
let customers: readonly Customer[];

beforeAll(async () => {
  tell(`a gateway stopped under load: TOKENOK_SEED=${SEED}`);
  fleet = await Fleet.start(2);
  fleet.upstream.expect(lively(new Seeded(SEED), 150));
  customers = [await fleet.customer('1000.00'), await fleet.customer('0.01')];
});
afterAll(() => fleet?.stop());

describe('a gateway that is told to stop under load', () => {
  it('finishes what is open, gives its leases back, ends with 0, and loses nothing', async () => {
    const [first, leaving] = fleet.offices as [Installation, Installation];
    const load = new FleetLoad(fleet.offices, customers, 6);
    await until('both serve', () => load.seen.length > 60 && load.lastOf.size === 2);
    const life = await fleet.lifeBehind(load.lastOf.get(leaving));
    const startedMs = performance.now();
    expect(await leaving.gateway.stop()).toEqual({ code: 0, signal: null });
    const tookMs = performance.now() - startedMs;
    await fleet.followed();
    expect(fleet.leftBy(life)).toEqual({ holds: 0, leases: 0 });
    await load.stop();
    expect(load.faults).toEqual([]);
    const codes = load.told.map(({ code }) => code).filter((code) => code !== 'insufficient_quota');
    expect(codes.filter((code) => code !== 'shutting_down')).toEqual([]);
    expect(load.cut.every((office) => office === leaving)).toBe(true);
    await fleet.settled();
    const ends = fleet.books.ofType('RequestRouted').filter(({ data }) => data['life'] === life);
    const lost = ends.filter(({ data }) => fleet.books.ends.get(String(data.request))?.type === 'RequestAbandoned');
    expect(lost).toEqual([]);
    tell(`stopped after ${tookMs.toFixed(0)} ms; ${load.seen.length} answers seen whole, ${codes.length} told that it was stopping`);
    await fleet.expectSound(load.seen, customers, first);
  });
});
