import { endOfRequest, type StreamedAnswer } from '#routing';
import { Deadline, deadlines } from '#streams';
import { errorForClient, type StreamEnd, type UpstreamError, type Usage, type WireError } from '#wire';
import type { Answered } from '../attempts/outcome.js';
import { RelayingSink } from '../attempts/relaying-sink.js';
import type { Exchange } from '../exchange/exchange.js';
import { ChargeNotRecordedError, HoldLostError } from '../exchange/open-requests.js';
import { UpstreamFault } from '../upstream/index.js';
import { answerHeaders } from './answer-headers.js';
import { estimate } from './estimate.js';

type Stream = Extract<Answered, { kind: 'stream' }>;

/** Proxies and clients give up on a connection that is silent for a minute or more. */
const PING_EVERY_MS = 15_000;
const CUT = { status: 502, code: 'upstream_failed', message: 'The provider broke off within its answer' };
const TOO_LARGE = { status: 502, code: 'upstream_failed', message: 'The provider sent far more than was asked for; this answer is cut' };
const STOPPING = { status: 503, code: 'shutting_down', message: 'The gateway is stopping; this answer is not complete' };
const LOST = { status: 503, code: 'hold_lost', message: 'Another gateway has taken this request back; this answer is not complete' };
const NOT_CHARGED = { status: 500, code: 'charge_not_recorded', message: 'The charge could not be recorded; this answer is not complete' };

type Broken = Exclude<StreamedAnswer['reason'], 'gateway_stopping'>;

/**
 * Relays a stream as it comes, and holds back its end until the charge is durable. Whatever goes wrong after the first byte ends
 * in an error frame of the client's protocol, never in a made-up end.
 */
export function answerStream(exchange: Exchange, stream: Stream): void {
  exchange.enter('relaying');
  new RelayedStream(exchange, stream).begin();
}

/** Until the terminal frame, an error, the end or a cut; the provider is cut two seconds after the client has gone. */
class RelayedStream extends RelayingSink {
  private readonly firstByteMs: number;
  /** Of `performance.now()`: since then nothing has come. */
  private heardMs = 0;
  private readonly silence = new Deadline(() => this.ping());
  private isHeld = false;
  /** What has ended it, where it did not end well; it has not ended where this is undefined. */
  private broken: Broken | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly stream: Stream,
  ) {
    super(stream.relay, stream.source);
    this.firstByteMs = exchange.elapsedMs;
  }

  begin(): void {
    const { source, relay } = this;
    const { first } = this.stream;
    writeHead(this.exchange, this.stream);
    if (first) this.write(first);
    if (relay.machine.state !== 'open') return this.end('upstream_error');
    this.listen();
    if (!this.isHeld) source.readBy(this);
  }

  protected get isOver(): boolean {
    return this.broken !== undefined;
  }

  protected get takesMore(): boolean {
    return !this.isHeld;
  }

  override chunk(bytes: Buffer): void {
    this.heardMs = performance.now();
    super.chunk(bytes);
  }

  protected relayed(out: Buffer | undefined): void {
    if (out) this.write(out);
    if (this.relay.machine.state !== 'open') this.end('upstream_error');
  }

  ended(): void {
    this.end('upstream_cut');
  }

  failed(fault: unknown): void {
    if (fault instanceof UpstreamFault) return this.end(fault.code === 'BODY_TOO_LARGE' ? 'body_too_large' : 'upstream_cut');
    if (this.broken) return;
    this.close('upstream_error');
    this.exchange.unwatch();
    this.exchange.run(() => {
      throw fault;
    });
  }

  private write(bytes: Buffer): void {
    if (this.exchange.client.write(bytes, this.ready)) return;
    this.isHeld = true;
    this.source.hold();
  }

  /** The client takes more, or need not be waited for. */
  private readonly ready = (): void => {
    this.isHeld = false;
    if (this.broken) return this.exchange.run(() => this.settle());
    this.listen();
    if (!this.isAside) this.source.readBy(this);
  };

  private listen(): void {
    this.heardMs = performance.now();
    deadlines.set(this.silence, PING_EVERY_MS);
  }

  /** The provider is silent: keeps the client's connection alive, between two frames, so that no event is torn. */
  private ping(): void {
    const now = performance.now();
    if (now >= this.heardMs + PING_EVERY_MS) {
      this.heardMs = now;
      if (!this.isHeld) this.write(this.relay.machine.ping);
    }
    deadlines.set(this.silence, this.heardMs + PING_EVERY_MS - now);
  }

  /** A client that is behind gets what there is first. */
  private end(broken: Broken): void {
    if (this.broken) return;
    this.close(broken);
    if (!this.isHeld) this.exchange.run(() => this.settle());
  }

  private close(broken: Broken): void {
    this.broken = broken;
    deadlines.clear(this.silence);
    this.source.leave();
  }

  private settle(): void {
    const { exchange, stream } = this;
    exchange.unwatch();
    const end = this.relay.machine.end();
    const reason = exchange.isCut ? 'gateway_stopping' : (this.broken ?? 'upstream_error');
    const keeping = end.state === 'done' && end.output ? exchange.keeping?.keep(end.output) : undefined;
    settle(exchange, stream, end, this.firstByteMs, reason).then(
      (charged) => {
        if (keeping) exchange.after(keeping, () => finish(exchange, stream, end, charged, reason));
        else exchange.run(() => finish(exchange, stream, end, charged, reason));
      },
      (fault: unknown) => exchange.run(() => unsettled(exchange, stream, fault)),
    );
  }
}

/** The last bytes: its own end, or why there is none. */
function finish(exchange: Exchange, stream: Stream, end: StreamEnd, charged: Usage | undefined, reason: StreamedAnswer['reason']): void {
  const last = end.state === 'done' ? lastOf(exchange, stream, end, charged) : frameOf(exchange, stream, end, reason);
  if (last instanceof Promise) exchange.after(last, (bytes) => close(exchange, bytes));
  else close(exchange, last);
}

function unsettled(exchange: Exchange, stream: Stream, fault: unknown): void {
  const isOurs = fault instanceof ChargeNotRecordedError || fault instanceof HoldLostError;
  if (!isOurs) throw fault;
  close(exchange, stream.relay.machine.errorFrame(fault instanceof HoldLostError ? LOST : NOT_CHARGED));
}

function close(exchange: Exchange, last: Buffer | undefined): void {
  exchange.client.end(last);
  exchange.over();
}

function frameOf(exchange: Exchange, stream: Stream, end: StreamEnd, reason: StreamedAnswer['reason']): Buffer {
  return stream.relay.machine.errorFrame(whyBroken(exchange, stream, end, reason));
}

function whyBroken(
  exchange: Exchange,
  { response, target, upstream }: Stream,
  end: StreamEnd,
  reason: StreamedAnswer['reason'],
): WireError {
  if (exchange.isLost) return LOST;
  if (exchange.isCut) return STOPPING;
  exchange.noteFailing(target, end.error ? 'error_in_answer' : reason);
  if (reason === 'body_too_large') return TOO_LARGE;
  return end.error ? toldError(response.ours.error(end.error), exchange.api === upstream) : CUT;
}

/** What ends it; an answer of Responses that failed tells its error there. */
function lastOf(
  { bodies }: Exchange,
  { response }: Stream,
  end: StreamEnd,
  charged: Usage | undefined,
): Buffer | undefined | Promise<Buffer> {
  const last = end.usage || !charged ? end.last : end.lastWith(charged);
  return end.error && last ? bodies.cleaned(last, response.ours, { framed: true }) : last;
}

/** The provider's own words; its code only where it is of the client's dialect. */
function toldError(error: UpstreamError, isSameDialect: boolean): WireError {
  return { ...errorForClient(error), code: (isSameDialect ? error.code : null) ?? CUT.code };
}

const STREAMED = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };
/** The same object for the same: its text is written once. */
const standingOnStreams = new WeakMap<Readonly<Record<string, string>>, Readonly<Record<string, string>>>();

function streamed(standing: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  let known = standingOnStreams.get(standing);
  if (!known) standingOnStreams.set(standing, (known = { ...standing, ...STREAMED }));
  return known;
}

function writeHead(exchange: Exchange, stream: Stream): void {
  exchange.client.begin(streamed(exchange.standing), answerHeaders(exchange, stream));
  // With a first event they leave in one piece with it.
  if (!stream.first) exchange.response.flushHeaders();
}

/** Charges it or gives its hold back, as the rules say; the usage that was charged, if any. */
async function settle(
  exchange: Exchange,
  stream: Stream,
  answer: StreamEnd,
  firstByteMs: number,
  reason: StreamedAnswer['reason'],
): Promise<Usage | undefined> {
  const { client, plan } = exchange;
  const { usage: reported, told, keptIds } = answer;
  const text = reported ? '' : answer.receivedText();
  const audioChars = reported ? 0 : (answer.receivedAudioChars?.() ?? 0);
  const ended: StreamedAnswer = { kind: 'stream', answer, received: text !== '' || audioChars > 0, reason };
  const counted = { reported, clientGone: client.gone, plan };
  let usage = reported;
  let end = endOfRequest(ended, counted);
  if (end === 'estimate first') {
    usage = await estimate(exchange, stream, { texts: [text], audioChars }, told);
    end = endOfRequest(ended, { ...counted, estimate: usage });
  }
  if (end.type === 'MeterTokens') await exchange.meter(end, keptIds, firstByteMs);
  else await exchange.fail(end);
  return usage;
}
