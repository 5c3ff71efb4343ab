import { NOTHING, type Documentation } from '../http/route/documented.js';

const EMAIL = { email: 'ada@example.com' };
const ASIDE = { status: 202 };

export const LINKS = {
  askReset: { body: EMAIL, answer: ASIDE, refusals: [403, 409, 429] },
  reset: { body: { token: 'per_01kb.…', new_password: 'another password' }, answer: NOTHING, refusals: [403, 410] },
  askAddress: { body: EMAIL, answer: ASIDE, refusals: [409, 429] },
  confirmAddress: { body: { token: 'per_01kb.…' }, answer: NOTHING, refusals: [409, 410] },
} satisfies Record<string, Documentation>;
