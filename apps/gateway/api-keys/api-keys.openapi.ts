import { choice, orNull } from '../http/route/example.js';
import { NOTHING, TIME, created, listOf, ok, type Documentation } from '../http/route/documented.js';
import { KEY_STATUSES } from './api-keys.document.js';

export const API_KEY = {
  id: 'key_01kb',
  name: 'production',
  prefix: 'tok_Ab3d',
  scopes: ['inference', 'billing:read'],
  policy: {},
  status: choice(...KEY_STATUSES),
  created_at: TIME,
  expires_at: null,
  rotated_at: null,
  previous_valid_until: null,
  revoked_at: null,
};
/** How it is used stands in lists alone. */
const LISTED_KEY = { ...API_KEY, last_used_on: orNull('2026-11-23'), spent_today: '0.000168' };
/** `key` is absent where the command is a repetition under its Idempotency-Key. */
const SHOWN_KEY = { ...API_KEY, key: 'tok_Ab3d…' };

export const API_KEYS = {
  list: { answer: listOf(LISTED_KEY) },
  issue: { body: { name: 'production', scopes: ['inference', 'billing:read'] }, answer: created(SHOWN_KEY) },
  rotate: { body: { overlap_seconds: 3_600 }, answer: ok(SHOWN_KEY) },
  revoke: { answer: NOTHING },
} satisfies Record<string, Documentation>;
