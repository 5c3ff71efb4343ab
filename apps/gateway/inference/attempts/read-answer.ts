import {
  relayOf,
  toldAs,
  type AnswerContext,
  type Gathered,
  type ToldUsage,
  type UpstreamError,
  type WireApi,
  type WireRequest,
  type WireResponse,
} from '#wire';
import { LargeAnswer } from '#wire/aside';
import type { Bodies } from '../bodies/bodies.js';
import type { AnswerBounds } from '#routing';
import type { Exchange } from '../exchange/exchange.js';
import { beginsAsEvents, type PlainResponse, type StreamResponse, type UpstreamResponse } from '../upstream/index.js';
import { BoundedRelay } from './bounded-relay.js';
import { GatheringStream } from './gathering-stream.js';
import { OpeningStream, type FailedOpening, type OpenedStream, type OpeningListener } from './opened-stream.js';

interface ReadPlain {
  readonly kind: 'plain';
  readonly response: PlainResponse;
  readonly answer: WireResponse | LargeAnswer;
}

export type Read = ReadPlain | ({ readonly kind: 'stream' } & OpenedStream) | FailedOpening;

/** Hears once, of upstream faults too. */
interface Reading {
  read(read: Read): void;
  failed(fault: unknown): void;
}

/** Of which request an answer is, and by which of its provider's routes. */
interface Asked {
  readonly request: WireRequest;
  readonly upstream: WireApi;
  readonly context: AnswerContext;
  readonly bounds: AnswerBounds;
}

type Used = Pick<Exchange, 'memory' | 'bodies'>;

/**
 * The answer in the shape that was asked for. A provider that takes no notice of `stream`, either way, has answered all the same, and is paid for it: its answer is put
 * into the other shape and goes the way that it would have gone.
 */
export function readAnswer(response: UpstreamResponse, asked: Asked, used: Used, reading: Reading): void {
  if (asked.request.stream) readAsStream(response, asked, used, reading);
  else readAsPlain(response, asked, used, reading);
}

function readAsStream(response: UpstreamResponse, asked: Asked, used: Used, reading: Reading): void {
  if (response.kind === 'stream') return openStream(response, asked, used, reading);
  const { body } = response;
  const open = (frames: Buffer): void => openStream(streamFrom(response, frames), asked, used, reading);
  // One that was encoded shows only now what it is.
  if (beginsAsEvents(body)) open(body);
  else reshape(used.bodies.reshaped(asked.upstream, body, 'stream'), reading, open);
}

function readAsPlain(
  response: UpstreamResponse,
  { request: { api }, upstream, bounds }: Asked,
  { bodies, memory }: Used,
  reading: Reading,
): void {
  const { status, headers, contentType, providerRequestId, ours } = response;
  const read = (known: Read | Promise<Read>): void => whenRead(known, reading, (each) => reading.read(each));
  const plain = (body: Buffer, told?: ToldUsage): void =>
    read(readPlain({ kind: 'plain', status, headers, contentType, providerRequestId, ours, body }, { api, upstream }, bodies, told));
  const gathered = (bytes: Buffer): void => reshape(bodies.reshaped(upstream, bytes, 'plain'), reading, plain);
  if (response.kind === 'plain') {
    if (beginsAsEvents(response.body)) gathered(response.body);
    else read(readPlain(response, { api, upstream }, bodies));
    return;
  }
  const listener = {
    // Whatever its type says.
    gathered: (bytes: Buffer) => (bytes[0] === BRACE ? plain(bytes) : gathered(bytes)),
    failed: (fault: unknown) => reading.failed(fault),
  };
  new GatheringStream(response, bounds, memory, listener).begin();
}

function openStream(
  response: StreamResponse,
  { request, upstream, context, bounds }: Asked,
  { memory, bodies }: Used,
  reading: Reading,
): void {
  const relay = new BoundedRelay(relayOf(request, upstream, context), bounds, memory, bodies);
  const listener: OpeningListener = {
    read: (read) => reading.read(read),
    failed: (fault) => reading.failed(fault),
    isJson: (body) =>
      reshape(bodies.reshaped(upstream, body, 'stream'), reading, (frames) =>
        new OpeningStream(streamFrom(response, frames), relay, bounds, { ...listener, isJson: undefined }).begin(),
      ),
  };
  new OpeningStream(response, relay, bounds, listener).begin();
}

/** Frames that are here already, as if they came now. */
function streamFrom(response: UpstreamResponse, frames: Buffer): StreamResponse {
  const { status, headers, contentType, providerRequestId, ours } = response;
  return { kind: 'stream', status, headers, contentType, providerRequestId, ours, chunks: once(frames) };
}

async function* once(frames: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(frames);
}

function reshape(reshaping: Gathered | Promise<Gathered>, reading: Reading, use: (body: Buffer, told?: ToldUsage) => void): void {
  whenRead(reshaping, reading, (reshaped) => {
    if (reshaped.body) use(reshaped.body, reshaped.told);
    else reading.read(noAnswer(reshaped.error));
  });
}

/** At once, but for what is read aside. */
function whenRead<Answer>(answer: Answer | Promise<Answer>, reading: Reading, take: (answer: Answer) => void): void {
  if (!(answer instanceof Promise)) return take(answer);
  answer.then(take).catch((fault: unknown) => reading.failed(fault));
}

/**
 * `none`: none of the route's answers, whatever its status says. One without a choice counts only where its usage was told, and one that reports
 * an error only where that dialect charges for it: a response that failed.
 */
function readPlain(
  response: PlainResponse,
  { api, upstream }: { readonly api: WireApi; readonly upstream: WireApi },
  bodies: Bodies,
  told?: ToldUsage,
): Read | Promise<Read> {
  const reading = bodies.readAnswer(upstream, response.body, api);
  const take = (answer: WireResponse | LargeAnswer | undefined): Read =>
    taken(response, upstream, told && answer ? retold(answer, told) : answer);
  return reading instanceof Promise ? reading.then(take) : take(reading);
}

const retold = (answer: WireResponse | LargeAnswer, told: ToldUsage): WireResponse | LargeAnswer =>
  answer instanceof LargeAnswer ? answer.toldAs(told) : toldAs(answer, told);

function taken(response: PlainResponse, upstream: WireApi, answer: WireResponse | LargeAnswer | undefined): Read {
  if (!answer) return noAnswer();
  if (answer.error && !(upstream === 'responses' && answer.usage)) return noAnswer(answer.error);
  // What failed and says nothing of what it used has cost nobody anything that is known.
  if (answer.ending.kind === 'failed' && !answer.usage) return noAnswer();
  if (answer.isEmpty && !answer.usage) return noAnswer();
  return { kind: 'plain', response, answer };
}

const noAnswer = (error?: UpstreamError): FailedOpening => ({ kind: 'none', error });

const BRACE = 0x7b;
