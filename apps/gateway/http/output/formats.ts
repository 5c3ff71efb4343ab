import type { FastifyRequest } from 'fastify';
import { queryText } from '../input/query.js';
import { refuse } from '../errors/refusal.js';

export type Format = 'json' | 'csv' | 'pdf';

const MEDIA_TYPES: Readonly<Record<string, Format>> = { 'application/json': 'json', 'text/csv': 'csv', 'application/pdf': 'pdf' };

/** `?format=` decides; else the first media type of `Accept` that is offered, in the client's order of preference; else JSON. */
export function formatOf(request: FastifyRequest, offered: readonly Format[]): Format {
  const asked = queryText(request, 'format');
  if (asked === undefined) return acceptedFormat(request.headers.accept, offered) ?? 'json';
  const format = offered.find((each) => each === asked);
  return format ?? refuse('INVALID_REQUEST', { field: 'format', message: `format must be ${offered.join(' or ')}` });
}

/** The query parameter of `withBom`. */
export const BOM = {
  name: 'bom',
  enum: ['0', '1'],
  description: '1: the CSV begins with a byte order mark, by which spreadsheets know UTF-8 when it is opened by a double click',
};

/** `?bom=1`, of CSV alone. */
export function withBom(request: FastifyRequest, format: Format): boolean {
  const asked = queryText(request, 'bom') ?? '0';
  if (asked !== '0' && asked !== '1') refuse('INVALID_REQUEST', { field: 'bom', message: 'bom must be 0 or 1' });
  if (asked === '1' && format !== 'csv') refuse('INVALID_REQUEST', { field: 'bom', message: 'bom is for format=csv' });
  return asked === '1';
}

/** RFC 9110, 12.5.1: weights first, then the order given. A wildcard leaves the choice to us. */
function acceptedFormat(accept: string | undefined, offered: readonly Format[]): Format | undefined {
  if (accept === undefined || accept === '*/*') return undefined;
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
    return { format: Object.hasOwn(MEDIA_TYPES, type) ? MEDIA_TYPES[type] : undefined, weight };
  });
  const wanted = ranges.filter(({ format, weight }) => format !== undefined && offered.includes(format) && weight > 0);
  return wanted.sort((a, b) => b.weight - a.weight)[0]?.format;
}
