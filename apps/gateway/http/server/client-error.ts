import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { dialectOf, errorAnswer, errorBody, type ErrorAnswer } from '../errors/error-dialects.js';
import { HttpRefusal } from '../errors/refusal.js';
import { newId } from '../../ground/request-id.js';

/** `rawPacket` is the last packet only, and typed as any by Fastify. */
type ClientError = Omit<ConnectionError, 'rawPacket'> & { readonly rawPacket?: unknown };

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

function endWith(socket: Socket, { status, headers, body }: ErrorAnswer): void {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`);
}

function answer(error: ClientError, requestId: string): ErrorAnswer {
  const refusal = refusalOf(error);
  const start = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1', 0, 64 * 1024) : '';
  const path = /^[A-Z]+ (\/\S*)/.exec(start)?.[1];
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

function refusalOf(error: ClientError): HttpRefusal {
  if (error.code === 'HPE_HEADER_OVERFLOW') return new HttpRefusal('HEADERS_TOO_LARGE');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpRefusal('REQUEST_TIMEOUT');
  return new HttpRefusal('INVALID_REQUEST', { message: 'The bytes received are not a valid HTTP/1.1 request' });
}

/** Node keeps the answer that is being written to a socket there; a second head in its middle would be read as its body. */
function hasAnswerBegun(socket: Socket): boolean {
  const current: unknown = Reflect.get(socket, '_httpMessage');
  return typeof current === 'object' && current !== null && Reflect.get(current, 'headersSent') === true;
}
