import { mintCommandId, type EventStore } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { decideMember, decidePerson } from '#identity';
import { Directory, EntityWriter, PersonKeeper, catchUpDirectory } from './index.js';

const START_MS = Date.UTC(2026, 10, 1);
const origin = () => ({ actor: 'test', cause: 'test', commandId: mintCommandId() });
const seal = (person: string) => Promise.resolve({ email: `sealed for ${person}` });

/** A gateway: its own directory over the store that others write, too. */
function gatewayOver(store: EventStore, clock = { second: 0 }) {
  const directory = new Directory(() => '');
  const now = () => new Date(START_MS + clock.second * 1_000).toISOString();
  const writer = new EntityWriter(store, directory, now);
  const keeper = new PersonKeeper(writer, directory, now);
  const register = (addressHash: string, fresh: string) =>
    keeper.register({ how: 'invitation', addressHash, isProven: true }, fresh, seal, origin());
  const moveTo = async (person: string, addressHash: string) => {
    const ask = { type: 'AskAddressChange', tokenHash: 't', addressHash, sealedEmail: 's', expiresAt: '2027-01-01T00:00:00.000Z' } as const;
    await writer.write({ kind: 'person', id: person }, origin(), (state) => decidePerson(ask, state));
    return keeper.changeAddress(person, { tokenHash: 't' }, origin());
  };
  return { directory, writer, keeper, register, moveTo, clock };
}

describe('whoever is registered', () => {
  it('is found by his address, and nobody else gets it', async () => {
    const { directory, register } = gatewayOver(createMemoryEventStore());
    const written = await register('h1', 'per_1');
    expect(written.state?.person).toBe('per_1');
    expect(directory.personByAddress('h1')?.person).toBe('per_1');
    expect((await register('h1', 'per_2')).refusal).toMatchObject({ code: 'PERSON_EXISTS', field: 'email' });
    expect(directory.list('person', { limit: 9 })).toHaveLength(1);
  });

  it('is one person, whichever of two gateways was faster', async () => {
    const store = createMemoryEventStore();
    const [one, other] = [gatewayOver(store), gatewayOver(store)];
    const both = await Promise.all([one.register('h1', 'per_1'), other.register('h1', 'per_2')]);
    expect(both.filter(({ refusal }) => refusal === undefined)).toHaveLength(1);
    const all = new Directory(() => '');
    await catchUpDirectory(store, all, 0n);
    expect(all.list('person', { limit: 9 })).toHaveLength(1);
  });

  it('goes on where an earlier try has stopped behind the address', async () => {
    const store = createMemoryEventStore();
    const first = gatewayOver(store);
    const failing = () => Promise.reject(new Error('the vault is away'));
    await expect(
      first.keeper.register({ how: 'sign_up', addressHash: 'h1', isProven: true }, 'per_1', failing, origin()),
    ).rejects.toThrow();
    expect((await first.register('h1', 'per_2')).state?.person).toBe('per_1');
  });
});

describe('an address that is changed', () => {
  it('is another’s no more once it was left, and is not had while it is somebody’s', async () => {
    const { directory, register, moveTo } = gatewayOver(createMemoryEventStore());
    await register('h1', 'per_1');
    await register('h2', 'per_2');
    expect((await moveTo('per_1', 'h2')).refusal?.code).toBe('PERSON_EXISTS');
    expect((await moveTo('per_1', 'h3')).state).toMatchObject({ address_hash: 'h3', is_proven: true });
    expect([directory.personByAddress('h1'), directory.personByAddress('h3')?.person]).toEqual([undefined, 'per_1']);
    expect((await register('h1', 'per_3')).state?.person).toBe('per_3');
  });

  it('that was taken and never used is free a minute later', async () => {
    const { register, keeper, moveTo, directory, writer, clock } = gatewayOver(createMemoryEventStore());
    await register('h1', 'per_1');
    await register('h2', 'per_2');
    await moveTo('per_1', 'h3');
    await writer.write({ kind: 'address', id: 'h4' }, origin(), () => ({
      events: [{ type: 'AddressTaken', data: { address_hash: 'h4', person: 'per_2' } }],
    }));
    expect((await moveTo('per_1', 'h4')).refusal?.code).toBe('PERSON_EXISTS');
    clock.second = 61;
    await keeper.changeAddress('per_1', { tokenHash: 't' }, origin());
    expect(directory.personByAddress('h4')?.person).toBe('per_1');
  });
});

describe('an admin of before there were people', () => {
  it('is a person in the stream that he had, and is found by his address', async () => {
    const store = createMemoryEventStore();
    const { directory, writer, register } = gatewayOver(store);
    const data = { admin: 'adm_1', email_hash: 'h1', email: 'sealed', password: 'p' };
    await writer.write({ kind: 'person', id: 'adm_1' }, origin(), () => ({ events: [{ type: 'AdminRegistered', data }] }));
    expect(await store.readStream('admin-adm_1')).toHaveLength(1);
    expect(directory.personByAddress('h1')).toMatchObject({ person: 'adm_1', installation_role: 'owner' });
    expect((await register('h1', 'per_1')).refusal?.code).toBe('PERSON_EXISTS');
    await register('h2', 'per_2');
    expect(await store.readStream('person-per_2')).toHaveLength(1);
  });
});

describe('memberships', () => {
  it('are those of the customers’ own streams, oldest customer first', async () => {
    const { directory, writer } = gatewayOver(createMemoryEventStore());
    for (const customer of ['cus_2', 'cus_1']) {
      const data = { customer, account: `acc_${customer}`, currency: 'USD', time_zone: 'UTC', name: 'n', email: 'e' };
      await writer.write({ kind: 'customer', id: customer }, origin(), () => ({ events: [{ type: 'CustomerRegistered', data }] }));
      for (const [person, role] of [
        ['per_1', 'owner'],
        ['per_2', 'viewer'],
      ] as const)
        await writer.write({ kind: 'customer', id: customer }, origin(), (state) =>
          decideMember({ type: 'AddMember', person, role }, state),
        );
    }
    expect(directory.membershipsOf('per_1')).toEqual([
      { customer: 'cus_1', role: 'owner' },
      { customer: 'cus_2', role: 'owner' },
    ]);
    await writer.write({ kind: 'customer', id: 'cus_1' }, origin(), (state) =>
      decideMember({ type: 'RemoveMember', person: 'per_2' }, state),
    );
    expect(directory.membershipsOf('per_2')).toEqual([{ customer: 'cus_2', role: 'viewer' }]);
    expect(directory.membershipsOf('per_3')).toEqual([]);
  });
});
