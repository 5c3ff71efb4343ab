import type { FastifyRequest } from 'fastify';
import { headerText } from './query.js';
import { refuse } from '../errors/refusal.js';

/** The same as other payment APIs allow. */
const LIMIT_CHARACTERS = 255;

/** `Idempotency-Key` as sent, or undefined. Printable ASCII, 1 to 255 characters. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = headerText(request, 'idempotency-key');
  if (key === undefined || (key.length <= LIMIT_CHARACTERS && /^[\x21-\x7e]+$/.test(key))) return key;
  const message = `Idempotency-Key must be 1 to ${LIMIT_CHARACTERS} printable ASCII characters without spaces`;
  return refuse('INVALID_REQUEST', { field: 'Idempotency-Key', message });
}

/** Where doing it twice would cost money. */
export function requiredIdempotencyKey(request: FastifyRequest): string {
  return idempotencyKey(request) ?? refuse('IDEMPOTENCY_KEY_REQUIRED', { field: 'Idempotency-Key' });
}
