import { accept, refuse, type Decision } from '#streams';
import { isTimeZone } from '../time-zone.js';
import type { OpenedSession, PersonCommand, PersonRefusal, RegisterPerson } from './person.commands.js';
import type { PersonEvent, ShownFactors } from './person.events.js';
import { openSessions, sessionOf, type Person } from './person.state.js';

/** Open sessions of one person; one more ends the oldest. */
export const MAX_SESSIONS = 50;
export const MAX_PASSKEYS = 20;
/** Refused sign-ins of one person stand in one event for this long. */
export const REFUSALS_TOLD_EVERY_MS = 15 * 60 * 1_000;

type Decided = Decision<PersonEvent, PersonRefusal>;
type Change = Exclude<PersonCommand, { readonly type: 'RegisterPerson' }>;

export function decidePerson(command: PersonCommand, person: Person | undefined): Decided {
  if (command.type === 'RegisterPerson') return register(command, person);
  if (!person || person.erased_at !== undefined) return refuse('PERSON_UNKNOWN', 'There is no such person');
  return change(command, person);
}

function register(command: RegisterPerson, person: Person | undefined): Decided {
  if (person) return refuse('PERSON_EXISTS', 'There is a person with this address already', 'email');
  const { person: id, how, addressHash, sealed, isProven, isGenerated, role, invitation } = command;
  const data = {
    person: id,
    how,
    address_hash: addressHash,
    ...sealed,
    is_proven: isProven,
    ...(isGenerated && { is_generated: isGenerated }),
    ...(invitation !== undefined && { invitation }),
  };
  const registered: PersonEvent = { type: 'PersonRegistered', data };
  return role === undefined
    ? accept(registered)
    : accept<PersonEvent>(registered, { type: 'InstallationRoleSet', data: { person: id, role } });
}

function change(command: Change, person: Person): Decided {
  switch (command.type) {
    case 'ProveAddress':
      return person.is_proven ? accept() : accept(proven(person.person));
    case 'AskAddressChange':
    case 'ConfirmAddressChange':
      return decideAddress(command, person);
    case 'AskPasswordReset':
    case 'ResetPassword':
    case 'SetPassword':
    case 'ChangePassword':
      return decidePassword(command, person);
    case 'BeginTotp':
    case 'ConfirmTotp':
    case 'RemoveTotp':
    case 'MakeRecoveryCodes':
      return decideTotp(command, person);
    case 'AddPasskey':
    case 'RemovePasskey':
      return decidePasskey(command, person);
    case 'OpenSession':
    case 'StepUp':
    case 'EndSession':
    case 'EndSessions':
      return decideSession(command, person);
    case 'SetInstallationRole':
      if (command.role === person.installation_role) return accept();
      return accept({ type: 'InstallationRoleSet', data: { person: person.person, role: command.role } });
    case 'SetPreferences':
      return preferences(command, person);
    case 'TellRefusedSignIns':
      return tellRefused(command, person);
    case 'ErasePerson':
      return accept({ type: 'PersonErased', data: { person: person.person, ...reasonOf(command) } });
  }
}

function decideAddress(command: Of<'AskAddressChange' | 'ConfirmAddressChange'>, person: Person): Decided {
  const { person: id, address_change: asked } = person;
  switch (command.type) {
    case 'AskAddressChange': {
      const { tokenHash, addressHash, sealedEmail, expiresAt } = command;
      const data = { person: id, token_hash: tokenHash, address_hash: addressHash, email: sealedEmail, expires_at: expiresAt };
      return accept({ type: 'AddressChangeAsked', data });
    }
    case 'ConfirmAddressChange': {
      if (asked?.token_hash !== command.tokenHash || asked.expires_at <= command.at) return refuse('TOKEN_SPENT', SPENT, 'token');
      if (!person.is_proven && asked.address_hash === person.address_hash) return accept(proven(id));
      const data = { person: id, address_hash: asked.address_hash, email: asked.email };
      return accept({ type: 'AddressChanged', data }, ...othersEnd(person, command.keeps));
    }
  }
}

function decidePassword(command: Of<'AskPasswordReset' | 'ResetPassword' | 'SetPassword' | 'ChangePassword'>, person: Person): Decided {
  const { person: id, sealed, reset } = person;
  switch (command.type) {
    case 'AskPasswordReset': {
      const { tokenHash, expiresAt, isMailed } = command;
      const data = { person: id, token_hash: tokenHash, expires_at: expiresAt, ...(isMailed && { is_mailed: isMailed }) };
      return accept({ type: 'PasswordResetAsked', data });
    }
    case 'ResetPassword': {
      if (reset?.token_hash !== command.tokenHash || reset.expires_at <= command.at) return refuse('TOKEN_SPENT', SPENT, 'token');
      const data = { person: id, password: command.password, how: 'reset' } as const;
      const proves = reset.is_mailed && !person.is_proven;
      return accept<PersonEvent>(...(proves ? [proven(id)] : []), { type: 'PasswordSet', data }, ...othersEnd(person));
    }
    case 'SetPassword': {
      const { how, password, isGenerated } = command;
      if (how === 'first' && sealed.password !== undefined) return refuse('PASSWORD_SET', 'A password was chosen already');
      const data = { person: id, password, how, ...(isGenerated && { is_generated: isGenerated }) };
      return accept({ type: 'PasswordSet', data }, ...othersEnd(person));
    }
    case 'ChangePassword': {
      if (command.replaces !== sealed.password) {
        return refuse('PASSWORD_CHANGED_MEANWHILE', 'The password was changed at the same moment', 'current_password');
      }
      const { password, opens } = command;
      const set = { type: 'PasswordSet', data: { person: id, password, how: 'changed' } } as const;
      return accept<PersonEvent>(set, ...othersEnd(person), ...(opens ? [opened(id, opens)] : []));
    }
  }
}

function decideTotp(command: Of<'BeginTotp' | 'ConfirmTotp' | 'RemoveTotp' | 'MakeRecoveryCodes'>, person: Person): Decided {
  const { person: id, totp, totp_begun: begun } = person;
  switch (command.type) {
    case 'BeginTotp':
      if (totp) return refuse('TOTP_ON', 'One-time codes are on already: turn them off first');
      return accept({ type: 'TotpBegun', data: { person: id, secret: command.secret } });
    case 'ConfirmTotp':
      if (totp) return refuse('TOTP_ON', 'One-time codes are on already: turn them off first');
      if (begun?.secret !== command.secret) return refuse('TOTP_OFF', 'Begin anew: another secret was made since');
      return accept<PersonEvent>(
        { type: 'TotpConfirmed', data: { person: id, step: command.step } },
        { type: 'RecoveryCodesMade', data: { person: id, codes: command.codes } },
        ...othersEnd(person, command.keeps),
      );
    case 'RemoveTotp':
      if (!totp) return accept();
      return accept<PersonEvent>({ type: 'TotpRemoved', data: { person: id } }, ...othersEnd(person, command.keeps));
    case 'MakeRecoveryCodes':
      if (!totp) return refuse('TOTP_OFF', 'Recovery codes stand in for one-time codes: turn those on first');
      return accept<PersonEvent>(
        { type: 'RecoveryCodesMade', data: { person: id, codes: command.codes } },
        ...othersEnd(person, command.keeps),
      );
  }
}

function decidePasskey(command: Of<'AddPasskey' | 'RemovePasskey'>, person: Person): Decided {
  const { person: id, passkeys } = person;
  switch (command.type) {
    case 'AddPasskey': {
      const { passkey, credentialHash, sealed, counter, keeps } = command;
      if (passkeys.some(({ credential_hash: hash }) => hash === credentialHash))
        return refuse('PASSKEY_EXISTS', 'This passkey is known already');
      if (passkeys.length >= MAX_PASSKEYS) return refuse('TOO_MANY_PASSKEYS', `A person has ${MAX_PASSKEYS} passkeys at most`);
      const data = { person: id, passkey, credential_hash: credentialHash, ...sealed, counter };
      return accept<PersonEvent>({ type: 'PasskeyAdded', data }, ...othersEnd(person, keeps));
    }
    case 'RemovePasskey': {
      const { passkey, keeps } = command;
      if (!passkeys.some((each) => each.passkey === passkey)) return refuse('PASSKEY_UNKNOWN', 'There is no such passkey');
      return accept<PersonEvent>({ type: 'PasskeyRemoved', data: { person: id, passkey } }, ...othersEnd(person, keeps));
    }
  }
}

function decideSession(command: Of<'OpenSession' | 'StepUp' | 'EndSession' | 'EndSessions'>, person: Person): Decided {
  const { person: id } = person;
  switch (command.type) {
    case 'OpenSession': {
      const spent = spentFactor(command, person);
      if (spent) return spent;
      const oldest = openSessions(person, command.at).slice(0, -(MAX_SESSIONS - 1));
      return accept<PersonEvent>(
        ...oldest.map(({ session }) => ({ type: 'SessionEnded', data: { person: id, session, reason: 'replaced' } }) as const),
        opened(id, command),
      );
    }
    case 'StepUp': {
      const { at, session, shown } = command;
      const own = sessionOf(person, session);
      if (!own || own.expires_at <= at) return refuse('SESSION_OVER', 'The session has ended');
      return spentFactor(command, person) ?? accept({ type: 'SessionSteppedUp', data: { person: id, session, ...shown } });
    }
    case 'EndSession': {
      const { session, reason } = command;
      if (!sessionOf(person, session)) return accept();
      return accept({ type: 'SessionEnded', data: { person: id, session, reason } });
    }
    case 'EndSessions':
      return accept(...othersEnd(person, command.keeps));
  }
}

/** What counts once has counted: another request was faster, or somebody has read it over a shoulder. */
function spentFactor({ shown, challengedAt = '' }: { readonly shown: ShownFactors; readonly challengedAt?: string }, person: Person) {
  const { totp_step: step, recovery_code: code, passkey } = shown;
  const used = passkey && person.passkeys.find((each) => each.passkey === passkey.passkey);
  const isSpent =
    (step !== undefined && (person.totp === undefined || step <= person.totp.last_step)) ||
    (code !== undefined && !person.recovery_codes.includes(code)) ||
    (passkey !== undefined && (used === undefined || challengedAt <= (used.last_used_at ?? '')));
  return isSpent ? refuse('CODE_USED', 'This was used already: wait for the next code, or begin anew', 'code') : undefined;
}

function opened(person: string, { session, expiresAt, shown, sealed = {} }: OpenedSession): PersonEvent {
  return { type: 'SessionOpened', data: { person, session, expires_at: expiresAt, ...shown, ...sealed } };
}

const proven = (person: string): PersonEvent => ({ type: 'AddressProven', data: { person } });

/** Whoever has got hold of a session of theirs loses it when people change what they sign in with. */
function othersEnd({ person, sessions }: Person, kept?: string): readonly PersonEvent[] {
  if (!sessions.some(({ session }) => session !== kept)) return [];
  return [{ type: 'SessionsEnded', data: { person, ...(kept !== undefined && { kept }) } }];
}

function preferences({ language, timeZone }: Of<'SetPreferences'>, person: Person): Decided {
  const next = {
    language: language === undefined ? person.language : language,
    time_zone: timeZone === undefined ? person.time_zone : timeZone,
  };
  if (next.language === person.language && next.time_zone === person.time_zone) return accept();
  if (next.time_zone !== null && !isTimeZone(next.time_zone)) {
    return refuse('TIME_ZONE_UNKNOWN', `${next.time_zone} is no time zone of the IANA database`, 'time_zone');
  }
  return accept({ type: 'PreferencesSet', data: { person: person.person, ...next } });
}

function tellRefused({ at, count, addresses, since }: Of<'TellRefusedSignIns'>, person: Person): Decided {
  const toldAt = person.refusals_told_at;
  if (toldAt !== undefined && Date.parse(at) - Date.parse(toldAt) < REFUSALS_TOLD_EVERY_MS) return accept();
  return accept({ type: 'SignInsRefused', data: { person: person.person, count, addresses, since } });
}

type Of<Type extends Change['type']> = Extract<Change, { readonly type: Type }>;

const reasonOf = ({ reason }: Of<'ErasePerson'>) => (reason === undefined ? {} : { reason });

const SPENT = 'This link was used, has run out, or was replaced by a newer one';
