import { STATUS_CODES, ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { dialectOf, errorAnswer, errorBody, type ErrorAnswer } from '../errors/error-dialects.js';
import { languageOf } from '../errors/language.js';
import { HttpRefusal } from '../errors/refusal.js';
import { newId } from '../../ground/request-id.js';

/** `rawPacket` is the last packet only, and typed as any by Fastify. */
type ClientError = Omit<ConnectionError, 'rawPacket' | 'bytesParsed'> & { readonly rawPacket?: unknown; readonly bytesParsed?: number };

/**
 * Answers where there is no request, or where Node would answer by itself: without a body, or not at all. What was never read as HTTP is answered straight
 * on its socket, which is then closed.
 */
export class BareAnswers {
  readonly #failed = new WeakSet<Duplex>();

  /** `headers`: on each of them. */
  constructor(private readonly headers: Readonly<Record<string, string>>) {}

  watch(server: Server): void {
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => this.refuseExpectation(request, response));
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      if (!CONTINUE.test(request.headers.expect ?? '')) return this.refuseExpectation(request, response);
      continueWhenRead(request, response);
      server.emit('request', request, response);
    });
    server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
      const refusal = new HttpRefusal('NOT_IMPLEMENTED', { message: 'CONNECT: this is no proxy' });
      this.afterAnswers(socket, () => this.endWith(socket, errorAnswer(refusal, 'problem', newId('req'))));
    });
  }

  /** For what could not be parsed. Whoever asked before on the same connection has his answers first. */
  readonly clientError = (error: ClientError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || this.#failed.has(socket)) return;
    this.#failed.add(socket);
    // Whoever closed within a request has left, as whoever closes behind one: nobody reads the answers before it.
    if (error.code === 'HPE_INVALID_EOF_STATE' && currentAnswer(socket)?.req.complete === true) {
      socket.destroy();
      return;
    }
    this.afterAnswers(socket, () => {
      const answering = currentAnswer(socket);
      if (!socket.writable || answering?.headersSent === true) socket.destroy(error);
      else this.endWith(socket, answer(error, answering?.req, newId('req')));
    });
  };

  /** For whoever is answered before there is a request. */
  readonly refuseConnection = (socket: Socket, refusal: HttpRefusal): void => {
    this.endWith(socket, forBothDialects(refusal, newId('req')));
    socket.destroySoon();
  };

  /** Of requests that came whole: one whose body is what was not understood gets no other answer. */
  private afterAnswers(socket: Duplex, then: () => void): void {
    const answering = currentAnswer(socket);
    if (answering?.req.complete !== true) return then();
    answering.once('close', () => setImmediate(() => this.afterAnswers(socket, then)));
  }

  private refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
    const message = 'expect: 100-continue is the only expectation that is met here';
    const refusal = new HttpRefusal('EXPECTATION_FAILED', { field: 'expect', message });
    const { url = '', headers: asked } = request;
    const { status, headers, body } = errorAnswer(refusal, dialectOf(url, asked), newId('req'), languageOf(request));
    response.writeHead(status, this.whole(headers, body)).end(body);
  }

  private endWith(socket: Duplex, { status, headers, body }: ErrorAnswer): void {
    const head = Object.entries(this.whole(headers, body)).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.on('error', () => undefined); // the client may be gone
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head.join('')}\r\n${body}`);
  }

  private whole(headers: Readonly<Record<string, string>>, body: string): Readonly<Record<string, string>> {
    return { ...this.headers, ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  }
}

const CONTINUE = /^100-continue$/i;

/** Who asks whether to send its body at all (RFC 9110, 10.1.1) hears so when it is read, and not where the headers suffice for a refusal. */
function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  request.once('resume', () => {
    if (!response.headersSent) response.writeContinue();
  });
}

/** `request`: whose body was not understood; else it was a head. */
function answer(error: ClientError, request: IncomingMessage | undefined, requestId: string): ErrorAnswer {
  const start = headAt(error);
  const refusal = refusalOf(error, start);
  if (request) return errorAnswer(refusal, dialectOf(request.url ?? '', request.headers), requestId, languageOf(request));
  const path = /^\S+ (\/\S*)/.exec(start)?.[1];
  if (path !== undefined) return errorAnswer(refusal, dialectOf(path, anthropicHeader(start)), requestId);
  // The request line came in an earlier packet.
  return forBothDialects(refusal, requestId);
}

/** From the beginning of the head in which the parser stopped: whole requests may have come in the same packet. */
function headAt({ rawPacket, bytesParsed = 0 }: ClientError): string {
  if (!Buffer.isBuffer(rawPacket)) return '';
  const before = bytesParsed < 4 ? -1 : rawPacket.lastIndexOf('\r\n\r\n', bytesParsed - 4);
  return rawPacket.toString('latin1', before < 0 ? 0 : before + 4, 64 * 1024);
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

/** A request line of a version that is spoken. What is wrong is the method then: the parser knows some of RTSP, and `PRI` of HTTP/2, and takes none for HTTP. */
const SPOKEN = /^[A-Z_-]+ \S+ HTTP\/1\.[01]\r\n/;
const unknownMethod = (): HttpRefusal =>
  new HttpRefusal('NOT_IMPLEMENTED', { message: 'The method is not known; methods are in capitals' });

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
      if (METHOD.test(start)) return unknownMethod();
      break;
    case 'HPE_INVALID_CONSTANT':
      if (SPOKEN.test(start)) return unknownMethod();
      break;
    case 'HPE_PAUSED_H2_UPGRADE':
      return new HttpRefusal('HTTP_VERSION_NOT_SUPPORTED');
    case 'HPE_INVALID_VERSION':
      if (SPOKEN.test(start)) return unknownMethod();
      if (/^\S+ \S+ HTTP\/(?!1\.[01])\d\.\d\r?\n/.test(start)) return new HttpRefusal('HTTP_VERSION_NOT_SUPPORTED');
      break;
  }
  return new HttpRefusal('INVALID_REQUEST', { message: 'The bytes received are not a valid HTTP/1.1 request' });
}

/** Node keeps there the answer whose turn it is on a socket, and null between two. */
function currentAnswer(socket: Duplex): ServerResponse | undefined {
  const current: unknown = Reflect.get(socket, '_httpMessage');
  return current instanceof ServerResponse ? current : undefined;
}
