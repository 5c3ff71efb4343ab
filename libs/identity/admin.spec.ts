import { MasterKey, PersonalData } from '#vault';
import { MemoryVault } from '../vault/memory/index.js';
import {
  decideAdmin,
  evolveAdmin,
  hashEmail,
  isSessionOpen,
  registerAdmin,
  sameSecret,
  verifyAdmin,
  verifyNobody,
  type AdminSession,
} from './index.js';
import type { AdminCommand } from './admin.decider.js';
import type { AdminEvent } from './admin.events.js';
import { placedAt, specification } from './testing/given.js';

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

const spec = specification(decideAdmin, evolveAdmin);
const registered: AdminEvent = {
  type: 'AdminRegistered',
  data: { admin: 'adm_1', email_hash: 'h', email: 'sealed', password: 'old' },
};
const session = (id: string, generation = 0): AdminSession => ({ admin: 'adm_1', session: id, generation });
const end = (id: string, generation = 0, at = placedAt(1).at): AdminCommand => ({
  type: 'EndAdminSession',
  at,
  session: session(id, generation),
  expiresAt: placedAt(5_000).at,
});
const ended = (id: string): AdminEvent => ({
  type: 'AdminSessionEnded',
  data: { admin: 'adm_1', session: id, expires_at: placedAt(5_000).at },
});
const allEnded: AdminEvent = { type: 'AdminSessionsEnded', data: { admin: 'adm_1' } };

describe('the sessions of an admin', () => {
  it('end one by one, once each, and the others go on', () => {
    spec(registered).when(end('ses_1')).then(ended('ses_1'));
    spec(registered, ended('ses_1')).when(end('ses_1')).thenNothing();
    const { state } = spec(registered, ended('ses_1'));
    expect(['ses_1', 'ses_2'].map((id) => isSessionOpen(state!, session(id)))).toEqual([false, true]);
  });

  it('end all at once, and what begins later is open', () => {
    spec(registered).when({ type: 'EndAdminSessions' }).then(allEnded);
    const { state } = spec(registered, allEnded);
    expect([0, 1].map((generation) => isSessionOpen(state!, session('ses_1', generation)))).toEqual([false, true]);
    spec(registered, allEnded).when(end('ses_1')).thenNothing();
  });

  it('end with the password', () => {
    const changed: AdminEvent = { type: 'AdminPasswordChanged', data: { admin: 'adm_1', password: 'new' } };
    spec(registered).when({ type: 'ChangeAdminPassword', replaces: 'old', password: 'new' }).then(changed);
    const { state } = spec(registered, changed);
    expect([state?.sealed.password, isSessionOpen(state!, session('ses_1'))]).toEqual(['new', false]);
  });

  it('do not end for whom another has changed the password at the same moment', () =>
    spec(registered)
      .when({ type: 'ChangeAdminPassword', replaces: 'older', password: 'new' })
      .thenRefused('PASSWORD_CHANGED_MEANWHILE', 'current_password'));

  it('are remembered until they would have run out, a thousand at most: then all end', () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => ended(`ses_${index}`));
    spec(registered, ...thousand)
      .when(end('ses_last', 0, placedAt(4_999).at))
      .then(allEnded);
    spec(registered, ...thousand)
      .when(end('ses_last', 0, placedAt(5_000).at))
      .then(ended('ses_last'));
  });

  it('of nobody are not there', () => spec().when(end('ses_1')).thenRefused('ADMIN_UNKNOWN'));
});

describe('comparing secrets', () => {
  it('is true for equal texts alone', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
