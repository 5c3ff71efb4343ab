import { TIME, ok, type Documentation } from '../http/route/documented.js';

export const SIGN_UP = {
  ask: { body: { email: 'ada@example.com' }, answer: { status: 202 }, refusals: [403, 404, 429] },
  confirm: {
    body: { token: 'v1.…', name: 'Ada Lovelace', password: 'a password of your own', currency: 'USD' },
    answer: ok({ person: 'per_01kb', customer: 'cus_01kb', expires_at: TIME }),
    refusals: [401, 403, 404, 409, 410],
  },
} satisfies Record<string, Documentation>;
