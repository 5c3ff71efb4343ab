import type { Installation } from '../support/gateway/installation.js';
import { until } from '../support/gateway/until.js';
import { Access } from '../support/sdk/clients/client.js';
import { expectBooks, type Ended } from '../support/sdk/customer-books.js';
import { IN_FLIGHT_WITHIN_MS, askAll, expectAllRaised } from '../support/sdk/in-flight.js';
import { Fleet } from './testing/fleet.js';

const CREDIT = '1.00';
const TAKEN_BACK_WITHIN_MS = 30_000;

let fleet: Fleet;
beforeAll(async () => {
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  fleet = await Fleet.start(2);
});
afterAll(() => fleet?.stop());

/** For a customer of its own, at this gateway. */
const accessAt = (office: Installation) => async () => new Access(office.url, (await office.customer(CREDIT)).key);

/** Open requests of the gateway whose customers these are. */
const open = async () => (await fleet.followed()).openHolds.length;

async function expectAllBooks(inFlight: Awaited<ReturnType<typeof askAll>>, ended: Ended): Promise<void> {
  for (const { at } of inFlight) await expectBooks(fleet.first, at, [ended], CREDIT);
  expect((await fleet.followed()).violations).toEqual([]);
}

describe('every SDK, in every dialect, plain and within a stream', () => {
  it('raises a charge that could not be recorded, and is not charged', async () => {
    const takesMs = IN_FLIGHT_WITHIN_MS + 2_500;
    const prompts = { plain: `[sandbox:delay=${takesMs}]`, streamed: `[sandbox:tokens=200][sandbox:chunk-delay=${takesMs / 200}]` };
    const inFlight = await askAll(accessAt(fleet.first), prompts, open);
    await fleet.eventStore.tell('down');
    await Promise.allSettled(inFlight.map(({ answer }) => answer));
    await fleet.eventStore.tell('up');
    await expectAllRaised(inFlight, 'charge not recorded', 'The charge could not be recorded');
    await until('the holds are released', async () => (await open().catch(() => 1)) === 0);
    await expectAllBooks(inFlight, 'failed');
    expect(fleet.books.ofType('TokensMetered')).toEqual([]);
  });

  it('raises a hold that another gateway has taken back, and is not charged', async () => {
    const [, slow] = fleet.offices as [Installation, Installation];
    await fleet.ready();
    const prompts = { plain: '[sandbox:delay=60000]', streamed: '[sandbox:tokens=250][sandbox:chunk-delay=250]' };
    const inFlight = await askAll(accessAt(slow), prompts, open);
    slow.gateway.child.kill('SIGSTOP');
    await until('its holds are taken back', async () => (await open()) === 0, TAKEN_BACK_WITHIN_MS);
    slow.gateway.child.kill('SIGCONT');
    await expectAllRaised(inFlight, 'gateway stopped or fenced', 'request back');
    await expectAllBooks(inFlight, 'abandoned');
    expect((await slow.gateway.exited).code).not.toBe(0);
  });
});
