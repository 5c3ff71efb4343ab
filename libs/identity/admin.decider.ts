import { accept, refuse, type Decision } from '#streams';
import type { AdminEvent } from './admin.events.js';
import { isSessionOpen, stillEnded, type Admin, type AdminSession } from './admin.state.js';

export type RegisterAdmin = {
  readonly type: 'RegisterAdmin';
  readonly admin: string;
  readonly emailHash: string;
  readonly sealed: { readonly email: string; readonly password: string };
};

export type AdminCommand =
  | RegisterAdmin
  /** `replaces`: the ciphertext whose password was given; `password`: the new one's. */
  | { readonly type: 'ChangeAdminPassword'; readonly replaces: string; readonly password: string }
  | { readonly type: 'EndAdminSession'; readonly at: string; readonly session: AdminSession; readonly expiresAt: string }
  | { readonly type: 'EndAdminSessions' };

export type AdminRefusal = 'ADMIN_EXISTS' | 'ADMIN_UNKNOWN' | 'PASSWORD_CHANGED_MEANWHILE';

/** Sessions that are signed out before their time and remembered one by one; one more sign-out ends all that have begun. */
export const MAX_ENDED_SESSIONS = 1_000;

type Decided = Decision<AdminEvent, AdminRefusal>;

export function decideAdmin(command: AdminCommand, admin: Admin | undefined): Decided {
  if (command.type === 'RegisterAdmin') return register(command, admin);
  if (!admin) return refuse('ADMIN_UNKNOWN', 'There is no such admin');
  const data = { admin: admin.admin };
  switch (command.type) {
    case 'ChangeAdminPassword':
      if (command.replaces !== admin.sealed.password) {
        return refuse('PASSWORD_CHANGED_MEANWHILE', 'The password was changed at the same moment', 'current_password');
      }
      return accept({ type: 'AdminPasswordChanged', data: { ...data, password: command.password } });
    case 'EndAdminSession': {
      const { at, session, expiresAt } = command;
      if (!isSessionOpen(admin, session)) return accept();
      if (stillEnded(admin, at).length >= MAX_ENDED_SESSIONS) return accept({ type: 'AdminSessionsEnded', data });
      return accept({ type: 'AdminSessionEnded', data: { ...data, session: session.session, expires_at: expiresAt } });
    }
    case 'EndAdminSessions':
      return accept({ type: 'AdminSessionsEnded', data });
  }
}

function register({ admin: id, emailHash, sealed }: RegisterAdmin, admin: Admin | undefined): Decided {
  if (admin) return refuse('ADMIN_EXISTS', 'An admin with this e-mail is already registered', 'email');
  return accept({ type: 'AdminRegistered', data: { admin: id, email_hash: emailHash, email: sealed.email, password: sealed.password } });
}
