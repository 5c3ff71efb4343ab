import { MasterKey, PersonalData } from '#vault';
import { MemoryVault } from '../../vault/memory/index.js';
import {
  decidePerson,
  evolvePerson,
  hashEmail,
  mintRecoveryCodes,
  newTotpSecret,
  sameSecret,
  sealNewPerson,
  shownByCode,
  totpStep,
  totpUri,
  verifyNobody,
  verifyPersonsPassword,
  type Person,
} from '../index.js';
import { placedAt, specification } from '../testing/given.js';
import type { PersonCommand, RegisterPerson } from './person.commands.js';
import { MAX_PASSKEYS, MAX_SESSIONS } from './person.decider.js';
import type { PersonEvent, RecordedPersonEvent, ShownFactors } from './person.events.js';
import { totpCode } from './totp.js';

const master = new MasterKey(new Uint8Array(32).fill(1));
const personalData = new PersonalData(new MemoryVault(master));
const pepper = new Uint8Array(32).fill(2);

async function registration(person: string, email: string, password?: string): Promise<RegisterPerson> {
  const sealed = await sealNewPerson(person, { email, ...(password !== undefined && { password }) }, { master, personalData });
  return { type: 'RegisterPerson', person, how: 'first_start', addressHash: hashEmail(pepper, email), isProven: true, sealed };
}

async function registeredPerson(person: string, email: string, password?: string): Promise<Person> {
  const [event] = decidePerson(await registration(person, email, password), undefined).events ?? [];
  return evolvePerson(undefined, event!, placedAt(0));
}

describe('registering a person', () => {
  it('records neither the address nor the password, nor anything that lets one guess them', async () => {
    const command = await registration('per_1', ' Ada@Example.com', 'correct horse');
    const text = JSON.stringify(decidePerson(command, undefined).events);
    expect(text).not.toMatch(/ada|example\.com|correct|argon2/i);
  });

  it('finds the person by the address however it is written, and verifies the password', async () => {
    const person = await registeredPerson('per_2', ' Ada@Example.com', 'correct horse');
    expect(person.address_hash).toBe(hashEmail(pepper, 'ada@example.COM'));
    expect(await verifyPersonsPassword(person, 'correct horse', master)).toBe(true);
    expect(await verifyPersonsPassword(person, 'correct horsf', master)).toBe(false);
    expect(await personalData.open('per_2', { email: person.sealed.email })).toEqual({ email: 'ada@example.com' });
  });

  it('verifies nobody, and nobody without a password, whatever is given', async () => {
    expect(await verifyNobody('x')).toBe(false);
    expect(await verifyPersonsPassword(await registeredPerson('per_3', 'a@b.co'), '', master)).toBe(false);
  });
});

const spec = specification<PersonCommand, RecordedPersonEvent, Person, string>(decidePerson, evolvePerson);
const P = { person: 'per_1' };
const registered: PersonEvent = {
  type: 'PersonRegistered',
  data: { ...P, how: 'first_start', address_hash: 'h', email: 'sealed', is_proven: true, password: 'old' },
};
const unproven: PersonEvent = { type: 'PersonRegistered', data: { ...registered.data, how: 'invitation', is_proven: false } };
const PASSWORD: ShownFactors = { factors: ['password'] };
const WEEK = placedAt(7 * 24 * 3_600).at;
const opens = (session: string, shown = PASSWORD, at = placedAt(1).at): PersonCommand => ({
  ...{ type: 'OpenSession', at, session, expiresAt: WEEK, shown },
});
const opened = (session: string, shown = PASSWORD, expires = WEEK): PersonEvent => ({
  type: 'SessionOpened',
  data: { ...P, session, expires_at: expires, ...shown },
});
const ended = (session: string, reason: 'signed_out' | 'revoked' | 'replaced' = 'signed_out'): PersonEvent => ({
  type: 'SessionEnded',
  data: { ...P, session, reason },
});
const othersEnded = (kept?: string): PersonEvent => ({ type: 'SessionsEnded', data: { ...P, ...(kept !== undefined && { kept }) } });
const sessionsOf = (person: Person | undefined): string[] => (person?.sessions ?? []).map(({ session }) => session);

describe('the sessions of a person', () => {
  it('open, and end one by one, once each, while the others go on', () => {
    spec(registered).when(opens('ses_1')).then(opened('ses_1'));
    spec(registered, opened('ses_1')).when({ type: 'EndSession', session: 'ses_1', reason: 'revoked' }).then(ended('ses_1', 'revoked'));
    const given = spec(registered, opened('ses_1'), opened('ses_2'), ended('ses_1'));
    given.when({ type: 'EndSession', session: 'ses_1', reason: 'signed_out' }).thenNothing();
    expect(sessionsOf(given.state)).toEqual(['ses_2']);
  });

  it('end all at once, or all but one', () => {
    const given = spec(registered, opened('ses_1'), opened('ses_2'));
    given.when({ type: 'EndSessions' }).then(othersEnded());
    given.when({ type: 'EndSessions', keeps: 'ses_2' }).then(othersEnded('ses_2'));
    expect(sessionsOf(spec(registered, opened('ses_1'), opened('ses_2'), othersEnded('ses_2')).state)).toEqual(['ses_2']);
    spec(registered, opened('ses_2')).when({ type: 'EndSessions', keeps: 'ses_2' }).thenNothing();
  });

  it('are fifty at most: the oldest ends with the next', () => {
    const fifty = Array.from({ length: MAX_SESSIONS }, (_, index) => opened(`ses_${index}`));
    spec(registered, ...fifty)
      .when(opens('ses_next'))
      .then(ended('ses_0', 'replaced'), opened('ses_next'));
  });

  it('that have run out make room, and are not counted', () => {
    const gone = Array.from({ length: MAX_SESSIONS }, (_, index) => opened(`ses_${index}`, PASSWORD, placedAt(100).at));
    const at = placedAt(100).at;
    spec(registered, ...gone)
      .when(opens('ses_next', PASSWORD, at))
      .then(opened('ses_next'));
  });

  it('step up as long as they are open', () => {
    const given = spec(registered, opened('ses_1'));
    const stepUp = (session: string, at = placedAt(9).at): PersonCommand => ({ type: 'StepUp', at, session, shown: PASSWORD });
    const steppedUp: PersonEvent = { type: 'SessionSteppedUp', data: { ...P, session: 'ses_1', ...PASSWORD } };
    given.when(stepUp('ses_1')).then(steppedUp);
    given.when(stepUp('ses_2')).thenRefused('SESSION_OVER');
    given.when(stepUp('ses_1', WEEK)).thenRefused('SESSION_OVER');
    const [session] = spec(registered, opened('ses_1'), steppedUp).state?.sessions ?? [];
    expect([session?.opened_at, session?.shown_at]).toEqual([placedAt(1).at, placedAt(2).at]);
  });
});

describe('a password', () => {
  const change: PersonCommand = { type: 'ChangePassword', replaces: 'old', password: 'new' };
  const set = (how: 'changed' | 'reset' | 'first'): PersonEvent => ({ type: 'PasswordSet', data: { ...P, password: 'new', how } });

  it('that is changed ends every session, and whoever asked goes on in a new one', () => {
    const command: PersonCommand = { ...change, opens: { session: 'ses_new', expiresAt: WEEK, shown: PASSWORD } };
    spec(registered, opened('ses_1')).when(command).then(set('changed'), othersEnded(), opened('ses_new'));
    const { state } = spec(registered, opened('ses_1'), set('changed'), othersEnded(), opened('ses_new'));
    expect([state?.sealed.password, sessionsOf(state)]).toEqual(['new', ['ses_new']]);
  });

  it('is not changed for whom another has changed it at the same moment', () =>
    spec(registered)
      .when({ ...change, replaces: 'older' })
      .thenRefused('PASSWORD_CHANGED_MEANWHILE', 'current_password'));

  it('that was made up is asked to be changed until it is', () => {
    const generated: PersonEvent = { ...registered, data: { ...registered.data, is_generated: true } };
    expect(spec(generated).state?.is_password_change_asked).toBe(true);
    expect(spec(generated, set('changed')).state?.is_password_change_asked).toBe(false);
    expect(spec(registered).state?.is_password_change_asked).toBe(false);
  });

  it('is reset by the last link that was mailed, once, and no second factor goes with it', () => {
    const asked = (token: string): PersonEvent => ({
      type: 'PasswordResetAsked',
      data: { ...P, token_hash: token, expires_at: placedAt(60).at },
    });
    const reset = (tokenHash: string, second = 9): PersonCommand => ({
      ...{ type: 'ResetPassword', at: placedAt(second).at, tokenHash, password: 'new' },
    });
    const on: PersonEvent[] = [
      { type: 'TotpBegun', data: { ...P, secret: 's' } },
      { type: 'TotpConfirmed', data: { ...P, step: 7 } },
    ];
    const given = spec(registered, ...on, opened('ses_1'), asked('t1'), asked('t2'));
    given.when(reset('t2')).then(set('reset'), othersEnded());
    given.when(reset('t1')).thenRefused('TOKEN_SPENT', 'token');
    given.when(reset('t2', 60)).thenRefused('TOKEN_SPENT', 'token');
    const after = spec(registered, ...on, asked('t2'), set('reset'));
    after.when(reset('t2')).thenRefused('TOKEN_SPENT', 'token');
    expect(after.state?.totp?.secret).toBe('s');
  });

  it('is chosen once by whoever was invited', () => {
    const none: PersonEvent = {
      type: 'PersonRegistered',
      data: { ...P, how: 'invitation', address_hash: 'h', email: 'sealed', is_proven: true },
    };
    const first: PersonCommand = { type: 'SetPassword', how: 'first', password: 'new' };
    spec(none).when(first).then(set('first'));
    spec(none, set('first')).when(first).thenRefused('PASSWORD_SET');
  });
});

describe('one-time codes', () => {
  const begun: PersonEvent = { type: 'TotpBegun', data: { ...P, secret: 's' } };
  const confirmed: PersonEvent = { type: 'TotpConfirmed', data: { ...P, step: 7 } };
  const codes = (...hashes: string[]): PersonEvent => ({ type: 'RecoveryCodesMade', data: { ...P, codes: hashes } });
  const confirm: PersonCommand = { type: 'ConfirmTotp', secret: 's', step: 7, codes: ['r1'], keeps: 'ses_1' };

  it('count once a code was given, with recovery codes, and end all other sessions', () => {
    spec(registered).when({ type: 'BeginTotp', secret: 's' }).then(begun);
    expect(spec(registered, begun).state?.totp).toBeUndefined();
    spec(registered, opened('ses_1'), opened('ses_2'), begun).when(confirm).then(confirmed, codes('r1'), othersEnded('ses_1'));
    expect(spec(registered, begun, confirmed).state?.totp).toMatchObject({ secret: 's', last_step: 7 });
  });

  it('are confirmed for the secret that was made last, and not twice', () => {
    spec(registered).when(confirm).thenRefused('TOTP_OFF');
    spec(registered, begun, { type: 'TotpBegun', data: { ...P, secret: 's2' } })
      .when(confirm)
      .thenRefused('TOTP_OFF');
    spec(registered, begun, confirmed).when(confirm).thenRefused('TOTP_ON');
    spec(registered, begun, confirmed).when({ type: 'BeginTotp', secret: 's2' }).thenRefused('TOTP_ON');
  });

  it('of a step count once, and those before it no more', () => {
    const by = (step: number): ShownFactors => ({ factors: ['password', 'totp'], totp_step: step });
    const given = spec(registered, begun, confirmed);
    given.when(opens('ses_1', by(7))).thenRefused('CODE_USED', 'code');
    given.when(opens('ses_1', by(8))).then(opened('ses_1', by(8)));
    const after = spec(registered, begun, confirmed, opened('ses_1', by(8)));
    for (const step of [7, 8]) after.when(opens('ses_2', by(step))).thenRefused('CODE_USED', 'code');
    after.when({ type: 'StepUp', at: placedAt(9).at, session: 'ses_1', shown: by(8) }).thenRefused('CODE_USED');
  });

  it('go with their recovery codes; each of those counts once', () => {
    const by: ShownFactors = { factors: ['password', 'recovery_code'], recovery_code: 'r1' };
    const on = [registered, begun, confirmed, codes('r1', 'r2')] as const;
    spec(...on)
      .when(opens('ses_1', by))
      .then(opened('ses_1', by));
    const after = spec(...on, opened('ses_1', by));
    after.when(opens('ses_2', by)).thenRefused('CODE_USED', 'code');
    expect(after.state?.recovery_codes).toEqual(['r2']);
    after.when({ type: 'MakeRecoveryCodes', codes: ['r3'], keeps: 'ses_1' }).then(codes('r3'));
    after.when({ type: 'RemoveTotp', keeps: 'ses_1' }).then({ type: 'TotpRemoved', data: P });
    const off = spec(...on, { type: 'TotpRemoved', data: P });
    expect([off.state?.totp, off.state?.recovery_codes]).toEqual([undefined, []]);
    off.when({ type: 'MakeRecoveryCodes', codes: ['r3'] }).thenRefused('TOTP_OFF');
  });

  it('are those of RFC 6238, one step early or late, and so are recovery codes however they are typed', async () => {
    const secret = newTotpSecret();
    const nowMs = 1_800_000_000_000;
    const step = nowMs / 30_000;
    for (const late of [-1, 0, 1]) expect(totpStep(secret, totpCode(secret, nowMs + late * 30_000), nowMs)).toBe(step + late);
    for (const late of [-3, 3]) expect(totpStep(secret, totpCode(secret, nowMs + late * 30_000), nowMs)).toBeUndefined();
    expect(totpUri(secret, 'Tokenok', 'ada@example.com')).toMatch(/^otpauth:\/\/totp\/Tokenok:ada%40example\.com\?.*secret=/);
    // RFC 6238, appendix B, at 59 s, the last six digits.
    expect(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)).toBe('287082');
    const person = await registeredPerson('per_4', 'b@b.co');
    const { codes: shown, hashes } = mintRecoveryCodes(pepper, 'per_4');
    expect([shown.length, new Set(shown).size]).toEqual([10, 10]);
    const { secret: sealed } = await personalData.seal('per_4', { secret }).catch(() => ({ secret: '' }));
    const on = { ...person, recovery_codes: hashes, totp: { secret: sealed, confirmed_at: '', last_step: 0 } };
    const tools = { pepper, personalData };
    const [first = ''] = shown;
    for (const typed of [first, first.toUpperCase(), first.replace('-', ' ')]) {
      expect(await shownByCode(on, typed, nowMs, tools)).toEqual({ factors: ['recovery_code'], recovery_code: hashes[0] });
    }
    expect(await shownByCode(on, 'aaaaa-aaaaa', nowMs, tools)).toBeUndefined();
    const open = { ...person, totp: { ...on.totp, secret: (await personalData.seal('per_4', { totp: secret })).totp } };
    expect(await shownByCode(open, totpCode(secret, nowMs), nowMs, tools)).toEqual({ factors: ['totp'], totp_step: step });
  });
});

describe('a passkey', () => {
  const add = (id: string): PersonCommand => ({
    ...{ type: 'AddPasskey', passkey: id, credentialHash: `h_${id}`, sealed: { credential: 'c', name: 'n' }, counter: 0, keeps: 'ses_1' },
  });
  const added = (id: string): PersonEvent => ({
    type: 'PasskeyAdded',
    data: { ...P, passkey: id, credential_hash: `h_${id}`, credential: 'c', name: 'n', counter: 0 },
  });

  it('is added once, twenty at most, and removed', () => {
    spec(registered, opened('ses_1'), opened('ses_2')).when(add('pky_1')).then(added('pky_1'), othersEnded('ses_1'));
    spec(registered, added('pky_1')).when(add('pky_1')).thenRefused('PASSKEY_EXISTS');
    const many = Array.from({ length: MAX_PASSKEYS }, (_, index) => added(`pky_${index}`));
    spec(registered, ...many)
      .when(add('pky_next'))
      .thenRefused('TOO_MANY_PASSKEYS');
    spec(registered, added('pky_1'))
      .when({ type: 'RemovePasskey', passkey: 'pky_1' })
      .then({ type: 'PasskeyRemoved', data: { ...P, passkey: 'pky_1' } });
    spec(registered).when({ type: 'RemovePasskey', passkey: 'pky_1' }).thenRefused('PASSKEY_UNKNOWN');
  });

  it('signs each challenge once: what was made before its last use counts no more', () => {
    const by: ShownFactors = { factors: ['passkey'], passkey: { passkey: 'pky_1', counter: 4 } };
    const used = spec(registered, added('pky_1'), opened('ses_1', by));
    expect(used.state?.passkeys).toMatchObject([{ counter: 4, last_used_at: placedAt(2).at }]);
    used.when({ ...opens('ses_2', by), challengedAt: placedAt(2).at } as PersonCommand).thenRefused('CODE_USED');
    used.when({ ...opens('ses_2', by), challengedAt: placedAt(3).at } as PersonCommand).then(opened('ses_2', by));
    spec(registered)
      .when({ ...opens('ses_2', by), challengedAt: placedAt(3).at } as PersonCommand)
      .thenRefused('CODE_USED');
  });
});

describe('an address', () => {
  it('that is proven later ends the credentials and sessions of whoever came before', () => {
    const proven: PersonEvent = { type: 'AddressProven', data: P };
    spec(unproven, opened('ses_1')).when({ type: 'ProveAddress' }).then(proven);
    spec(registered).when({ type: 'ProveAddress' }).thenNothing();
    const { state } = spec(unproven, opened('ses_1'), proven);
    expect(state).toMatchObject({ is_proven: true, sealed: { email: 'sealed' }, sessions: [], recovery_codes: [] });
    expect(state?.sealed.password).toBeUndefined();
  });

  it('is changed by the link that was mailed to the new one, once', () => {
    const asked: PersonEvent = {
      type: 'AddressChangeAsked',
      data: { ...P, token_hash: 't', address_hash: 'h2', email: 'sealed2', expires_at: placedAt(60).at },
    };
    const changed: PersonEvent = { type: 'AddressChanged', data: { ...P, address_hash: 'h2', email: 'sealed2' } };
    const confirm = (tokenHash: string): PersonCommand => ({ type: 'ConfirmAddressChange', at: placedAt(9).at, tokenHash });
    spec(registered, asked).when(confirm('t')).then(changed);
    spec(registered, asked).when(confirm('x')).thenRefused('TOKEN_SPENT', 'token');
    const after = spec(unproven, asked, changed);
    after.when(confirm('t')).thenRefused('TOKEN_SPENT');
    expect(after.state).toMatchObject({ address_hash: 'h2', is_proven: true, sealed: { email: 'sealed2', password: 'old' } });
  });
});

describe('what else is kept of a person', () => {
  it('is language and time zone, each by itself', () => {
    const set = (language: 'ja' | null, zone: string | null): PersonEvent => ({
      type: 'PreferencesSet',
      data: { ...P, language, time_zone: zone },
    });
    spec(registered).when({ type: 'SetPreferences', language: 'ja' }).then(set('ja', null));
    spec(registered, set('ja', 'UTC')).when({ type: 'SetPreferences', timeZone: null }).then(set('ja', null));
    spec(registered, set('ja', null)).when({ type: 'SetPreferences', language: 'ja' }).thenNothing();
    spec(registered).when({ type: 'SetPreferences', timeZone: 'Mars/Olympus' }).thenRefused('TIME_ZONE_UNKNOWN', 'time_zone');
  });

  it('is a role of the installation', () => {
    const set: PersonEvent = { type: 'InstallationRoleSet', data: { ...P, role: 'auditor' } };
    spec(registered).when({ type: 'SetInstallationRole', role: 'auditor' }).then(set);
    spec(registered, set).when({ type: 'SetInstallationRole', role: 'auditor' }).thenNothing();
  });

  it('is nothing once they are erased: every command is refused then', () => {
    const erased: PersonEvent = { type: 'PersonErased', data: P };
    spec(registered).when({ type: 'ErasePerson' }).then(erased);
    const given = spec(registered, opened('ses_1'), erased);
    expect(given.state).toMatchObject({ sessions: [], passkeys: [], installation_role: null });
    given.when(opens('ses_2')).thenRefused('PERSON_UNKNOWN');
  });

  it('are sign-ins that failed, once in a quarter of an hour', () => {
    const tell = (second: number): PersonCommand => ({
      ...{ type: 'TellRefusedSignIns', at: placedAt(second).at, count: 3, addresses: ['a'], since: placedAt(0).at },
    });
    const told: PersonEvent = { type: 'SignInsRefused', data: { ...P, count: 3, addresses: ['a'], since: placedAt(0).at } };
    spec(registered).when(tell(1)).then(told);
    spec(registered, told).when(tell(900)).thenNothing();
    spec(registered, told).when(tell(901)).then(told);
  });
});

describe('an admin of before there were people', () => {
  const admin: RecordedPersonEvent = {
    type: 'AdminRegistered',
    data: { admin: 'adm_1', email_hash: 'h', email: 'sealed', password: 'old' },
  };

  it('is a person who owns the installation, with the same password, and no session of that time', () => {
    const { state } = spec(
      admin,
      { type: 'AdminSessionEnded', data: { admin: 'adm_1', session: 'ses_1', expires_at: WEEK } },
      { type: 'AdminSessionsEnded', data: { admin: 'adm_1' } },
    );
    expect(state).toMatchObject({
      ...{ person: 'adm_1', address_hash: 'h', is_proven: true, installation_role: 'owner', sessions: [] },
      ...{ sealed: { email: 'sealed', password: 'old' }, is_password_change_asked: false },
    });
    expect(spec(admin, { type: 'AdminPasswordChanged', data: { admin: 'adm_1', password: 'new' } }).state?.sealed.password).toBe('new');
  });

  it('goes on as one', () => {
    const given = spec(admin);
    given.when(opens('ses_1')).then({ type: 'SessionOpened', data: { person: 'adm_1', session: 'ses_1', expires_at: WEEK, ...PASSWORD } });
    given
      .when({ type: 'ChangePassword', replaces: 'old', password: 'new' })
      .then({ type: 'PasswordSet', data: { person: 'adm_1', password: 'new', how: 'changed' } });
  });
});

describe('comparing secrets', () => {
  it('is true for equal texts alone', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
