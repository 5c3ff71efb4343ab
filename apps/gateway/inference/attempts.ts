import type { PlannedAttempt } from '#ledger';
import { maySwitch, type AttemptFailure } from '#routing';
import { readChatResponse, writeUpstreamBody, type ChatRequest, type ChatResponse } from '#wire';
import { UpstreamFault, type PlainResponse, type StreamResponse, type UpstreamCall, type UpstreamClient } from '../upstream/index.js';
import { REQUEST_LIMIT_MS, type AdmittedRequest } from './admitted-request.js';
import { DRAIN_AFTER_CLIENT_MS, type ClientConnection } from './client-connection.js';
import { openStream, type OpenedStream } from './opened-stream.js';

/** A provider that answered: from here on no other is asked. */
export type Answered =
  | { readonly kind: 'plain'; readonly target: PlannedAttempt; readonly response: PlainResponse; readonly answer: ChatResponse }
  | ({ readonly kind: 'stream'; readonly target: PlannedAttempt } & OpenedStream);

/** No provider answered: how the last one failed, and its own words where it said something. */
export interface Unanswered {
  readonly kind: 'failed';
  readonly target: PlannedAttempt;
  readonly failure: AttemptFailure;
  readonly response: PlainResponse | undefined;
}

export interface ProviderAddress {
  readonly url: string;
  readonly credential: string;
}

export interface AttemptContext {
  readonly upstream: UpstreamClient;
  /** Where a provider's chat completions are; undefined for one that was taken away meanwhile. */
  readonly address: (provider: string) => ProviderAddress | undefined;
}

/** Asks the planned providers in order until one answers. Falls back only while nothing has gone to the client. */
export async function askProviders(
  admitted: AdmittedRequest,
  request: ChatRequest,
  client: ClientConnection,
  context: AttemptContext,
): Promise<Answered | Unanswered> {
  const { attempts } = admitted.plan;
  for (let index = 0; ; index += 1) {
    const target = attempts[index] as PlannedAttempt;
    if (client.gone) return { kind: 'failed', target, failure: { fault: 'ABORTED' }, response: undefined };
    const outcome = await attempt(target, admitted, request, client, context);
    if (outcome.kind !== 'failed') return outcome;
    const isLast = index === attempts.length - 1;
    if (isLast || admitted.cut.aborted || !maySwitch(outcome.failure)) return outcome;
  }
}

async function attempt(
  target: PlannedAttempt,
  admitted: AdmittedRequest,
  request: ChatRequest,
  client: ClientConnection,
  context: AttemptContext,
): Promise<Answered | Unanswered> {
  const startedAt = performance.now();
  const { provider, upstream_model } = target;
  const record = (status: number | null, error?: string) =>
    admitted.attempts.push({
      ...(error === undefined ? {} : { error }),
      latency_ms: Math.round(performance.now() - startedAt),
      provider,
      status,
      upstream_model,
    });
  const fail = (failure: AttemptFailure, response?: PlainResponse): Unanswered => {
    record('status' in failure ? failure.status : (response?.status ?? null), 'fault' in failure ? failure.fault.toLowerCase() : undefined);
    return { kind: 'failed', target, failure, response };
  };
  const call = begin(target, admitted, request, context);
  if (!call) return fail({ fault: 'CONNECT_FAILED' });
  const stopWatching = giveUpWhenUseless(call, client, admitted.cut);
  try {
    const response = await call.response;
    if (response.status >= 300) {
      if (response.kind === 'stream') call.abort();
      stopWatching();
      return fail({ status: response.status }, response.kind === 'plain' ? response : undefined);
    }
    const answered = request.stream ? await readStream(response, request) : readPlain(response);
    if (answered?.kind !== 'stream') stopWatching();
    if (!answered) {
      call.abort();
      return fail({ fault: 'BAD_RESPONSE' }, response.kind === 'plain' ? response : undefined);
    }
    record(response.status);
    return answered.kind === 'stream' ? { ...answered, target, close: stopWatching } : { ...answered, target };
  } catch (fault) {
    stopWatching();
    return fail({ fault: fault instanceof UpstreamFault ? fault.code : 'BAD_RESPONSE' });
  }
}

function begin(target: PlannedAttempt, admitted: AdmittedRequest, request: ChatRequest, context: AttemptContext): UpstreamCall | undefined {
  const address = context.address(target.provider);
  if (!address) return undefined;
  const body = writeUpstreamBody(request, { model: target.upstream_model, outputLimit: admitted.outputLimit });
  const deadline = Date.now() + REQUEST_LIMIT_MS - admitted.elapsedMs;
  return context.upstream.call({ url: address.url, apiKey: address.credential, body, deadline });
}

/**
 * Nobody waits any more: the provider gets two seconds to finish, so that its usage is known; a stopping gateway waits no longer.
 * The result ends the watch, and must be called when the answer has ended.
 */
function giveUpWhenUseless(call: UpstreamCall, client: ClientConnection, cut: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  let watching = true;
  const abort = () => call.abort();
  client.onGone(() => {
    if (watching) timer = setTimeout(abort, DRAIN_AFTER_CLIENT_MS);
  });
  cut.addEventListener('abort', abort, { once: true });
  return () => {
    watching = false;
    clearTimeout(timer);
    cut.removeEventListener('abort', abort);
  };
}

/** Undefined: no chat completion, whatever its status says. One without a choice counts only where its usage was told. */
function readPlain(response: PlainResponse | StreamResponse) {
  if (response.kind !== 'plain') return undefined;
  const answer = readChatResponse(response.body);
  if (!answer || answer.error || (answer.finishReasons.length === 0 && !answer.usage)) return undefined;
  return { kind: 'plain' as const, response, answer };
}

async function readStream(response: PlainResponse | StreamResponse, request: ChatRequest) {
  if (response.kind !== 'stream') return undefined;
  const opened = await openStream(response, request);
  return opened && { kind: 'stream' as const, ...opened };
}
