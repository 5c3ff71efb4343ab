import { ErasedSubjectError, MasterKey, WrongKeyError, type Vault, type WrappedKey } from '../index.js';
import { MemoryVault } from '../memory/index.js';

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
      expect(await vault.open('cus_erased')).toBeNull();
      await expect(vault.create('cus_erased')).rejects.toThrow(ErasedSubjectError);
      await vault.close();
    });

    it('remembers the erasure of a subject that never had a key', async () => {
      const vault = await open(TEST_MASTER_KEY);
      await vault.erase('cus_early');
      await expect(vault.create('cus_early')).rejects.toMatchObject({ code: 'SUBJECT_ERASED', subject: 'cus_early' });
      await vault.close();
    });

    it('takes over what another vault keeps, any number of times, and gives it out as it was', async () => {
      const [other, vault] = [new MemoryVault(TEST_MASTER_KEY), await open(TEST_MASTER_KEY)];
      const made = await other.create('cus_comes');
      await other.erase('cus_left');
      for (let time = 0; time < 2; time += 1) for await (const key of other.wrappedKeys()) await vault.takeOver(key);
      expect(Buffer.from((await vault.open('cus_comes')) ?? []).equals(made)).toBe(true);
      await expect(vault.create('cus_left')).rejects.toThrow(ErasedSubjectError);
      const [theirs, ours] = [await keysOf(other), await keysOf(vault)];
      expect(ours.filter(({ subject }) => theirs.some((key) => key.subject === subject))).toEqual(theirs);
      await vault.close();
    });

    it('takes over no key of a subject that was erased here, erases one that was erased there, and replaces none', async () => {
      const [other, vault] = [new MemoryVault(TEST_MASTER_KEY), await open(TEST_MASTER_KEY)];
      for (const subject of ['cus_erased_here', 'cus_with_another']) await other.create(subject);
      await vault.erase('cus_erased_here');
      const own = await vault.create('cus_with_another');
      await vault.create('cus_erased_there');
      const [erasedHere, withAnother] = (await keysOf(other)) as [WrappedKey, WrappedKey];
      await vault.takeOver(erasedHere);
      await vault.takeOver({ subject: 'cus_erased_there', wrapped: null });
      await expect(vault.takeOver(withAnother)).rejects.toMatchObject({ code: 'KEY_EXISTS', subject: 'cus_with_another' });
      expect(await vault.open('cus_erased_here')).toBeNull();
      expect(await vault.open('cus_erased_there')).toBeNull();
      expect(Buffer.from((await vault.open('cus_with_another')) ?? []).equals(own)).toBe(true);
      await vault.close();
    });
  });
}

async function keysOf(vault: Vault): Promise<WrappedKey[]> {
  const keys: WrappedKey[] = [];
  for await (const key of vault.wrappedKeys()) keys.push(key);
  return keys.sort((a, b) => (a.subject < b.subject ? -1 : 1));
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
