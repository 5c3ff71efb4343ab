import { NOTHING, TIME, created, listOf, ok, type Documentation } from '../http/route/documented.js';

export const API_KEY = {
  id: 'key_01kb',
  name: 'production',
  prefix: 'tok_Ab3d',
  scopes: ['inference', 'billing:read'],
  policy: {},
  status: 'active',
  created_at: TIME,
  expires_at: null,
  rotated_at: null,
  previous_valid_until: null,
  revoked_at: null,
};
/** `key` is absent where the command is a repetition under its Idempotency-Key. */
const SHOWN_KEY = { ...API_KEY, key: 'tok_Ab3d…' };

export const API_KEYS = {
  list: { answer: listOf(API_KEY) },
  issue: { body: { name: 'production', scopes: ['inference', 'billing:read'] }, answer: created(SHOWN_KEY) },
  rotate: { body: { overlap_seconds: 3_600 }, answer: ok(SHOWN_KEY) },
  playground: { body: { name: 'Playground' }, answer: created({ ...SHOWN_KEY, name: 'Playground', scopes: ['inference'], expires_at: TIME }) },
  revoke: { answer: NOTHING },
} satisfies Record<string, Documentation>;
