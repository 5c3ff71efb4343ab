import { Directory } from '#directory';
import { unmatchedPayments } from '../../../projections/unmatched-payments/unmatched-payments.projection.js';
import { createMemoryReadModels } from '#read-model/memory';
import { MemoryVault } from '#vault/memory';
import { TEST_MASTER_KEY } from '../../../libs/vault/testing/vault.contract.js';
import { lackingPeople } from './people.js';

const NOBODY = new Directory(() => ({ value: '' }) as never);

/** A payment that is nobody's, with one report of it. */
const row = (id: string, facts: string) => ({
  key: id,
  row: { id, time: `time of ${id}`, status: 'unmatched', reports: [{ facts }] },
  position: 1n,
});

describe('a payment that is nobody’s', () => {
  it('is lacking where the vault lost the key of its own: said at the start as of anybody whom the events name', async () => {
    const models = createMemoryReadModels();
    await models.declare(unmatchedPayments);
    const rows = [row('unm_lost', 'v1.unm_lost.n.c'), row('unm_here', 'v1.unm_here.n.c'), row('unm_under_a_customers', 'v1.cus_1.n.c')];
    await models.commit([{ collection: unmatchedPayments, rows, checkpoint: { position: 1n, eventId: 'e' } as never }]);
    const vault = new MemoryVault(TEST_MASTER_KEY);
    await vault.create('unm_here');
    const told: string[] = [];
    const ground = {
      log: { error: (_facts: object, text: string) => void told.push(text) },
      readiness: { registerWarning: () => undefined },
      environment: { engines: undefined },
    };
    const lacking = await lackingPeople(ground as never, NOBODY, models, vault, TEST_MASTER_KEY);
    expect(lacking.subjects).toEqual(['unm_lost']);
    expect(told).toEqual([expect.stringContaining('restore vault.db from a backup made after time of unm_lost')]);
  });
});
