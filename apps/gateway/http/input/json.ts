import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { HttpRefusal, refuse } from '../errors/refusal.js';
import { duplicateMember } from './duplicate-members.js';

/** Deeper than any body of ours; bounds the recursion of whoever walks it. */
const DEPTH_LIMIT = 32;

/** The raw body; empty where none was sent. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** `application/json`, any `+json`, or nothing said, unless it has to be: curl and older SDKs leave it out. */
export function requireJsonMediaType({ headers }: Pick<IncomingMessage, 'headers'>, said: 'said' | 'or nothing' = 'or nothing'): void {
  const given = headers['content-type'];
  if (given === undefined && said === 'or nothing') return;
  if (given === 'application/json' || /^application\/(?:json|[\w.-]+\+json)\s*(?:;|$)/i.test(given ?? '')) return;
  refuse('UNSUPPORTED_MEDIA_TYPE', { field: 'content-type', message: 'content-type must be application/json' });
}

/** RFC 8259: UTF-8 without a byte order mark. The parser's own words are not passed on: they repeat the body. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) refuse('INVALID_JSON', { message: 'The body is empty; JSON is wanted' });
  if (!isUtf8(bytes)) refuse('INVALID_JSON', { message: 'The body is not valid UTF-8' });
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new HttpRefusal('INVALID_JSON', { message: `The body is not valid JSON${place(cause)}` });
  }
}

/** For bodies of ours: an object, at most 32 deep, no member twice, without the key that would change a prototype. */
export function parseJsonObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  const value = parseJson(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse('INVALID_REQUEST', { message: 'The body must be a JSON object' });
  }
  refuseOddities(value, '', 0);
  const twice = duplicateMember(bytes.toString('utf8'));
  if (twice !== undefined) refuse('INVALID_REQUEST', { field: twice, message: `${twice} stands twice in its object` });
  return value as Readonly<Record<string, unknown>>;
}

function refuseOddities(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    refuse('INVALID_REQUEST', { field: path, message: `${path} holds half of a surrogate pair` }); // no UTF-8 could say it again
  }
  if (typeof value === 'string') refuseNul(value, path);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= DEPTH_LIMIT) refuse('INVALID_REQUEST', { field: path, message: `The body is nested more than ${DEPTH_LIMIT} deep` });
  for (const [key, child] of Object.entries(value)) {
    const field = Array.isArray(value) ? `${path}[${key}]` : joined(path, key);
    refuseNul(key, field);
    // class-transformer drops these without a word.
    if (!Array.isArray(value) && (key === '__proto__' || key === 'constructor')) {
      refuse('UNKNOWN_FIELD', { field, message: `${field} is not a known field` });
    }
    refuseOddities(child, field, depth + 1);
  }
}

/** Ends a text for some of its later readers, and is no character of any name, reason or id. */
export function refuseNul(text: string, field: string): void {
  if (!text.includes('\0')) return;
  const shown = field.replaceAll('\0', '\\0');
  refuse('INVALID_REQUEST', { field: shown, message: `${shown} holds a NUL character` });
}

export function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** V8 tells the position where it has one; at the end of a cut body it says so. */
function place(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : '';
  const position = /at (position \d+(?: \(line \d+ column \d+\))?)$/.exec(text);
  if (position !== null) return ` at ${position[1] ?? ''}`;
  return text.startsWith('Unexpected end') ? ': it ends too early' : '';
}
