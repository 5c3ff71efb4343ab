import {
  AmbiguousError,
  ConflictError,
  EMPTY_TIP,
  UnavailableError,
  checkLink,
  mintCommandId,
  type EventStore,
  type StreamTip,
} from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { decideCustomer, decideInstallation, mintInstallation, openInstallation } from '#identity';
import { type CustomerCommand } from '../identity/customer.decider.js';
import { type CustomerEvent } from '../identity/customer.events.js';
import { accept } from '#streams';
import { MasterKey } from '#vault';
import { Directory, EntityWriter, catchUpDirectory, type EntityOrigin } from './index.js';

const NOW = '2026-11-01T00:00:00.000Z';
const CUSTOMER = { kind: 'customer', id: 'cus_1' } as const;
const origin = (): EntityOrigin => ({ actor: 'admin:adm_1', cause: 'req_1', commandId: mintCommandId() });
const register: CustomerCommand = {
  type: 'RegisterCustomer',
  customer: 'cus_1',
  account: 'acc_1',
  currency: 'USD',
  timeZone: 'UTC',
  sealed: { name: 'n', email: 'e' },
};

/** One gateway on a store: its own directory, its own writer. */
function gateway(store: EventStore) {
  const directory = new Directory(() => '');
  const writer = new EntityWriter(store, directory, () => NOW);
  return {
    directory,
    writer,
    customer: (command: CustomerCommand, from = origin()) => writer.write(CUSTOMER, from, (state) => decideCustomer(command, state)),
  };
}

/** The store with another way of appending. */
function withAppend(store: EventStore, append: EventStore['append']): EventStore {
  return {
    gapless: store.gapless,
    certain: store.certain,
    probe: () => store.probe(),
    append,
    readStream: (...args) => store.readStream(...args),
    readAll: (...args) => store.readAll(...args),
    eventAt: (position) => store.eventAt(position),
    scan: (...args) => store.scan(...args),
    subscribe: (...args) => store.subscribe(...args),
    head: () => store.head(),
    close: () => store.close(),
  };
}

/** The store with faults: each append meets the next one, before or after it has been written. */
function faulty(store: EventStore, ...faults: ('lost answer' | 'lost request' | 'down')[]): EventStore {
  return withAppend(store, async (...args) => {
    const fault = faults.shift();
    if (fault === 'down') throw new UnavailableError('down');
    if (fault === 'lost request') throw new AmbiguousError('no answer');
    const appended = await store.append(...args);
    if (fault === 'lost answer') throw new AmbiguousError('no answer');
    return appended;
  });
}

describe('writing an entity', () => {
  it('answers with the state behind the command and the position to read it at', async () => {
    const store = createMemoryEventStore();
    const { customer, directory } = gateway(store);
    const written = await customer(register);
    expect(written).toMatchObject({ changed: true, state: { customer: 'cus_1', status: 'active' } });
    expect(written.refusal ?? written.position).toBe(await store.head());
    expect(directory.customer('cus_1')?.registered_at).toBe(NOW);
  });

  it('writes nothing for a command that changes nothing, and still says where the entity stands', async () => {
    const store = createMemoryEventStore();
    const { customer } = gateway(store);
    const first = await customer(register);
    expect(await customer({ type: 'ReinstateCustomer' })).toMatchObject({ changed: false, position: first.refusal ? 0n : first.position });
    expect(await store.head()).toBe(first.refusal ? 0n : first.position);
  });

  it('writes nothing for a refused command', async () => {
    const store = createMemoryEventStore();
    expect(await gateway(store).customer({ type: 'SuspendCustomer' })).toMatchObject({ refusal: { code: 'CUSTOMER_UNKNOWN' } });
    expect(await store.head()).toBe(0n);
  });

  it('decides one command after another, however many come at once', async () => {
    const store = createMemoryEventStore();
    const { customer } = gateway(store);
    const answers = await Promise.all([register, register, register].map((command) => customer(command)));
    expect(answers.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'CUSTOMER_EXISTS', 'CUSTOMER_EXISTS']);
  });

  it('keeps a chain that verifies, over several gateways', async () => {
    const store = createMemoryEventStore();
    const [one, two] = [gateway(store), gateway(store)];
    await one.customer(register);
    for (let round = 0; round < 5; round += 1) {
      await two.customer({ type: 'SuspendCustomer', reason: `round ${round}` });
      await one.customer({ type: 'ReinstateCustomer' });
      await catchUpDirectory(store, one.directory, 0n);
      await catchUpDirectory(store, two.directory, 0n);
    }
    let tip: StreamTip = EMPTY_TIP;
    for await (const event of store.scan({ after: 0n })) {
      const checked = checkLink(event, tip);
      expect(checked.problem).toBeUndefined();
      tip = checked.tip;
    }
  });
});

describe('two gateways that write the same entity', () => {
  it('decide anew on what the other has written', async () => {
    const store = createMemoryEventStore();
    const [one, two] = [gateway(store), gateway(store)];
    await one.customer(register);
    expect(await two.customer(register)).toMatchObject({ refusal: { code: 'CUSTOMER_EXISTS' } });
    expect(two.directory.customer('cus_1')).toEqual(one.directory.customer('cus_1'));
  });

  it('write a command that may be repeated once between them, at whatever moment of the one the other writes', async () => {
    for (let reads = 1; reads <= 3; reads += 1) {
      const store = createMemoryEventStore();
      const command = { ...origin(), repeatable: true };
      const other = gateway(store);
      let left = reads;
      const meanwhile = new Proxy(store, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (name !== 'readStream') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
          return async (...args: Parameters<EventStore['readStream']>) => {
            left -= 1;
            if (left === 0) await other.customer(register, command);
            return target.readStream(...args);
          };
        },
      });
      expect(await gateway(meanwhile).customer(register, command)).toMatchObject({ state: { customer: 'cus_1' } });
      await other.customer(register, command);
      expect(await store.readStream('customer-cus_1')).toHaveLength(1);
    }
  });

  it('share the seed of the one that was first', async () => {
    const store = createMemoryEventStore();
    const master = new MasterKey(new Uint8Array(32).fill(1));
    const peppers = await Promise.all(
      [gateway(store), gateway(store)].map(async ({ writer }) => {
        const place = { kind: 'installation', id: 'installation' } as const;
        const written = await writer.write(place, origin(), (state) => decideInstallation(mintInstallation(master), state));
        return written.refusal ? undefined : Buffer.from(openInstallation(written.state, master).pepper).toString('hex');
      }),
    );
    expect(peppers[0]).toHaveLength(64);
    expect(peppers[0]).toBe(peppers[1]);
    expect(await store.readStream('installation')).toHaveLength(1);
  });
});

describe('a store that fails', () => {
  it.each([['lost answer'], ['lost request'], ['lost answer', 'lost request'], ['lost request', 'lost answer']] as const)(
    'has written a command once after %s',
    async (...faults) => {
      const store = createMemoryEventStore();
      const { customer } = gateway(faulty(store, ...faults));
      expect(await customer(register)).toMatchObject({ changed: true });
      expect(await store.readStream('customer-cus_1')).toHaveLength(1);
    },
  );

  it('leaves nothing changed when it is down, and works again afterwards', async () => {
    const store = createMemoryEventStore();
    const { customer, directory } = gateway(faulty(store, 'down'));
    await expect(customer(register)).rejects.toThrow(UnavailableError);
    expect(directory.customer('cus_1')).toBeUndefined();
    expect(await customer(register)).toMatchObject({ changed: true });
  });

  it('finds its own events behind a conflict instead of writing them twice', async () => {
    const store = createMemoryEventStore();
    const lying = withAppend(store, async (...args) => {
      await store.append(...args);
      throw new ConflictError(args[0], args[2]);
    });
    const { customer } = gateway(lying);
    expect(await customer(register)).toMatchObject({ changed: true });
    expect(await store.readStream('customer-cus_1')).toHaveLength(1);
  });

  it('gives up when the answer never comes, and finds the events the next time', async () => {
    const store = createMemoryEventStore();
    const lost = Array.from({ length: 4 }, () => 'lost answer' as const);
    const { customer, writer } = gateway(faulty(store, ...lost));
    await expect(customer(register)).rejects.toThrow(AmbiguousError);
    expect(
      await writer.write(CUSTOMER, origin(), (state) => (state ? accept<CustomerEvent>() : decideCustomer(register, state))),
    ).toMatchObject({
      changed: false,
    });
    expect(await store.readStream('customer-cus_1')).toHaveLength(1);
  });
});
