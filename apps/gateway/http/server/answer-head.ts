import { IncomingMessage, STATUS_CODES, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * Where Node keeps the head of an answer until it leaves with the first piece of the body, and what it looks at to write it. None of it is documented, all of it is as old
 * as Node's HTTP; whether it still is so is tried once, by writing one head both ways.
 */
type Heading = ServerResponse & {
  _header: string | null;
  _headerSent: boolean;
  _keepAliveTimeout: number;
  readonly _defaultKeepAlive: boolean;
  readonly _removedConnection: boolean;
  readonly _maxRequestsPerSocket: number | null;
  readonly maxRequestsOnConnectionReached: boolean;
};

/** Node looks at each character of each name and value, each time: of what stands on every answer that is done once. */
const known = new WeakMap<Readonly<Record<string, string>>, string | null>();
/** Providers name some of theirs. */
const names = new Set<string>();
const MOST_NAMES = 256;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
/** Longer texts are copied once more on their way to the socket. */
export const ONE_PIECE_BYTES = 8 * 1024;
const NO_HEADER_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** Answers with head and body in one write. `standing` are the same object for many answers; both have names in lower case, and none of them twice. `content-length` is put beside them. */
export function answerWhole(
  response: ServerResponse,
  status: number,
  standing: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): void {
  const length = String(body.length);
  const isWritten = writeHead(response, status, standing, headers, length);
  if (!isWritten) response.writeHead(status, { ...standing, ...headers, 'content-length': length });
  // Latin-1 says every byte as it is, and Node joins a text to its head where it would write bytes as a second piece.
  if (body.length <= ONE_PIECE_BYTES) response.end(body.toString('latin1'), 'latin1');
  else response.end(body);
}

/** Begins an answer whose length nobody knows, in the same way: it leaves with its first piece. True where whoever writes has to put pieces into frames. */
export function beginAnswer(
  response: ServerResponse,
  status: number,
  standing: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): boolean {
  if (writeHead(response, status, standing, headers)) return true;
  response.writeHead(status, { ...standing, ...headers });
  const { chunkedEncoding } = response;
  // Node would write each frame in four pieces.
  response.chunkedEncoding = false;
  return chunkedEncoding;
}

/** False: it is to be written by Node. `length`: undefined where it comes in frames. */
function writeHead(
  response: ServerResponse,
  status: number,
  standing: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  length?: string,
): boolean {
  const heading = response as Heading;
  const head = isUsual(heading) && isAsNodeDoesIt() ? headOf(heading, status, standing, headers, length) : undefined;
  if (head === undefined) return false;
  response.statusCode = status;
  heading._header = head;
  heading._headerSent = false;
  return true;
}

/** The connection goes on behind the answer, and nobody has said anything of this one before. */
function isUsual(response: Heading): boolean {
  const { req } = response;
  return (
    response.shouldKeepAlive &&
    response.sendDate &&
    !response.headersSent &&
    !response._removedConnection &&
    !response.maxRequestsOnConnectionReached &&
    !response._maxRequestsPerSocket &&
    response._defaultKeepAlive &&
    response._keepAliveTimeout > 0 &&
    req.httpVersionMajor === 1 &&
    req.httpVersionMinor === 1 &&
    req.method !== 'HEAD' &&
    req.headers.expect === undefined &&
    response.getHeaderNames().length === 0
  );
}

/** Undefined where a value is none, or says what becomes of the connection: Node says what is wrong with it, or what follows from it. */
function headOf(
  { _keepAliveTimeout: keptMs }: Pick<Heading, '_keepAliveTimeout'>,
  status: number,
  standing: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  length: string | undefined,
): string | undefined {
  let fixed = known.get(standing);
  if (fixed === undefined) known.set(standing, (fixed = linesOf(standing) ?? null));
  const own = linesOf(headers);
  if (fixed === null || own === undefined) return undefined;
  const kept = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keptMs / 1_000)}\r\n`;
  const measured = length === undefined ? '' : `content-length: ${length}\r\n`;
  const framed = length === undefined ? 'Transfer-Encoding: chunked\r\n' : '';
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n${fixed}${own}${measured}Date: ${dateNow()}\r\n${kept}${framed}\r\n`;
}

function linesOf(headers: Readonly<Record<string, string>>): string | undefined {
  let lines = '';
  for (const name in headers) {
    const value = headers[name]!;
    if (NO_HEADER_VALUE.test(value) || !isName(name)) return undefined;
    lines += `${name}: ${value}\r\n`;
  }
  return lines;
}

function isName(name: string): boolean {
  if (names.has(name)) return true;
  if (!TOKEN.test(name) || name === 'connection') return false;
  if (names.size < MOST_NAMES) names.add(name);
  return true;
}

let date = { second: 0, text: '' };

function dateNow(): string {
  const second = Math.floor(Date.now() / 1_000);
  if (second !== date.second) date = { second, text: new Date(second * 1_000).toUTCString() };
  return date.text;
}

let isSame: boolean | undefined;

/** Of this Node: one head, written both ways. */
function isAsNodeDoesIt(): boolean {
  return (isSame ??= tried());
}

function tried(): boolean {
  const headers = { 'x-second': 'b' };
  return isSameHead(headers, '3', { ...headers, 'content-length': '3' }) && isSameHead(headers, undefined, headers);
}

function isSameHead(ours: Readonly<Record<string, string>>, length: string | undefined, nodes: Readonly<Record<string, string>>): boolean {
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'POST', httpVersionMajor: 1, httpVersionMinor: 1 });
  const response = new ServerResponse(request) as Heading;
  response._keepAliveTimeout = 5_000;
  const standing = { 'x-first': 'a' };
  const head = isUsual(response) ? headOf(response, 200, standing, ours, length) : undefined;
  const written: unknown = response.writeHead(200, { ...standing, ...nodes })._header;
  const undated = (text: string): string => text.replace(/^Date: .*/m, '');
  return head !== undefined && typeof written === 'string' && undated(head) === undated(written) && !response._headerSent;
}
