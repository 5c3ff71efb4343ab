import type { Inviter } from '#identity';
import type { AdminCaller } from '../auth/callers.js';

/** Who invites under `/admin`. */
export const inviterOf = ({ person }: AdminCaller): Inviter => ({ person: person?.person ?? null, roleOf: 'installation' });
