import { MasterKey, PersonalData } from '#vault';
import { MemoryVault } from '../vault/memory/index.js';
import { decideAdmin, evolveAdmin, hashEmail, registerAdmin, sameSecret, verifyAdmin, verifyNobody } from './index.js';

const master = new MasterKey(new Uint8Array(32).fill(1));
const personalData = new PersonalData(new MemoryVault(master));
const pepper = new Uint8Array(32).fill(2);
const tools = { pepper, master, personalData };
const placed = { revision: 0n, at: '2026-11-01T00:00:00.000Z' };

describe('registering an admin', () => {
  it('records neither the e-mail nor the password, nor anything that lets one guess them', async () => {
    const command = await registerAdmin({ email: ' Ada@Example.com', password: 'correct horse' }, tools);
    const text = JSON.stringify(decideAdmin(command, undefined).events);
    expect(text).not.toMatch(/ada|example|correct|argon2/i);
  });

  it('finds the admin by the e-mail however it is written, and verifies the password', async () => {
    const command = await registerAdmin({ email: ' Ada@Example.com', password: 'correct horse' }, tools);
    const [event] = decideAdmin(command, undefined).events ?? [];
    const admin = evolveAdmin(undefined, event!, placed);
    expect(admin.email_hash).toBe(hashEmail(pepper, 'ada@example.COM'));
    expect(await verifyAdmin(admin, 'correct horse', master)).toBe(true);
    expect(await verifyAdmin(admin, 'correct horsf', master)).toBe(false);
    expect(await personalData.open(admin.admin, { email: admin.sealed.email })).toEqual({ email: 'ada@example.com' });
  });

  it('derives the id from the e-mail, so that two gateways register one admin', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => registerAdmin({ email: 'a@b.c', password: 'x' }, tools)));
    expect(one?.admin).toBe(two?.admin);
    const [event] = decideAdmin(one!, undefined).events ?? [];
    expect(decideAdmin(two!, evolveAdmin(undefined, event!, placed)).refusal?.code).toBe('ADMIN_EXISTS');
  });

  it('verifies nobody, whatever the password', async () => expect(await verifyNobody('x')).toBe(false));
});

describe('comparing secrets', () => {
  it('is true for equal texts alone', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
