import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { sseFrame } from './answer/stream-writer.js';
import { readUpstreamAnswer, translateAnswer, writeUpstreamRequest } from './bridge.js';
import { readChatRequest } from './chat/request.js';
import type { WireApi } from './common/wire-request.js';
import { readCompletionsRequest } from './completions/request.js';
import { readMessagesRequest } from './messages/request.js';
import { readResponsesRequest } from './responses/request.js';
import { eventsOf, relayThrough } from './testing/streams.js';
import { TARGET } from './testing/translations.js';

/**
 * Typical conversations in every direction: what stands under `given` is the client's or the provider's, under `translated` what we make of it.
 * `UPDATE_GOLDEN=1` writes the latter anew, `npm run format` lays it out, and the difference is to be read before it is committed.
 */
interface Conversation {
  readonly given: {
    readonly requests: Partial<Record<WireApi, object>>;
    readonly answers: Partial<Record<WireApi, object>>;
    /** Events of the provider; a string is a frame's data as it stands. */
    readonly streams: Partial<Record<WireApi, readonly (string | { readonly type?: string })[]>>;
  };
  readonly translated: Record<string, unknown>;
}

const DIRECTORY = new URL('golden/', import.meta.url);
const READERS = {
  chat: readChatRequest,
  messages: readMessagesRequest,
  responses: readResponsesRequest,
  completions: readCompletionsRequest,
} as const;
/** Client's route and provider's. */
const PAIRS = [
  ['chat', 'messages'],
  ['messages', 'chat'],
  ['responses', 'chat'],
  ['responses', 'messages'],
  ['completions', 'chat'],
  ['completions', 'messages'],
] as const;

function translationsOf({ requests, answers, streams }: Conversation['given']): Record<string, unknown> {
  const translated: Record<string, unknown> = {};
  for (const [client, provider] of PAIRS) {
    const asked = requests[client];
    if (client === 'completions' && !asked) continue;
    if (asked) translated[`request of ${client} for ${provider}`] = requestOf(client, provider, asked);
    if (answers[provider]) translated[`answer of ${provider} for ${client}`] = answerOf(client, provider, answers[provider], asked);
    const stream = streams[provider]?.map((event) => (typeof event === 'string' ? `data: ${event}\n\n` : sseFrame(event.type, event)));
    if (stream)
      translated[`stream of ${provider} for ${client}`] = eventsOf(
        relayThrough([client, provider], stream.join(''), { body: { ...asked } }).all,
      );
  }
  return translated;
}

function requestOf(client: keyof typeof READERS, provider: WireApi, body: object): object {
  const request = READERS[client](Buffer.from(JSON.stringify(body)));
  if (request.kind === 'refusal') throw new Error(request.message);
  const written = writeUpstreamRequest(request, provider, TARGET);
  return written.kind === 'refusal' ? written : { body: JSON.parse(written.bytes.toString()) as unknown, dropped: written.dropped };
}

function answerOf(client: WireApi, provider: WireApi, body: object, request: object = {}): unknown {
  const read = readUpstreamAnswer(provider, Buffer.from(JSON.stringify(body)))!;
  const context = { createdAt: 1_700_000_001, request: { ...request }, estimatedInputTokens: 5 };
  return JSON.parse(translateAnswer(client, provider, read, read.usage!, context).bytes.toString());
}

describe('conversations in every direction', () => {
  it.each(readdirSync(DIRECTORY))('%s', (name) => {
    const file = new URL(name, DIRECTORY);
    const conversation = JSON.parse(readFileSync(file, 'utf8')) as Conversation;
    const translated = translationsOf(conversation.given);
    if (process.env['UPDATE_GOLDEN'] === '1')
      writeFileSync(file, `${JSON.stringify({ given: conversation.given, translated }, null, 2)}\n`);
    else expect(translated).toEqual(conversation.translated);
  });
});
