import { jest } from '@jest/globals';
import { reclaim } from './reclaimer.js';

describe('taking back what dead gateways left', () => {
  it('goes on behind an account where it fails, and tells so in the end', async () => {
    const events = ['acc_1', 'acc_2'].map((account) => ({ stream: `account-${account}-2026-11`, data: { life: 'life_dead' } }));
    const reclaimFromDead = jest.fn(async (account: string) => {
      if (account === 'acc_1') throw new TypeError('acc_1 cannot be read');
      return 1;
    });
    const books = {
      store: { readAll: async () => ({ events, atHead: true, scannedTo: 2n }) },
      models: { checkpoint: async () => undefined, iterate: async function* () {} },
      accounts: { reclaimFromDead },
    };
    await expect(reclaim(books as never, () => true)).rejects.toThrow('in 1 accounts could not be taken back');
    expect(reclaimFromDead.mock.calls).toEqual([['acc_1'], ['acc_2']]);
  });
  it('asks an account that has grown too large for a row, which does not tell whose its holds are', async () => {
    const row = { row: { account: 'acc_large', open: null } };
    const reclaimFromDead = jest.fn(async () => 2);
    const books = {
      store: { readAll: async () => ({ events: [], atHead: true, scannedTo: 2n }) },
      models: {
        checkpoint: async () => undefined,
        iterate: async function* () {
          yield { json: JSON.stringify(row.row) };
        },
      },
      accounts: { reclaimFromDead },
    };
    expect(await reclaim(books as never, () => false)).toBe(2);
    expect(reclaimFromDead.mock.calls).toEqual([['acc_large']]);
  });
});
