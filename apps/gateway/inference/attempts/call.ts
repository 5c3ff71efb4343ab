import { answerBounds, isRouteMissing, type AttemptFailure, type AnswerBounds, type RouteStep } from '#routing';
import { errorForClient, LARGE_BYTES, type AnswerContext, type UpstreamRequestBody, type WireError, type WireRequest } from '#wire';
import type { Exchange } from '../exchange/exchange.js';
import { REQUEST_LIMIT_MS } from '../exchange/hold.js';
import type { AnswerKeeping } from '../history/answer-keeping.js';
import type { Providers } from '../providers/providers.js';
import { UpstreamFault, type AnswerListener, type UpstreamCall, type UpstreamResponse } from '../upstream/index.js';
import type { Answered, Unanswered } from './outcome.js';
import { readAnswer, type Read } from './read-answer.js';

type Asked = (outcome: Answered | Unanswered) => void;

/** One call of one provider, until it has answered or failed; either way it stands in the record. */
export function ask(exchange: Exchange, step: RouteStep, body: UpstreamRequestBody, providers: Providers, asked: Asked): void {
  new Call(exchange, step, body, asked).begin(providers);
}

class Call implements AnswerListener {
  private readonly startedAt = performance.now();
  private readonly bounds: AnswerBounds;
  private upstream: UpstreamCall | undefined;
  private readonly keeping: AnswerKeeping | undefined;
  private readonly context: AnswerContext | Promise<AnswerContext>;
  private isOver = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly step: RouteStep,
    private readonly body: UpstreamRequestBody,
    private readonly asked: Asked,
  ) {
    const { request, outputLimit, keeping } = exchange;
    this.bounds = answerBounds(request, outputLimit.tokens, body.bytes.length);
    this.keeping = request.api === step.upstream ? undefined : keeping;
    this.context = answerContextOf(exchange, step, body, this.keeping);
  }

  begin(providers: Providers): void {
    const { exchange, step, body, bounds, context } = this;
    // Awaited where the provider answers; where it does not, nobody wants to know.
    if (context instanceof Promise) context.catch(ignore);
    const { request, memory, headers: clientHeaders } = exchange;
    const room = { wholeBytes: bounds.whole, memory };
    const deadline = Date.now() + REQUEST_LIMIT_MS - exchange.elapsedMs;
    const { target, upstream: api } = step;
    const call = { api, clientApi: request.api, body: body.bytes, room, deadline, clientHeaders };
    this.upstream = providers.ask(target, call, this);
    if (!this.upstream) this.failed(new UpstreamFault('CONNECT_FAILED'));
    // One that could not even begin is over by now.
    if (!this.isOver) exchange.watch(this);
  }

  abort(): void {
    this.upstream?.abort();
  }

  answered(response: UpstreamResponse): void {
    this.exchange.run(() => this.take(response));
  }

  private take(response: UpstreamResponse): void {
    if (response.status >= 300) return this.end(this.failure({ status: response.status }, response));
    const { context } = this;
    if (context instanceof Promise)
      context.then(
        (known) => this.read(response, known),
        (fault: unknown) => this.failed(fault),
      );
    else this.read(response, context);
  }

  failed(fault: unknown): void {
    if (this.isOver) return;
    this.abort();
    this.end(this.failure({ fault: fault instanceof UpstreamFault ? fault.code : 'BAD_RESPONSE' }));
  }

  private read(response: UpstreamResponse, context: AnswerContext): void {
    const { exchange, step, bounds } = this;
    const asked = { request: exchange.request, upstream: step.upstream, context, bounds };
    try {
      readAnswer(response, asked, exchange, {
        read: (read) => this.taken(response, context, read),
        failed: (fault) => this.failed(fault),
      });
    } catch (fault) {
      this.failed(fault);
    }
  }

  private taken(response: UpstreamResponse, context: AnswerContext, read: Read): void {
    if (read.kind === 'none') {
      this.abort();
      return this.end(this.failure({ fault: 'BAD_RESPONSE' }, response, read.error && errorForClient(response.ours.error(read.error))));
    }
    this.record(response.status);
    const { target, upstream, storedTokens } = this.step;
    const dropped = this.keeping ? [...this.keeping.dropped, ...this.body.dropped] : this.body.dropped;
    this.end({ ...read, target, upstream, dropped, context, storedTokens });
  }

  /** A stream is watched until it has ended. */
  private end(outcome: Answered | Unanswered): void {
    this.isOver = true;
    if (outcome.kind !== 'stream') this.exchange.unwatch();
    this.exchange.run(() => this.asked(outcome));
  }

  private failure(failure: AttemptFailure, response?: UpstreamResponse, reported?: WireError): Unanswered {
    const { target, upstream } = this.step;
    const missing = lacksRoute({ failure, response }, this.exchange.request) ? 'route_missing' : undefined;
    const error = 'fault' in failure ? failure.fault.toLowerCase() : missing;
    this.record('status' in failure ? failure.status : (response?.status ?? null), error);
    const kind = failingKind(failure, reported);
    if (kind !== undefined && !missing) this.exchange.noteFailing(target, kind);
    return { kind: 'failed', target, upstream, failure, response, reported };
  }

  private record(status: number | null, error?: string): void {
    const { provider, upstream_model } = this.step.target;
    this.exchange.attempts.push({
      ...(error === undefined ? {} : { error }),
      latency_ms: Math.round(performance.now() - this.startedAt),
      provider,
      status,
      upstream_model,
    });
  }
}

const ignore = (): void => undefined;

/** What the caller got wrong says nothing of the provider. */
const OF_THE_CALLER: ReadonlySet<number> = new Set([400, 405, 413, 415, 422]);

function failingKind(failure: AttemptFailure, reported: WireError | undefined): string | undefined {
  const status = reported?.status ?? ('status' in failure ? failure.status : undefined);
  if (status !== undefined) return OF_THE_CALLER.has(status) ? undefined : String(status);
  return 'fault' in failure && failure.fault !== 'ABORTED' ? failure.fault.toLowerCase() : undefined;
}

/** Who stores what a request names has the route by which it came there: then only that can be what was not found. */
export function lacksRoute({ failure, response }: Pick<Unanswered, 'failure' | 'response'>, { references }: WireRequest): boolean {
  if (references.some(({ isWhole }) => !isWhole)) return false;
  return (
    'status' in failure &&
    isRouteMissing(failure.status, response?.kind === 'plain' && response.body.length <= LARGE_BYTES ? response.body : NOTHING)
  );
}

const NOTHING = Buffer.alloc(0);

/**
 * Only `message_start` tells an estimate, and only where the provider does not write it itself. It is made while the provider thinks: a long prompt
 * takes the tokenizer some milliseconds, which would otherwise stand before the first token.
 */
function answerContextOf(
  { request, bodies }: Exchange,
  { target, upstream, traits }: RouteStep,
  { renamed }: UpstreamRequestBody,
  keeping: AnswerKeeping | undefined,
): AnswerContext | Promise<AnswerContext> {
  const context = (estimatedInputTokens: number): AnswerContext => ({
    createdAt: Math.floor(Date.now() / 1_000),
    request: request.asked,
    upstreamModel: target.upstream_model,
    endsWithoutDone: traits.endsWithoutDone,
    ...(renamed && { renamed }),
    ...(keeping && { response: keeping.told }),
    estimatedInputTokens,
  });
  const isEstimated = request.stream && request.api === 'messages' && upstream !== 'messages';
  return isEstimated ? bodies.estimateInput(request, target.upstream_model).then(({ tokens }) => context(tokens)) : context(0);
}
