import { NOTHING, TIME, answer, created, listOf, ok, type Documentation } from '../http/route/documented.js';
import { orNull } from '../http/route/example.js';

const MEMBER = { person: 'per_01kb', email: orNull('ada@example.com'), role: 'owner', is_proven: true, since: TIME, is_you: true };
const INVITED = { id: 'inv_01kb', email: orNull('bob@example.com'), role: 'developer', expires_at: TIME };
const INVITATION = { ...INVITED, invited_at: TIME, invited_by: null };
/** `link` only where no mail was sent, and once: it is absent where the command is a repetition under its Idempotency-Key. */
export const SENT_INVITATION = { ...INVITED, mailed: false, link: 'https://ai.example.com/console/join#cus_01kb.inv_01kb.…' };
const OPERATOR = {
  person: 'per_01kb',
  email: orNull('ada@example.com'),
  is_proven: true,
  role: orNull('operator'),
  memberships: [{ customer: 'cus_01kb', role: 'owner' }],
};
const INVITES = { email: 'bob@example.com', role: 'developer' };

export const MEMBERS = {
  list: { answer: listOf(MEMBER) },
  change: { body: { role: 'owner' }, answer: ok(MEMBER) },
  remove: { answer: NOTHING },
  invitations: { answer: listOf(INVITATION) },
  invite: { body: INVITES, answer: created(SENT_INVITATION) },
  withdraw: { answer: NOTHING },
} satisfies Record<string, Documentation>;

export const OPERATORS = {
  list: { answer: listOf(OPERATOR) },
  invite: { body: { email: 'bob@example.com', role: 'auditor' }, answer: created({ ...SENT_INVITATION, role: 'auditor' }) },
  change: { body: { role: 'owner' }, answer: ok(OPERATOR) },
  remove: { answer: NOTHING },
  reset: { body: { language: 'en' }, answer: ok({ mailed: false, link: 'https://ai.example.com/console/reset#per_01kb.…' }) },
} satisfies Record<string, Documentation>;

export const INVITATIONS = {
  look: {
    body: { token: 'cus_01kb.inv_01kb.…' },
    answer: ok({
      email: 'bob@example.com',
      customer: orNull('cus_01kb'),
      customer_name: orNull('Ada Lovelace'),
      role: 'developer',
      needs: 'password',
      expires_at: TIME,
    }),
    refusals: [403, 409, 410],
  },
  accept: {
    body: { token: 'cus_01kb.inv_01kb.…', password: 'a password of your own' },
    answer: answer(200, { person: 'per_01kb', customer: orNull('cus_01kb') }),
    refusals: [401, 403, 409, 410],
  },
} satisfies Record<string, Documentation>;
