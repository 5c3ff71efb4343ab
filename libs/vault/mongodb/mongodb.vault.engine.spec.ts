import { TestDatabases } from '../../../test/support/mongodb/database.js';
import { TEST_MASTER_KEY, durableVaultContract, vaultContract } from '../testing/vault.contract.js';
import { MongoVault, openMongoVaultReader } from './index.js';

const databases = new TestDatabases();
afterAll(() => databases.close());
const place = databases.next();

vaultContract('MongoDB', (master) => MongoVault.open(place, master));
durableVaultContract('MongoDB', (master) => MongoVault.open(place, master));

describe('the vault in MongoDB', () => {
  it('is read as it is kept by whoever has no master key', async () => {
    const vault = await MongoVault.open(place, TEST_MASTER_KEY);
    await vault.create('cus_read');
    await vault.erase('cus_read_erased');
    const reader = await openMongoVaultReader(place);
    const kept = new Map<string, string | null>();
    for await (const { subject, wrapped } of reader.wrappedKeys()) kept.set(subject, wrapped);
    expect([kept.get('cus_read')?.startsWith('v1.mk_'), kept.get('cus_read_erased'), kept.has('cus_nobody')]).toEqual([true, null, false]);
    await Promise.all([reader.close(), vault.close()]);
  });

  it('gives gateways that make a key at the same time one key', async () => {
    const gateways = await Promise.all(Array.from({ length: 4 }, () => MongoVault.open(place, TEST_MASTER_KEY)));
    for (let round = 0; round < 10; round += 1) {
      const keys = await Promise.all(gateways.map((vault) => vault.create(`cus_${round}`)));
      expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    }
    await Promise.all(gateways.map((vault) => vault.close()));
  });

  it('ends with an erasure, whenever it comes while the key is made', async () => {
    const [one, two] = [await MongoVault.open(place, TEST_MASTER_KEY), await MongoVault.open(place, TEST_MASTER_KEY)];
    for (let round = 0; round < 10; round += 1) {
      const subject = `cus_race_${round}`;
      await Promise.all([one.create(subject).catch(() => undefined), two.erase(subject)]);
      expect(await one.open(subject)).toBeNull();
      await expect(one.create(subject)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    }
    await Promise.all([one.close(), two.close()]);
  });

  it('never holds a key in the clear, and no part of an erased one', async () => {
    const vault = await MongoVault.open(place, TEST_MASTER_KEY);
    const key = Buffer.from(await vault.create('cus_kept_apart'));
    const document = () => databases.client.db(place.database).collection<{ _id: string }>('vault_keys').findOne({ _id: 'cus_kept_apart' });
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(JSON.stringify(await document())).not.toContain(key.toString(form));
    await vault.erase('cus_kept_apart');
    expect(await document()).toEqual({ _id: 'cus_kept_apart', wrapped: null });
    await vault.close();
  });

  it('says that it is not there, without repeating the URL', async () => {
    const fault = MongoVault.open({ url: 'mongodb://user:secret@' }, TEST_MASTER_KEY);
    await expect(fault).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', message: expect.not.stringContaining('secret') as string });
  });
});
