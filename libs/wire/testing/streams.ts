import type OpenAI from 'openai';
import type Anthropic from '@anthropic-ai/sdk';
import type { AnswerContext } from '../answer/answer.js';
import { relayOf } from '../bridge.js';
import { emptyInput } from '../common/wire-input.js';
import { wireRequest, type WireApi } from '../common/wire-request.js';
import type { StreamEnd, StreamRelay } from '../sse/stream-relay.js';
import { chunksOf } from './sdk.js';

export type ChatDelta = OpenAI.Chat.Completions.ChatCompletionChunk.Choice.Delta & { readonly reasoning_content?: string };

/** A chunk of Chat Completions, as providers send it. */
export function chatChunk(delta: ChatDelta, finish: OpenAI.Chat.Completions.ChatCompletionChunk.Choice['finish_reason'] = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish, logprobs: null }];
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt', choices } as const;
  return `data: ${JSON.stringify(chunk satisfies OpenAI.Chat.Completions.ChatCompletionChunk)}\n\n`;
}

export function chatUsageChunk(usage: OpenAI.CompletionUsage): string {
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt', choices: [], usage })}\n\n`;
}

export const DONE = 'data: [DONE]\n\n';

/** An event of Messages, as Anthropic sends it. */
export function messagesEvent(
  event: { readonly type: Anthropic.RawMessageStreamEvent['type'] | 'ping' | 'error' } & Record<string, unknown>,
): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

export function messageStart(usage: Partial<Anthropic.Usage> = { input_tokens: 10, output_tokens: 1 }): string {
  const message = {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    stop_reason: null,
    stop_sequence: null,
  } as const;
  return messagesEvent({ type: 'message_start', message: { ...message, usage } });
}

export function messageEnd(
  reason: Anthropic.StopReason,
  usage: Partial<Anthropic.MessageDeltaUsage> = { output_tokens: 7 },
  sequence: string | null = null,
): string {
  return (
    messagesEvent({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: sequence }, usage }) +
    messagesEvent({ type: 'message_stop' })
  );
}

/** A content block with its deltas. */
export function messageBlock(index: number, block: object, deltas: readonly object[]): string {
  const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, index, ...more })}\n\n`;
  return (
    event('content_block_start', { content_block: block }) +
    deltas.map((delta) => event('content_block_delta', { delta })).join('') +
    event('content_block_stop', {})
  );
}

/** A client's body as its reader leaves it; only what a relay looks at. */
export function requestOf(api: WireApi, body: Record<string, unknown> = {}) {
  const options = body['stream_options'] as { include_usage?: boolean } | undefined;
  const parsed = { body: { model: 'm', ...body }, text: JSON.stringify({ model: 'm', ...body }), members: [] };
  const request = wireRequest(api, Buffer.from(parsed.text), parsed, emptyInput(), { includeUsage: options?.include_usage === true });
  if (request.kind === 'refusal') throw new TypeError(request.message);
  return request;
}

export interface Relayed {
  /** What left before the end was asked for. */
  readonly sent: string;
  readonly last: string;
  readonly all: string;
  readonly started: boolean;
  readonly end: StreamEnd;
  readonly relay: StreamRelay;
}

export function relayThrough(
  [api, upstream]: readonly [WireApi, WireApi],
  stream: string,
  {
    body = {},
    chunkBytes = Infinity,
    estimatedInputTokens = 5,
  }: { body?: Record<string, unknown>; chunkBytes?: number; estimatedInputTokens?: number } = {},
): Relayed {
  const request = requestOf(api, body);
  const context: AnswerContext = { createdAt: 1_700_000_001, request: request.body, estimatedInputTokens };
  const relay = relayOf(request, upstream, context);
  const bytes = Buffer.from(stream);
  const parts = chunksOf(bytes, Math.min(chunkBytes, bytes.length || 1)).map((chunk) => relay.push(chunk) ?? Buffer.alloc(0));
  const { started } = relay;
  const end = relay.end();
  const last = end.last ?? Buffer.alloc(0);
  return {
    sent: Buffer.concat(parts).toString(),
    last: last.toString(),
    all: Buffer.concat([...parts, last]).toString(),
    started,
    end,
    relay,
  };
}

/** The events of a stream, parsed. */
export function eventsOf(stream: string): Record<string, unknown>[] {
  return stream
    .split('\n\n')
    .map((frame) => /(?:^|\n)data: ([^\n]*)/.exec(frame)?.[1])
    .filter((data) => data !== undefined && data !== '[DONE]')
    .map((data) => JSON.parse(data!) as Record<string, unknown>);
}
