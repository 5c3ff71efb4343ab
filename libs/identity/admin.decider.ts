import { ImpossibleEventError, accept, refuse, type Decision, type Placed } from '#streams';
import type { AdminEvent } from './admin.events.js';

export type AdminCommand = {
  readonly type: 'RegisterAdmin';
  readonly admin: string;
  readonly emailHash: string;
  readonly sealed: { readonly email: string; readonly password: string };
};

export type AdminRefusal = 'ADMIN_EXISTS';

/** JSON, because the directory keeps it as a row. */
export type Admin = {
  readonly admin: string;
  readonly email_hash: string;
  readonly sealed: { readonly email: string; readonly password: string };
  readonly registered_at: string;
};

export function decideAdmin(command: AdminCommand, admin: Admin | undefined): Decision<AdminEvent, AdminRefusal> {
  const { admin: id, emailHash, sealed } = command;
  if (admin) return refuse('ADMIN_EXISTS', 'An admin with this e-mail is already registered', 'email');
  return accept({ type: 'AdminRegistered', data: { admin: id, email_hash: emailHash, email: sealed.email, password: sealed.password } });
}

export function evolveAdmin(admin: Admin | undefined, event: AdminEvent, placed: Placed): Admin {
  if (admin) throw new ImpossibleEventError(event.type, 'comes twice');
  const { email, password, ...rest } = event.data;
  return { ...rest, sealed: { email, password }, registered_at: placed.at };
}
