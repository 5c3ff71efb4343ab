import type { ApiKey, Customer, CustomerRole, InstallationRole, Person, PersonSession } from '#identity';

/** Who calls with an API key. */
export interface KeyCaller {
  readonly key: ApiKey;
  readonly customer: Customer;
  /** Of the secret that came: the key's, or one that a rotation has left. */
  readonly presented: string;
}

/** Somebody who is signed in. */
export interface PersonCaller {
  /** `person:per_…`: goes into the events. */
  readonly actor: string;
  readonly person: Person;
  readonly session: PersonSession;
}

/** Somebody who is signed in and belongs to the customer that the request names. */
export interface MemberCaller extends PersonCaller {
  readonly customer: Customer;
  readonly role: CustomerRole;
}

/** Whoever takes a route under `/me`. */
export type CustomerCaller = KeyCaller | MemberCaller;

export interface TokenCaller {
  readonly actor: 'admin:token';
  readonly person?: never;
  readonly session?: never;
}

/** Somebody who is signed in and has a role of the installation. */
export interface OperatorCaller extends PersonCaller {
  readonly installationRole: InstallationRole;
}

/** Whoever takes a route under `/admin`. */
export type AdminCaller = TokenCaller | OperatorCaller;

export type Caller = KeyCaller | TokenCaller | PersonCaller;

/** The actor of the events that a caller's command writes. */
export const actorOf = (caller: Caller): string => ('key' in caller ? `key:${caller.key.key}` : caller.actor);
