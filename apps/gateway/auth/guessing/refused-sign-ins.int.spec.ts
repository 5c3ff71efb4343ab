import { Directory, EntityWriter } from '#directory';
import type { RecordedEvent } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { MemoryFailures } from '#failures/memory';
import { decidePerson, type InstallationSecrets, type Person } from '#identity';
import { createLog, type Clock } from '#process';
import { RefusedSignIns, TALLY_MS } from './refused-sign-ins.js';

const person = { person: 'per_1' } as Person;
const behind = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Two gateways over the same stores, at a time that stands still. */
async function installation() {
  const events = createMemoryEventStore();
  const failures = new MemoryFailures();
  const at = { ms: Date.parse('2026-12-01T00:00:00.000Z') };
  const now = (): string => new Date(at.ms).toISOString();
  const clock = { now, nowMs: () => at.ms } as Clock;
  const directory = new Directory(() => '');
  const writer = new EntityWriter(events, directory, now);
  const origin = { actor: 'system', cause: 'test', commandId: 'c1' };
  const register = {
    type: 'RegisterPerson',
    person: 'per_1',
    how: 'command_line',
    addressHash: 'h',
    isProven: true,
    sealed: { email: 'v1.per_1.n.e' },
  } as const;
  await writer.write({ kind: 'person', id: 'per_1' }, origin, (state) => decidePerson(register, state));
  const secrets = { pepper: new Uint8Array(32) } as InstallationSecrets;
  const gateway = () => new RefusedSignIns(failures, directory, writer, secrets, clock, createLog('silent'));
  const told = async (): Promise<RecordedEvent['data'][]> =>
    (await events.readStream('person-per_1')).filter(({ type }) => type === 'SignInsRefused').map(({ data }) => data);
  return { gateways: [gateway(), gateway()] as const, at, told };
}

describe('refused sign-ins of a person', () => {
  it('are one event a quarter of an hour, however many there were, at whichever gateway', async () => {
    const { gateways, at, told } = await installation();
    for (let index = 0; index < 40; index += 1) gateways[index % 2]?.note(person, `192.0.2.${index % 3}`);
    await behind();
    at.ms += TALLY_MS - 1;
    await Promise.all(gateways.map((each) => each.tell()));
    expect(await told()).toEqual([]);
    at.ms += 1;
    await Promise.all(gateways.map((each) => each.tell()));
    const [event, ...others] = await told();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ person: 'per_1', count: 40, since: '2026-12-01T00:00:00.000Z' });
    expect(event?.['addresses']).toHaveLength(3);
    expect(JSON.stringify(event)).not.toContain('192.0.2');
    await Promise.all(gateways.map((each) => each.tell()));
    expect(await told()).toHaveLength(1);
  });

  it('that come later are told by the next one', async () => {
    const { gateways, at, told } = await installation();
    for (const count of [1, 2]) {
      for (let index = 0; index < count; index += 1) gateways[0].note(person, '192.0.2.1');
      await behind();
      at.ms += TALLY_MS;
      await gateways[1].tell();
    }
    expect((await told()).map((each) => each['count'])).toEqual([1, 2]);
  });

  it('of nobody are no event', async () => {
    const { gateways, at, told } = await installation();
    gateways[0].note({ person: 'per_nobody' } as Person, '192.0.2.1');
    await behind();
    at.ms += TALLY_MS;
    await gateways[0].tell();
    expect(await told()).toEqual([]);
  });
});
