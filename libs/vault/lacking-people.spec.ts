import { Readable } from 'node:stream';
import { UndecipherableError } from './envelope.js';
import { ErasedSubjectError, LackingPeople, PersonalData, isUnreadable } from './index.js';
import { MemoryVault } from './memory/index.js';
import { OTHER_MASTER_KEY, TEST_MASTER_KEY } from './testing/vault.contract.js';
import { VaultIncompleteError } from './vault.port.js';

const vaultWith = async (...subjects: string[]): Promise<MemoryVault> => {
  const vault = new MemoryVault(TEST_MASTER_KEY);
  for (const subject of subjects) await vault.create(subject);
  return vault;
};
const keysOf = async (vault: MemoryVault): Promise<string[]> => {
  const subjects: string[] = [];
  for await (const { subject } of vault.wrappedKeys()) subjects.push(subject);
  return subjects;
};

describe('people whom the events name', () => {
  it('are lacking where the vault has neither their key nor the mark of their erasure', async () => {
    const vault = await vaultWith('cus_here', 'cus_erased');
    await vault.erase('cus_erased');
    const lacking = await LackingPeople.of(['cus_lost', 'cus_here', 'cus_erased', 'adm_lost'], vault);
    expect(lacking.subjects).toEqual(['cus_lost', 'adm_lost']);
  });

  it.each([
    '',
    'v1.garbage',
    'v1.mk_x..',
    `v1.mk_x.${'n'.repeat(16)}.${'b'.repeat(63)}`,
    `v1.mk_x.${'n'.repeat(16)}.${'b'.repeat(64)}.more`,
  ])('are lacking where the vault has what is no wrapped key: %j', async (wrapped) => {
    const vault = { wrappedKeys: () => Readable.from([{ subject: 'cus_here', wrapped }]) };
    expect((await LackingPeople.of(['cus_here'], vault)).subjects).toEqual(['cus_here']);
  });

  it('are lacking where another master key has wrapped their key, once it is known which one is at hand', async () => {
    const vault = await vaultWith('cus_here');
    expect((await LackingPeople.of(['cus_here'], vault)).size).toBe(0);
    expect((await LackingPeople.of(['cus_here'], vault, TEST_MASTER_KEY.name)).size).toBe(0);
    expect((await LackingPeople.of(['cus_here'], vault, OTHER_MASTER_KEY.name)).size).toBe(1);
  });
});

describe('personal data in a vault that lacks people', () => {
  it('is sealed under no new key, be it theirs or one of somebody new, until the vault is whole again', async () => {
    const whole = await vaultWith('cus_one', 'cus_two');
    const vault = await vaultWith('cus_two');
    const personal = new PersonalData(vault, await LackingPeople.of(['cus_one', 'cus_two'], vault));
    await expect(personal.seal('cus_one', { name: 'Ada' })).rejects.toThrow(VaultIncompleteError);
    await expect(personal.sealFirst('cus_new', { name: 'Eve' })).rejects.toMatchObject({ code: 'VAULT_INCOMPLETE' });
    expect(await keysOf(vault)).toEqual(['cus_two']);
    expect(await personal.open('cus_two', await personal.seal('cus_two', { name: 'Bob' }))).toEqual({ name: 'Bob' });
    for await (const key of whole.wrappedKeys()) if (key.subject === 'cus_one') await vault.takeOver(key);
    await personal.sealFirst('cus_new', { name: 'Eve' });
    expect(await keysOf(vault)).toEqual(['cus_two', 'cus_one', 'cus_new']);
  });

  it('tells the lost from the erased', async () => {
    const vault = await vaultWith('cus_one');
    const personal = new PersonalData(vault);
    const sealed = await personal.seal('cus_one', { name: 'Ada' });
    await vault.erase('cus_one');
    expect(await personal.open('cus_one', sealed)).toEqual({ name: null });
    await expect(personal.seal('cus_one', { name: 'Ada' })).rejects.toThrow(ErasedSubjectError);
    const lost = await new PersonalData(await vaultWith()).open('cus_one', sealed).catch((fault: unknown) => fault);
    expect(lost).toMatchObject({ code: 'VAULT_INCOMPLETE' });
    const remade = await new PersonalData(await vaultWith('cus_one')).open('cus_one', sealed).catch((fault: unknown) => fault);
    expect(remade).toBeInstanceOf(UndecipherableError);
    expect([lost, remade, new Error('away')].map(isUnreadable)).toEqual([true, true, false]);
  });
});
