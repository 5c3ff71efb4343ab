import { ErasedSubjectError, MasterKey, WrongKeyError, type Vault } from './index.js';

export const TEST_MASTER_KEY = new MasterKey(new Uint8Array(32).fill(7));
export const OTHER_MASTER_KEY = new MasterKey(new Uint8Array(32).fill(8));

/** What every adapter of the vault must pass. `open` opens the same place again, as after a restart. */
export function vaultContract(name: string, open: (master: MasterKey) => Vault | Promise<Vault>): void {
  describe(`the vault on ${name}`, () => {
    it('makes a key of 256 bits of its own for each subject', async () => {
      const vault = await open(TEST_MASTER_KEY);
      const [one, two] = [await vault.create('cus_one'), await vault.create('cus_two')];
      expect(one).toHaveLength(32);
      expect(Buffer.from(one).equals(two)).toBe(false);
      await vault.close();
    });

    it('returns the key that is there when asked to make it again, also at the same time', async () => {
      const vault = await open(TEST_MASTER_KEY);
      const keys = await Promise.all([1, 2, 3].map(() => vault.create('cus_again')));
      for (const key of keys) expect(Buffer.from(key).equals(keys[0] ?? new Uint8Array())).toBe(true);
      await vault.close();
    });

    it('opens the same key that it made, and nothing for a stranger', async () => {
      const vault = await open(TEST_MASTER_KEY);
      const made = await vault.create('cus_opened');
      expect(Buffer.from((await vault.open('cus_opened')) ?? []).equals(made)).toBe(true);
      expect(await vault.open('cus_stranger')).toBeUndefined();
      await vault.close();
    });

    it('forgets an erased key for good: it neither opens nor is made again', async () => {
      const vault = await open(TEST_MASTER_KEY);
      await vault.create('cus_erased');
      await vault.erase('cus_erased');
      await vault.erase('cus_erased');
      expect(await vault.open('cus_erased')).toBeUndefined();
      await expect(vault.create('cus_erased')).rejects.toThrow(ErasedSubjectError);
      await vault.close();
    });

    it('remembers the erasure of a subject that never had a key', async () => {
      const vault = await open(TEST_MASTER_KEY);
      await vault.erase('cus_early');
      await expect(vault.create('cus_early')).rejects.toMatchObject({ code: 'SUBJECT_ERASED', subject: 'cus_early' });
      await vault.close();
    });
  });
}

/** Only for adapters that outlive their process. */
export function durableVaultContract(name: string, open: (master: MasterKey) => Vault | Promise<Vault>): void {
  describe(`the durable vault on ${name}`, () => {
    it('opens the same key after a restart', async () => {
      const before = await open(TEST_MASTER_KEY);
      const made = await before.create('cus_kept');
      await before.close();
      const after = await open(TEST_MASTER_KEY);
      expect(Buffer.from((await after.open('cus_kept')) ?? []).equals(made)).toBe(true);
      await after.close();
    });

    it('names the key that it needs when opened with another master key', async () => {
      const before = await open(TEST_MASTER_KEY);
      await before.create('cus_moved');
      await before.close();
      const after = await open(OTHER_MASTER_KEY);
      await expect(after.open('cus_moved')).rejects.toThrow(WrongKeyError);
      await expect(after.open('cus_moved')).rejects.toMatchObject({ needed: TEST_MASTER_KEY.name, given: OTHER_MASTER_KEY.name });
      await after.close();
    });
  });
}
