import { isUtf8 } from 'node:buffer';
import { jsonMembers, type JsonMember } from '../json/members.js';
import { isObject, type JsonObject } from '../json/object.js';
import { refuse, refuseJson, type WireRefusal } from './refusal.js';

/** A body parsed once, with the text that it was parsed from, so that every byte which is not ours to change can go on as it came. */
export interface RequestBody {
  readonly body: JsonObject;
  /** The JSON text that `body` was parsed from, and where its members stand in it. */
  readonly text: string;
  readonly members: readonly JsonMember[];
}

const MODEL_NAME_CHARS = 256;
/** Of the body itself, ten times as many as any API has: whoever goes through a million names of one object takes seconds. */
const MOST_MEMBERS = 1_000;
/** Deeper than any schema in use, and far from the end of the stack for whoever walks a body. */
const NESTING = 512;

/**
 * Invalid UTF-8 is refused because each bad byte would grow to three on its way to the provider; a member given twice, at any depth, because it could
 * mean one thing to us and another to the provider, who gets the text as it came.
 */
export function parseRequestBody(bytes: Uint8Array): ({ readonly kind: 'body' } & RequestBody) | WireRefusal {
  if (!isUtf8(bytes)) return refuseJson('The body is not valid UTF-8');
  const text = textOf(bytes);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return refuseJson(`The body is not valid JSON${positionIn(error)}`);
  }
  if (!isObject(body)) return refuse(null, 'The body must be a JSON object');
  const members = jsonMembers(text);
  if (members.length > MOST_MEMBERS) return refuse(null, `The body has more than ${MOST_MEMBERS.toLocaleString('en')} members`);
  return checkMembers(members, body) ?? { kind: 'body', body, text, members };
}

/** What every route has in common. */
export function checkModelAndStream({ model, stream }: JsonObject): WireRefusal | undefined {
  if (model === undefined) return refuse('model', 'model is required');
  if (typeof model !== 'string' || model === '') return refuse('model', 'model must be a string');
  if (model.length > MODEL_NAME_CHARS) return refuse('model', `model must have ${MODEL_NAME_CHARS} characters at most`);
  if (stream != null && typeof stream !== 'boolean') return refuse('stream', 'stream must be true or false');
  return undefined;
}

/** `stream_options.include_usage` of Chat Completions and of its predecessor. */
export function checkStreamOptions({ stream_options: options }: JsonObject): WireRefusal | undefined {
  if (options != null && !isObject(options)) return refuse('stream_options', 'stream_options must be an object');
  const includeUsage = isObject(options) ? options['include_usage'] : undefined;
  if (includeUsage != null && typeof includeUsage !== 'boolean')
    return refuse('stream_options.include_usage', 'stream_options.include_usage must be true or false');
  return undefined;
}

/** Refuses the first of these fields that is given, in the words beside it. An empty list asks for nothing. */
export function refuseFields(body: JsonObject, fields: Readonly<Record<string, string>>): WireRefusal | undefined {
  for (const field in fields) if (body[field] != null && isGiven(body[field])) return refuse(field, fields[field]!);
  return undefined;
}

export function isGiven(value: unknown): boolean {
  return value != null && !(Array.isArray(value) && value.length === 0);
}

export function checkWholeNumber(body: JsonObject, field: string, least: number, most = Number.MAX_SAFE_INTEGER): WireRefusal | undefined {
  const value = body[field];
  if (value == null || (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)) return undefined;
  const bounds = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : least === 0 ? 'of zero or more' : 'above zero';
  return refuse(field, `${field} must be a whole number ${bounds}`);
}

/** The text with these members in place, given as JSON: replaced where they stand, else put first; undefined: taken away. Every other byte stays. */
export function writeMembers({ text, members }: RequestBody, values: Readonly<Record<string, string | undefined>>): Buffer {
  if (members.some(({ name }) => Object.hasOwn(values, name) && values[name] === undefined)) return writeWithout({ text, members }, values);
  let inserted = '';
  let written = 0;
  for (const name in values) {
    if (values[name] === undefined) continue;
    if (members.some((member) => member.name === name)) written += 1;
    else inserted += `${JSON.stringify(name)}:${values[name]},`;
  }
  let at = text.indexOf('{') + 1;
  let result = text.slice(0, at) + inserted;
  // Members stand in the order of the text, each name once.
  for (let index = 0; written > 0; index += 1) {
    const { name, valueStart, end } = members[index]!;
    if (!Object.hasOwn(values, name)) continue;
    result += text.slice(at, valueStart) + values[name]!;
    at = end;
    written -= 1;
  }
  return Buffer.from(result + text.slice(at), 'utf8');
}

/** Only white space around the members that stay is lost. */
function writeWithout({ text, members }: Omit<RequestBody, 'body'>, values: Readonly<Record<string, string | undefined>>): Buffer {
  const parts: string[] = [];
  const present = new Set(members.map(({ name }) => name));
  for (const [name, json] of Object.entries(values))
    if (json !== undefined && !present.has(name)) parts.push(`${JSON.stringify(name)}:${json}`);
  for (const { name, start, valueStart, end } of members) {
    if (!Object.hasOwn(values, name)) parts.push(text.slice(start, end));
    else if (values[name] !== undefined) parts.push(text.slice(start, valueStart) + values[name]);
  }
  return Buffer.from(`{${parts.join(',')}}`, 'utf8');
}

/** Of members that have the same name a parser keeps one: then there are fewer than are written. */
function checkMembers(members: readonly JsonMember[], body: JsonObject): WireRefusal | undefined {
  let written = members.length;
  let deepest = 0;
  for (const { depth, inner } of members) {
    written += inner;
    if (depth > deepest) deepest = depth;
  }
  return deepest <= NESTING && written === countMembers(body) ? undefined : refusalOfMembers(members, body);
}

/** Names the first that is nested too deep or given twice. */
function refusalOfMembers(members: readonly JsonMember[], body: JsonObject): WireRefusal | undefined {
  const names = new Set<string>();
  for (const { name, depth } of members) {
    if (depth > NESTING) return refuse(name, `${name} is nested more than ${NESTING} deep`);
    if (names.has(name)) return refuse(name, `${name} is given twice`);
    names.add(name);
  }
  const twice = members.find(({ name, inner }) => inner !== countMembers(body[name]));
  return twice && refuse(twice.name, `${twice.name} has a member that is given twice`);
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) if (typeof each === 'object') count += countMembers(each);
    return count;
  }
  for (const name in value) {
    const each = (value as JsonObject)[name];
    count += typeof each === 'object' ? 1 + countMembers(each) : 1;
  }
  return count;
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** V8's message may quote the body, so only the position is passed on, where it tells one. */
function positionIn(error: unknown): string {
  const position = /at position (\d+)/.exec((error as SyntaxError).message)?.[1];
  return position === undefined ? '' : ` at position ${position}`;
}
