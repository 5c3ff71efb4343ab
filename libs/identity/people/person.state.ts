import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { Factor, Language, RecordedPersonEvent, ShownFactors } from './person.events.js';
import type { InstallationRole } from './roles.js';

export type PersonSession = {
  readonly session: string;
  readonly opened_at: string;
  readonly expires_at: string;
  /** When factors were last shown: at the sign-in, or at a step-up behind it. */
  readonly shown_at: string;
  readonly factors: readonly Factor[];
  readonly client?: string;
  readonly address?: string;
};

export type Passkey = {
  readonly passkey: string;
  readonly credential_hash: string;
  readonly sealed: { readonly credential: string; readonly name: string };
  /** As its device counts uses; 0 for those that do not. */
  readonly counter: number;
  readonly added_at: string;
  readonly last_used_at?: string;
};

/** JSON, because the directory keeps it as a row. Fields are sealed as their events say. */
export type Person = {
  /** `per_…`, or `adm_…` for whoever was recorded as an admin. */
  readonly person: string;
  readonly address_hash: string;
  readonly is_proven: boolean;
  /** That made the person. */
  readonly invitation?: string;
  readonly sealed: { readonly email: string; readonly password?: string };
  readonly registered_at: string;
  readonly is_password_change_asked: boolean;
  readonly installation_role: InstallationRole | null;
  readonly language: Language | null;
  readonly time_zone: string | null;
  readonly totp?: { readonly secret: string; readonly confirmed_at: string; readonly last_step: number };
  readonly totp_begun?: { readonly secret: string; readonly at: string };
  /** Keyed hashes of those that are left. */
  readonly recovery_codes: readonly string[];
  readonly passkeys: readonly Passkey[];
  /** Oldest first; those that have run out go with the next that is opened. */
  readonly sessions: readonly PersonSession[];
  readonly reset?: { readonly token_hash: string; readonly expires_at: string; readonly is_mailed?: true };
  readonly address_change?: AddressChange;
  /** When failed sign-ins were last recorded. */
  readonly refusals_told_at?: string;
  readonly erased_at?: string;
};

export type AddressChange = {
  readonly token_hash: string;
  readonly address_hash: string;
  readonly email: string;
  readonly expires_at: string;
};

export function evolvePerson(person: Person | undefined, event: RecordedPersonEvent, placed: Placed): Person {
  if (event.type !== 'PersonRegistered' && event.type !== 'AdminRegistered') return changed(existing(person, event.type), event, placed);
  if (person) throw new ImpossibleEventError(event.type, 'comes twice');
  return registered(event, placed);
}

type Registration = Extract<RecordedPersonEvent, { readonly type: 'PersonRegistered' | 'AdminRegistered' }>;
type Change = Exclude<RecordedPersonEvent, Registration>;

function registered(event: Registration, { at }: Placed): Person {
  const { address_hash, email, password, is_proven, is_generated, ...of } = asRegistration(event);
  return {
    ...of,
    address_hash,
    is_proven,
    sealed: { email, ...(password === undefined ? {} : { password }) },
    registered_at: at,
    is_password_change_asked: is_generated === true,
    language: null,
    time_zone: null,
    recovery_codes: [],
    passkeys: [],
    sessions: [],
  };
}

/** An admin of before there were people owns the installation: there was no other role. */
function asRegistration(event: Registration) {
  if (event.type === 'AdminRegistered') {
    const { admin: person, email_hash: address_hash, email, password } = event.data;
    return { person, address_hash, email, password, is_proven: true, is_generated: undefined, installation_role: 'owner' as const };
  }
  const { how: _how, ...rest } = event.data;
  return { password: undefined, is_generated: undefined, ...rest, installation_role: null };
}

function changed(person: Person, event: Change, placed: Placed): Person {
  switch (event.type) {
    case 'AddressProven':
      return { ...withoutCredentials(person), is_proven: true };
    case 'AddressChangeAsked': {
      const { person: _person, ...asked } = event.data;
      return { ...person, address_change: asked };
    }
    case 'AddressChanged': {
      const { address_change: _asked, reset: _reset, ...rest } = person;
      const { address_hash, email } = event.data;
      return { ...rest, address_hash, is_proven: true, sealed: { ...person.sealed, email } };
    }
    case 'PasswordResetAsked': {
      const { person: _person, ...asked } = event.data;
      return { ...person, reset: asked };
    }
    case 'PasswordSet': {
      const { reset: _reset, ...rest } = person;
      const { password, is_generated } = event.data;
      return { ...rest, sealed: { ...person.sealed, password }, is_password_change_asked: is_generated === true };
    }
    case 'AdminPasswordChanged':
      return { ...person, sealed: { ...person.sealed, password: event.data.password }, sessions: [] };
    // Cookies of that time open nothing any more.
    case 'AdminSessionEnded':
    case 'AdminSessionsEnded':
      return person;
    case 'InstallationRoleSet':
      return { ...person, installation_role: event.data.role };
    case 'PreferencesSet':
      return { ...person, language: event.data.language, time_zone: event.data.time_zone };
    case 'SignInsRefused':
      return { ...person, refusals_told_at: placed.at };
    case 'PersonErased':
      return { ...withoutCredentials(person), installation_role: null, language: null, time_zone: null, erased_at: placed.at };
    case 'SessionOpened':
    case 'SessionSteppedUp':
    case 'SessionEnded':
    case 'SessionsEnded':
      return withSessions(person, event, placed);
    case 'TotpBegun':
    case 'TotpConfirmed':
    case 'TotpRemoved':
    case 'RecoveryCodesMade':
    case 'PasskeyAdded':
    case 'PasskeyRemoved':
      return withFactors(person, event, placed);
  }
}

type SessionChange = Extract<Change, { readonly type: `Session${string}` }>;

function withSessions(person: Person, event: SessionChange, { at }: Placed): Person {
  switch (event.type) {
    case 'SessionOpened': {
      const { session, expires_at, factors, client, address } = event.data;
      const opened = { session, opened_at: at, expires_at, shown_at: at, factors, ...(client && { client }), ...(address && { address }) };
      return { ...usedUp(person, event.data, at), sessions: [...openSessions(person, at), opened] };
    }
    case 'SessionSteppedUp': {
      const { session, factors } = event.data;
      const steppedUp = (each: PersonSession) => (each.session === session ? { ...each, shown_at: at, factors } : each);
      return { ...usedUp(person, event.data, at), sessions: person.sessions.map(steppedUp) };
    }
    case 'SessionEnded':
      return { ...person, sessions: person.sessions.filter(({ session }) => session !== event.data.session) };
    case 'SessionsEnded':
      return { ...person, sessions: person.sessions.filter(({ session }) => session === event.data.kept) };
  }
}

type FactorChange = Extract<Change, { readonly type: `Totp${string}` | `Passkey${string}` | 'RecoveryCodesMade' }>;

function withFactors(person: Person, event: FactorChange, { at }: Placed): Person {
  const { totp_begun: begun, ...rest } = person;
  switch (event.type) {
    case 'TotpBegun':
      return { ...person, totp_begun: { secret: event.data.secret, at } };
    case 'TotpConfirmed':
      return { ...rest, totp: { secret: existing(begun, event.type).secret, confirmed_at: at, last_step: event.data.step } };
    case 'TotpRemoved': {
      const { totp: _totp, ...without } = rest;
      return { ...without, recovery_codes: [] };
    }
    case 'RecoveryCodesMade':
      return { ...person, recovery_codes: event.data.codes };
    case 'PasskeyAdded': {
      const { passkey, credential_hash, credential, name, counter } = event.data;
      return {
        ...person,
        passkeys: [...person.passkeys, { passkey, credential_hash, sealed: { credential, name }, counter, added_at: at }],
      };
    }
    case 'PasskeyRemoved':
      return { ...person, passkeys: person.passkeys.filter(({ passkey }) => passkey !== event.data.passkey) };
  }
}

function usedUp(person: Person, { totp_step: step, recovery_code: code, passkey: used }: ShownFactors, at: string): Person {
  return {
    ...person,
    ...(person.totp && step !== undefined && { totp: { ...person.totp, last_step: step } }),
    ...(code !== undefined && { recovery_codes: person.recovery_codes.filter((each) => each !== code) }),
    ...(used && {
      passkeys: person.passkeys.map((each) =>
        each.passkey === used.passkey ? { ...each, counter: used.counter, last_used_at: at } : each,
      ),
    }),
  };
}

function withoutCredentials(person: Person): Person {
  const { totp: _totp, totp_begun: _begun, reset: _reset, address_change: _change, sealed, ...rest } = person;
  return { ...rest, sealed: { email: sealed.email }, is_password_change_asked: false, recovery_codes: [], passkeys: [], sessions: [] };
}

/** Times are RFC 3339 UTC with milliseconds, so their texts sort as they do. */
export const openSessions = ({ sessions }: Pick<Person, 'sessions'>, at: string): readonly PersonSession[] =>
  sessions.filter(({ expires_at: until }) => until > at);

export const sessionOf = (person: Person, session: string): PersonSession | undefined =>
  person.sessions.find((each) => each.session === session);
