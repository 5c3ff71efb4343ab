import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { dialectOf, errorAnswer, errorBody, type ErrorAnswer } from '../errors/error-dialects.js';
import { HttpRefusal } from '../errors/refusal.js';
import { newId } from '../../ground/request-id.js';
import { SECURITY_HEADERS } from '../../ground/security-headers.js';

/** `rawPacket` is the last packet only, and typed as any by Fastify. */
type ClientError = Omit<ConnectionError, 'rawPacket'> & { readonly rawPacket?: unknown };

/** What Node would answer by itself, without a body or not at all, before a request reaches Fastify. */
export function answerBesideRequests(server: Server): void {
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const message = 'expect: 100-continue is the only expectation that is met here';
    const refusal = new HttpRefusal('EXPECTATION_FAILED', { field: 'expect', message });
    const { status, headers, body } = errorAnswer(refusal, dialectOf(request.url ?? '', request.headers), newId('req'));
    response.writeHead(status, whole(headers, body)).end(body);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    endWith(socket, errorAnswer(new HttpRefusal('NOT_IMPLEMENTED', { message: 'CONNECT: this is no proxy' }), 'problem', newId('req')));
  });
}

/** What could not be parsed as HTTP never becomes a request: the answer goes straight to the socket, which is then closed. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable || hasAnswerBegun(socket)) {
    socket.destroy(error);
    return;
  }
  endWith(socket, answer(error, newId('req')));
}

/** For whoever is answered before there is a request. */
export function refuseConnection(socket: Socket, refusal: HttpRefusal): void {
  endWith(socket, forBothDialects(refusal, newId('req')));
  socket.destroySoon();
}

function endWith(socket: Duplex, { status, headers, body }: ErrorAnswer): void {
  const head = Object.entries(whole(headers, body)).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => undefined); // the client may be gone
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
}

const whole = (headers: Readonly<Record<string, string>>, body: string): Readonly<Record<string, string>> => ({
  ...SECURITY_HEADERS,
  ...headers,
  'content-length': String(Buffer.byteLength(body)),
  connection: 'close',
});

function answer(error: ClientError, requestId: string): ErrorAnswer {
  const start = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1', 0, 64 * 1024) : '';
  const refusal = refusalOf(error, start);
  const path = /^\S+ (\/\S*)/.exec(start)?.[1];
  if (path !== undefined) return errorAnswer(refusal, dialectOf(path, anthropicHeader(start)), requestId);
  // The request line came in an earlier packet.
  return forBothDialects(refusal, requestId);
}

/** The Anthropic shape with OpenAI's fields in it is read by both SDKs. */
function forBothDialects(refusal: HttpRefusal, requestId: string): ErrorAnswer {
  const anthropic = errorBody(refusal, 'anthropic', requestId);
  const openai = errorBody(refusal, 'openai', requestId);
  const error_ = { ...inner(openai), ...inner(anthropic) };
  return { ...errorAnswer(refusal, 'anthropic', requestId), body: JSON.stringify({ ...anthropic, error: error_ }) };
}

function inner(body: object): object {
  return 'error' in body && typeof body.error === 'object' && body.error !== null ? body.error : {};
}

function anthropicHeader(start: string): Readonly<Record<string, unknown>> {
  return /\r\nanthropic-version:/i.test(start) ? { 'anthropic-version': '' } : {};
}

/** RFC 9110, 5.6.2: what a method may consist of. */
const METHOD = /^[!#$%&'*+.^_`|~\w-]+ \S/;

/** By the codes of llhttp (https://github.com/nodejs/llhttp). A preface of HTTP/2 is one of a version that is not spoken. */
function refusalOf(error: ClientError, start: string): HttpRefusal {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpRefusal('HEADERS_TOO_LARGE');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new HttpRefusal('REQUEST_TOO_LARGE', { message: 'The extensions of the chunks are too large' });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpRefusal('REQUEST_TIMEOUT');
    case 'HPE_INVALID_METHOD':
      if (METHOD.test(start)) return new HttpRefusal('NOT_IMPLEMENTED', { message: 'The method is not known; methods are in capitals' });
      break;
    case 'HPE_PAUSED_H2_UPGRADE':
      return new HttpRefusal('HTTP_VERSION_NOT_SUPPORTED');
    case 'HPE_INVALID_VERSION':
      if (/^\S+ \S+ HTTP\/(?!1\.[01])\d\.\d\r?\n/.test(start)) return new HttpRefusal('HTTP_VERSION_NOT_SUPPORTED');
      break;
  }
  return new HttpRefusal('INVALID_REQUEST', { message: 'The bytes received are not a valid HTTP/1.1 request' });
}

/** Node keeps the answer that is being written to a socket there; a second head in its middle would be read as its body. */
function hasAnswerBegun(socket: Socket): boolean {
  const current: unknown = Reflect.get(socket, '_httpMessage');
  return typeof current === 'object' && current !== null && Reflect.get(current, 'headersSent') === true;
}
