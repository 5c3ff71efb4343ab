import type { IncomingHttpHeaders } from 'node:http';
import { HttpFault } from './http-fault.js';

/** How its bytes end (RFC 9112, 6.3): at once, after so many, with the last chunk, or with the connection. */
export type Framing = number | 'chunked' | 'until-close';

export interface AnswerHead {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly framing: Framing;
  /** Whether the connection serves again behind the answer. */
  readonly isKept: boolean;
  /** Of `Keep-Alive: timeout`: how long it does, in milliseconds. */
  readonly keptMs: number | undefined;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9][0-9]{2})(?: |$)/;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const LENGTH = /^[0-9]{1,15}$/;
/** Every answer names most of the same. */
const NAMES_REMEMBERED = 512;
const LONGEST_NAME_REMEMBERED = 64;
const names = new Map<string, string>();

/**
 * Reads the text of a head, without its empty line; its characters have been looked at. Strict where leniency would let two readers see two answers (RFC 9112, 5
 * and 11): no folded lines, no space before a colon, one length or one coding and not both. Throws an `HttpFault`.
 */
export function readHead(text: string): AnswerHead {
  let end = endOfLine(text, 0);
  const [, minor, digits] = STATUS_LINE.exec(text.slice(0, end)) ?? refuse('status line');
  const status = Number(digits);
  const headers: IncomingHttpHeaders = {};
  while (end < text.length) {
    const start = end + 2;
    end = endOfLine(text, start);
    readField(text, start, end, headers);
  }
  const is11 = minor === '1';
  const framing = framingOf(status, headers, is11);
  const connection = headers.connection?.toLowerCase();
  // One without a body that tells of one may send it all the same: it would be taken for the next answer.
  const isBare = framing === 0 && (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0');
  const isKept = framing !== 'until-close' && !isBare && (is11 ? !isNamed(connection, 'close') : isNamed(connection, 'keep-alive'));
  return { status, headers, framing, isKept, keptMs: keptMs(headers['keep-alive']) };
}

/** Of trailers, which nobody asked for: they are looked at and thrown away. */
export function readTrailers(text: string): void {
  for (let start = 0; start < text.length;) {
    const end = endOfLine(text, start);
    readField(text, start, end, {});
    start = end + 2;
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\r\n', start);
  return end === -1 ? text.length : end;
}

function readField(text: string, start: number, end: number, headers: Record<string, unknown>): void {
  const colon = text.indexOf(':', start);
  if (colon === -1 || colon >= end) refuse('a line without a colon');
  const name = nameOf(text.slice(start, colon));
  const value = valueOf(text, colon + 1, end);
  const before = headers[name];
  if (name === 'set-cookie') headers[name] = before === undefined ? [value] : [...(before as string[]), value];
  else headers[name] = before === undefined ? value : `${before as string}, ${value}`;
}

/** Without the white space around it (RFC 9112, 5.1), of which a head has no other. */
function valueOf(text: string, start: number, end: number): string {
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

function nameOf(written: string): string {
  const known = names.get(written);
  if (known !== undefined) return known;
  if (!TOKEN.test(written)) refuse('the name of a header');
  const name = written.toLowerCase();
  if (name === '__proto__') refuse('the name of a header');
  if (names.size < NAMES_REMEMBERED && written.length <= LONGEST_NAME_REMEMBERED) names.set(written, name);
  return name;
}

function framingOf(status: number, headers: IncomingHttpHeaders, is11: boolean): Framing {
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (coding !== undefined) {
    if (length !== undefined) refuse('a length and a coding');
    if (!is11 || coding.toLowerCase() !== 'chunked') refuse('a coding that is not known');
  } else if (length !== undefined && !LENGTH.test(length)) refuse('a length that is none');
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return 'chunked';
  return length === undefined ? 'until-close' : Number(length);
}

/** RFC 9112, 9.3: a list, in any case. */
function isNamed(list: string | undefined, option: string): boolean {
  return list !== undefined && (list === option || list.split(',').some((each) => each.trim() === option));
}

function keptMs(value: string | string[] | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const seconds = /(?:^|[\s,])timeout\s*=\s*"?(\d{1,9})/i.exec(value)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

function refuse(what: string): never {
  throw new HttpFault('NO_HTTP', what);
}
