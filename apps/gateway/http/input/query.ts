import type { FastifyRequest } from 'fastify';
import { isDay, parseInstant } from './instants.js';
import { refuse } from '../errors/refusal.js';

/** One query parameter as text; undefined where it is absent. Given twice is refused, since either could be meant. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const query = request.query as Readonly<Record<string, string | readonly string[] | undefined>>;
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  return refuse('INVALID_REQUEST', { field: name, message: `${name} is given more than once` });
}

/** As `queryText`, but a header that may come only once. */
export function headerText(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined || typeof value === 'string') return value;
  return refuse('INVALID_REQUEST', { field: name, message: `The header ${name} is given more than once` });
}

/** A name or id that rows are narrowed to; undefined where the parameter is absent. One that nothing has is no error: there are no rows. */
export function nameQuery(request: FastifyRequest, name: string): string | undefined {
  const text = queryText(request, name);
  return text === '' ? refuse('INVALID_REQUEST', { field: name, message: `${name} is empty: leave it out for all` }) : text;
}

/** One of a few words; undefined where the parameter is absent. */
export function choiceQuery<Choice extends string>(request: FastifyRequest, name: string, choices: readonly Choice[]): Choice | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const choice = choices.find((each) => each === text);
  return choice ?? refuse('INVALID_REQUEST', { field: name, message: `${name} must be one of ${choices.join(', ')}` });
}

/** A day like `2026-11-23`; undefined where the parameter is absent. */
export function dayQuery(request: FastifyRequest, name: string): string | undefined {
  const text = queryText(request, name);
  if (text === undefined || isDay(text)) return text;
  return refuse('INVALID_REQUEST', { field: name, message: `${name} must be a day like 2026-11-23` });
}

/** A moment or a day in RFC 3339, as UTC with milliseconds; undefined where the parameter is absent. */
export function instantQuery(request: FastifyRequest, name: string): string | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const instant = parseInstant(isDay(text) ? `${text}T00:00:00Z` : text);
  if (instant !== undefined) return instant;
  return refuse('INVALID_REQUEST', { field: name, message: `${name} must be an RFC 3339 time like 2026-11-23T10:00:00Z, or a day` });
}

/** A time that ends before it begins is none: it would answer with nothing, and look as if there was nothing. Both in one form. */
export function refuseBackwards(from: string | undefined, before: string | undefined): void {
  if (from === undefined || before === undefined || from <= before) return;
  refuse('INVALID_REQUEST', { field: 'to', message: 'to is before from' });
}
