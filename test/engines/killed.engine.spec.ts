import { Seeded } from '../support/load/seeded.js';
import { say, type Customer, type Installation } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { FleetLoad } from './testing/fleet-load.js';
import { Fleet, SEED, lively, tell } from './testing/fleet.js';

/** As the promise goes: a dead gateway's holds and leases are back within this time, whether or not it starts again. */
const BACK_WITHIN_MS = 30_000;

/** Who asks as this user is never answered. */
const UNANSWERED = 'unanswered';
let unanswered = 0;

let fleet: Fleet;
let customers: readonly Customer[];

beforeAll(async () => {
  tell(`a gateway killed under load: TOKENOK_SEED=${SEED}`);
  fleet = await Fleet.start(3);
  const answer = lively(new Seeded(SEED), 150);
  fleet.upstream.expect((response, received) => {
    if (received.body['user'] !== UNANSWERED) return answer(response, received);
    unanswered += 1;
  });
  // One whose balance is leased out, and one below the floor, whose holds stand in the account's own stream.
  customers = [await fleet.customer('1000.00'), await fleet.customer('0.01')];
});
afterAll(() => fleet?.stop());

describe('a gateway that is killed under load and never comes back', () => {
  it('takes nothing with it: its holds and leases are back within 30 s, every answer seen whole is charged once, others serve on', async () => {
    const load = new FleetLoad(fleet.offices, customers, 6);
    const [first, , doomed] = fleet.offices as [Installation, Installation, Installation];
    await until('all serve', () => load.seen.length > 60 && load.lastOf.size === 3);
    // Of what else is open when it dies, chance decides; this has been held before the provider was asked.
    const cut = doomed.chat(customers[0]!, say('Open', { max_tokens: 50, user: UNANSWERED }));
    cut.catch(() => undefined);
    await until('a request waits for its answer', () => unanswered === 1);
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
    await fleet.settled();
    tell(`${load.seen.length} answers seen whole, ${fleet.books.ofType('RequestAbandoned').length} abandoned`);
    await fleet.expectSound(load.seen, customers, first);
  });
});
