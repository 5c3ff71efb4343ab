import { queryOptions } from '@tanstack/react-query';
import { ask } from './client.js';
import { QUIET } from './fetch.js';
import { Refused } from './problem.js';
import { queries } from './queries.js';
import type { Language } from '../i18n/texts.js';

export interface Membership {
  readonly customer: string;
  readonly name: string | null;
  readonly role: 'owner' | 'developer' | 'finance' | 'viewer';
  readonly currency: string;
  readonly time_zone: string;
  readonly permissions: readonly string[];
}

export interface Session {
  readonly person: string;
  readonly email: string | null;
  readonly language: Language | null;
  readonly time_zone: string | null;
  readonly memberships: readonly Membership[];
  readonly installation_role: string | null;
  readonly permissions: { readonly installation: readonly string[] };
  readonly password_change_asked: boolean;
  readonly expires_at: string;
  readonly factors: {
    readonly password: boolean;
    readonly totp: boolean;
    readonly recovery_codes_left: number;
    readonly passkeys: readonly {
      readonly id: string;
      readonly name: string;
      readonly created_at: string;
      readonly last_used_on?: string;
    }[];
  };
  readonly features: Features;
  readonly public_url: string | null;
  readonly version: string;
}

export interface Features {
  readonly mail: boolean;
  readonly sign_up: boolean;
  readonly passkeys: boolean;
}

export interface InstallationFacts {
  readonly name: string;
  readonly public_url: string | null;
  readonly features: Features;
}

/** Undefined where nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => orNothing(ask<Session>('GET', 'session', undefined, { [QUIET]: '1' })),
  staleTime: 60_000,
});

/** What the pages before the sign-in show. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => ask<InstallationFacts>('GET', 'session/installation'),
  staleTime: Infinity,
});

async function orNothing<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 401) return null;
    throw error;
  }
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

/** Throws `Refused`: `second_factor_required` with the field `code` where the person has one. */
export async function signIn(credentials: Credentials): Promise<void> {
  await ask('POST', 'session', credentials);
  await queries.invalidateQueries();
}

export async function signInByPasskey(): Promise<void> {
  await passkeyAt('session/passkey/options', 'session/passkey');
  await queries.invalidateQueries();
}

export const stepUp = (factors: { readonly password: string; readonly code?: string }): Promise<unknown> =>
  ask('POST', 'session/step-up', factors);

export const stepUpByPasskey = (): Promise<unknown> => passkeyAt('session/step-up/passkey/options', 'session/step-up/passkey');

async function passkeyAt(options: string, answer: string): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { challenge_id, ...optionsJSON } = await ask<Parameters<typeof startAuthentication>[0]['optionsJSON'] & { challenge_id: string }>(
    'POST',
    options,
    {},
  );
  return ask('POST', answer, { challenge_id, response: await startAuthentication({ optionsJSON }) });
}

/** The page starts anew: nothing of the person stays in its memory. */
export async function signOut(): Promise<void> {
  await ask('DELETE', 'session');
  queries.clear();
}
