import type { Language, Origins, ShownFactors } from './person.events.js';
import type { InstallationRole } from './roles.js';

/** Times (`at`, `expiresAt`) are RFC 3339 UTC with milliseconds; ciphertexts and hashes are made before they come here (`person.secrets.ts`). */
export type PersonCommand =
  | RegisterPerson
  | { readonly type: 'ProveAddress' }
  | {
      readonly type: 'AskAddressChange';
      readonly tokenHash: string;
      readonly addressHash: string;
      readonly sealedEmail: string;
      readonly expiresAt: string;
    }
  /** All other sessions end. */
  | { readonly type: 'ConfirmAddressChange'; readonly at: string; readonly tokenHash: string; readonly keeps?: string }
  | { readonly type: 'AskPasswordReset'; readonly tokenHash: string; readonly expiresAt: string; readonly isMailed: boolean }
  /** By the token. All sessions end, and with a mailed one the credentials of whose address was not proven. */
  | { readonly type: 'ResetPassword'; readonly at: string; readonly tokenHash: string; readonly password: string }
  /** Of a person who has none, by an invitation; or by the command line, whatever there was. */
  | { readonly type: 'SetPassword'; readonly how: 'first' | 'command_line'; readonly password: string; readonly isGenerated?: true }
  /** `replaces`: the ciphertext whose password was given; undefined where there was none. All sessions end; the one that asked goes on as `opens`. */
  | { readonly type: 'ChangePassword'; readonly replaces: string | undefined; readonly password: string; readonly opens?: OpenedSession }
  | { readonly type: 'BeginTotp'; readonly secret: string }
  /** `codes`: keyed hashes of the recovery codes that come with it. */
  | {
      readonly type: 'ConfirmTotp';
      readonly secret: string;
      readonly step: number;
      readonly codes: readonly string[];
      readonly keeps?: string;
    }
  | { readonly type: 'RemoveTotp'; readonly keeps?: string }
  | { readonly type: 'MakeRecoveryCodes'; readonly codes: readonly string[]; readonly keeps?: string }
  | {
      readonly type: 'AddPasskey';
      readonly passkey: string;
      readonly credentialHash: string;
      readonly sealed: { readonly credential: string; readonly name: string };
      readonly counter: number;
      readonly keeps?: string;
    }
  | { readonly type: 'RemovePasskey'; readonly passkey: string; readonly keeps?: string }
  /** `challengedAt`: when the challenge was made that a passkey has signed; one from before its last use counts no more. */
  | ({ readonly type: 'OpenSession'; readonly at: string; readonly challengedAt?: string } & OpenedSession)
  | {
      readonly type: 'StepUp';
      readonly at: string;
      readonly session: string;
      readonly shown: ShownFactors;
      readonly challengedAt?: string;
    }
  | { readonly type: 'EndSession'; readonly session: string; readonly reason: 'signed_out' | 'revoked' }
  | { readonly type: 'EndSessions'; readonly keeps?: string }
  | { readonly type: 'SetInstallationRole'; readonly role: InstallationRole | null }
  /** Absent members stay. */
  | { readonly type: 'SetPreferences'; readonly language?: Language | null; readonly timeZone?: string | null }
  | {
      readonly type: 'TellRefusedSignIns';
      readonly at: string;
      readonly count: number;
      readonly addresses: readonly string[];
      readonly since: string;
    }
  | { readonly type: 'ErasePerson'; readonly reason?: string };

export type RegisterPerson = {
  readonly type: 'RegisterPerson';
  readonly person: string;
  readonly how: Origins;
  readonly addressHash: string;
  readonly sealed: { readonly email: string; readonly password?: string };
  readonly isProven: boolean;
  readonly isGenerated?: true;
  /** Of the installation. */
  readonly role?: InstallationRole;
  /** That the person came by. */
  readonly invitation?: string;
};

export type OpenedSession = {
  readonly session: string;
  readonly expiresAt: string;
  readonly shown: ShownFactors;
  readonly sealed?: { readonly client?: string; readonly address?: string };
};

export type PersonRefusal =
  | 'PERSON_EXISTS'
  | 'PERSON_UNKNOWN'
  | 'PASSWORD_CHANGED_MEANWHILE'
  | 'PASSWORD_SET'
  | 'TOKEN_SPENT'
  | 'CODE_USED'
  | 'TOTP_ON'
  | 'TOTP_OFF'
  | 'TOO_MANY_PASSKEYS'
  | 'PASSKEY_EXISTS'
  | 'PASSKEY_UNKNOWN'
  | 'SESSION_OVER'
  | 'TIME_ZONE_UNKNOWN';
