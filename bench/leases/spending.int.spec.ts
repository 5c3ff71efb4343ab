import { Accounts, systemOrigin } from '#accounts';
import { createMemoryEventStore } from '#event-store/memory';
import { credit } from '../harness/commands.js';
import { CountingStore } from './counting-store.js';
import { spend } from './spending.js';

const ACCOUNT = 'acc_bench';
const registeredAt = new Date().toISOString();
const now = (): string => new Date().toISOString();

/** A gateway with a dollar, counted. */
async function gateway(withLeases: boolean) {
  const counting = new CountingStore(createMemoryEventStore());
  const accounts = new Accounts({
    store: counting.store,
    snapshots: { find: async () => undefined },
    registered: () => ({ customer: 'cus_bench', currency: 'USD', timeZone: 'UTC', registeredAt }),
    life: 'life_1',
    now,
    peers: { others: () => withLeases, isDead: () => false },
  });
  await accounts.execute(ACCOUNT, credit(ACCOUNT, 1n, now()), systemOrigin('bench'));
  return { accounts, counting };
}

describe('spending a balance', () => {
  it('ends when nothing is left, and knows to the nano what it was charged', async () => {
    const { accounts, counting } = await gateway(true);
    const spent = await spend({ accounts, account: ACCOUNT, clients: 8, seconds: 60 });
    await accounts.close();
    const account = await accounts.open(ACCOUNT);
    expect(spent).toMatchObject({ failed: {}, refused: 8 });
    expect(account?.held).toBe(0n);
    expect(account?.available).toBe(1_000_000_000n - spent.chargedNanos);
    expect(counting.counts().granted).toBeGreaterThan(0);
    expect(spent.onAccount).toBeGreaterThan(0);
    expect(spent.onAccount).toBeLessThan(spent.requests);
  });

  it('goes onto the account alone where there are no leases', async () => {
    const { accounts, counting } = await gateway(false);
    const spent = await spend({ accounts, account: ACCOUNT, clients: 8, seconds: 60 });
    expect(spent.onAccount).toBe(spent.requests);
    expect(counting.counts()).toMatchObject({ granted: 0, lease: { appends: 0 } });
  });
});
