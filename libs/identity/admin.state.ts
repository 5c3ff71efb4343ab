import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { AdminEvent } from './admin.events.js';

/** What a session says of itself: whose it is, and in which generation of the admin's sessions it began. */
export interface AdminSession {
  readonly admin: string;
  readonly session: string;
  readonly generation: number;
}

/** JSON, because the directory keeps it as a row. */
export type Admin = {
  readonly admin: string;
  readonly email_hash: string;
  readonly sealed: { readonly email: string; readonly password: string };
  readonly registered_at: string;
  /** How often all sessions have ended. Counted, because clocks of gateways differ: a session of an earlier generation is over. */
  readonly generation: number;
  /** Sessions of this generation that were signed out and would not have run out yet. */
  readonly ended: readonly { readonly session: string; readonly expires_at: string }[];
};

export function evolveAdmin(admin: Admin | undefined, event: AdminEvent, placed: Placed): Admin {
  switch (event.type) {
    case 'AdminRegistered': {
      if (admin) throw new ImpossibleEventError(event.type, 'comes twice');
      const { email, password, ...rest } = event.data;
      return { ...rest, sealed: { email, password }, registered_at: placed.at, generation: 0, ended: [] };
    }
    case 'AdminPasswordChanged': {
      const before = existing(admin, event.type);
      return { ...withoutSessions(before), sealed: { ...before.sealed, password: event.data.password } };
    }
    case 'AdminSessionEnded': {
      const before = existing(admin, event.type);
      const { session, expires_at } = event.data;
      return { ...before, ended: [...stillEnded(before, placed.at), { session, expires_at }] };
    }
    case 'AdminSessionsEnded':
      return withoutSessions(existing(admin, event.type));
  }
}

/** Whether a session that has not run out was neither signed out nor ended with all. */
export function isSessionOpen(admin: Admin, { session, generation }: AdminSession): boolean {
  return generation === admin.generation && !admin.ended.some((each) => each.session === session);
}

/** Times are RFC 3339 UTC with milliseconds, so their texts sort as they do. */
export const stillEnded = ({ ended }: Admin, at: string): Admin['ended'] => ended.filter(({ expires_at: until }) => until > at);

const withoutSessions = (admin: Admin): Admin => ({ ...admin, generation: admin.generation + 1, ended: [] });
