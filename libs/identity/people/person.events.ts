import type { AdminEvent } from '../admin.events.js';
import type { InstallationRole } from './roles.js';

export const LANGUAGES = ['en', 'zh', 'ja', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a person has shown of himself. */
export type Factor = 'password' | 'totp' | 'recovery_code' | 'passkey';

/** What was shown, and what of it is used up by that: a step of TOTP and a recovery code count once. */
export type ShownFactors = {
  readonly factors: readonly Factor[];
  readonly totp_step?: number;
  /** The keyed hash of the recovery code. */
  readonly recovery_code?: string;
  readonly passkey?: { readonly passkey: string; readonly counter: number };
};

/** How somebody came to be a person here. */
export type Origins = 'first_start' | 'invitation' | 'sign_up' | 'command_line';

/**
 * Version 1 of each. Stream `person-{person}`; whoever was recorded as an admin goes on in his stream `admin-{admin}`, under that id.
 * `sealed` says under which key: `own` is the person's own in the vault, `master` the master key (exported events must not let anyone
 * guess passwords). Tokens, recovery codes and addresses stand as keyed hashes only.
 */
export type PersonEvent =
  | {
      readonly type: 'PersonRegistered';
      readonly data: {
        readonly person: string;
        readonly how: Origins;
        /** What a sign-in looks for. */
        readonly address_hash: string;
        /** Sealed: own. */
        readonly email: string;
        /** Whether a link that was mailed to the address, or the command line, has shown that it is the person's. */
        readonly is_proven: boolean;
        /** An argon2id hash, sealed: master. Absent for whoever has yet to choose one. */
        readonly password?: string;
        /** It was made up by us: asked to be changed at the first sign-in in the console. */
        readonly is_generated?: true;
        /** That made the person: an address that is not proven is a member by it alone. */
        readonly invitation?: string;
      };
    }
  /** Whoever could sign in before may have been somebody else: credentials and sessions have ended with it. */
  | { readonly type: 'AddressProven'; readonly data: { readonly person: string } }
  | {
      readonly type: 'AddressChangeAsked';
      readonly data: {
        readonly person: string;
        readonly token_hash: string;
        readonly address_hash: string;
        /** Sealed: own. */
        readonly email: string;
        readonly expires_at: string;
      };
    }
  /** Proven, since the link came from there. */
  | {
      readonly type: 'AddressChanged';
      readonly data: { readonly person: string; readonly address_hash: string; readonly email: string };
    }
  | {
      readonly type: 'PasswordResetAsked';
      readonly data: {
        readonly person: string;
        readonly token_hash: string;
        readonly expires_at: string;
        /** Then whoever follows the link proves the address. */
        readonly is_mailed?: true;
      };
    }
  /** `password` as in `PersonRegistered`. A reset takes no second factor away. */
  | {
      readonly type: 'PasswordSet';
      readonly data: {
        readonly person: string;
        readonly password: string;
        readonly how: 'changed' | 'reset' | 'first' | 'command_line';
        readonly is_generated?: true;
      };
    }
  /** The secret (sealed: own) counts once a code of it was given. */
  | { readonly type: 'TotpBegun'; readonly data: { readonly person: string; readonly secret: string } }
  | { readonly type: 'TotpConfirmed'; readonly data: { readonly person: string; readonly step: number } }
  /** With its recovery codes. */
  | { readonly type: 'TotpRemoved'; readonly data: { readonly person: string } }
  /** Keyed hashes; those before are worth nothing any more. */
  | { readonly type: 'RecoveryCodesMade'; readonly data: { readonly person: string; readonly codes: readonly string[] } }
  | {
      readonly type: 'PasskeyAdded';
      readonly data: {
        readonly person: string;
        readonly passkey: string;
        /** Keyed hash of the credential's id: what a sign-in looks for. */
        readonly credential_hash: string;
        /** Id, public key and transports as JSON, sealed: own. */
        readonly credential: string;
        /** Sealed: own. */
        readonly name: string;
        readonly counter: number;
      };
    }
  | { readonly type: 'PasskeyRemoved'; readonly data: { readonly person: string; readonly passkey: string } }
  | {
      readonly type: 'SessionOpened';
      readonly data: ShownFactors & {
        readonly person: string;
        readonly session: string;
        /** Whatever is done with it, it ends then. */
        readonly expires_at: string;
        /** User agent and address of whoever opened it, sealed: own. */
        readonly client?: string;
        readonly address?: string;
      };
    }
  | {
      readonly type: 'SessionSteppedUp';
      readonly data: ShownFactors & { readonly person: string; readonly session: string };
    }
  | {
      readonly type: 'SessionEnded';
      readonly data: {
        readonly person: string;
        readonly session: string;
        /** `replaced`: the person has opened more than are kept. */
        readonly reason: 'signed_out' | 'revoked' | 'replaced';
      };
    }
  /** All that were open, but the one that is kept. */
  | { readonly type: 'SessionsEnded'; readonly data: { readonly person: string; readonly kept?: string } }
  /** At most one a quarter of an hour. */
  | {
      readonly type: 'SignInsRefused';
      readonly data: {
        readonly person: string;
        readonly count: number;
        /** Keyed hashes of the networks that it came from; of many the first. */
        readonly addresses: readonly string[];
        readonly since: string;
      };
    }
  | { readonly type: 'InstallationRoleSet'; readonly data: { readonly person: string; readonly role: InstallationRole | null } }
  | {
      readonly type: 'PreferencesSet';
      readonly data: { readonly person: string; readonly language: Language | null; readonly time_zone: string | null };
    }
  /** The key is gone from the vault: what was sealed under it is noise. */
  | { readonly type: 'PersonErased'; readonly data: { readonly person: string; readonly reason?: string } };

/** What a person's state is folded from, the recorded ones of admins too. */
export type RecordedPersonEvent = PersonEvent | AdminEvent;
