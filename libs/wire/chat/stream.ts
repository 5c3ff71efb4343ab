import { chatErrorFrame, type WireError } from '../common/errors.js';
import type { Usage } from '../common/usage.js';
import { jsonMembers, splice } from '../json/members.js';
import { isObject, type JsonObject } from '../json/object.js';
import { readSseFields } from '../sse/frames.js';
import { RelayedFrames } from '../sse/relayed-stream.js';
import { COMMENT_PING, type StreamEnd, type StreamRelay, type StreamState } from '../sse/stream-relay.js';
import { ReceivedDeltas } from './received-deltas.js';
import { readChatUsage } from './usage.js';

const COLON = 58;
const USAGE_NULL = ',"usage":null';

/**
 * Relays a stream of Chat Completions chunks byte for byte, without the usage that the client did not ask for. Chunks of the older Completions
 * differ in one member, `text` instead of `delta`, and go the same way.
 *
 * A delta in the middle of an answer, which is nearly every frame, is recognised by `"finish_reason":null` in its bytes and never parsed: within
 * JSON the sequence `name":` can only end a key, since a quote inside a string is escaped. Whatever looks otherwise is parsed.
 * From the chunk that finishes the last choice on, everything is held: a client may take that chunk for the end of the answer.
 */
export class ChatStreamRelay implements StreamRelay {
  readonly ping = COMMENT_PING;
  private readonly frames = new RelayedFrames((frame) => this.relay(frame));
  private readonly received = new ReceivedDeltas();
  private readonly finished = new Map<number, string>();
  private usage: Usage | undefined;
  private serviceTier: string | undefined;

  constructor(private readonly client: { readonly includeUsage: boolean; readonly choices: number }) {}

  get state(): StreamState {
    return this.frames.state;
  }

  get started(): boolean {
    return this.frames.started;
  }

  push(chunk: Buffer): Buffer | undefined {
    return this.frames.push(chunk);
  }

  end(): StreamEnd {
    const last = this.frames.end();
    return {
      state: this.state,
      last,
      lastWith: () => last,
      usage: this.usage,
      inputTold: undefined,
      unpriced: [],
      keptIds: [],
      receivedText: () => this.received.text(),
      receivedAudioChars: () => this.received.audioChars(),
      finishReasons: [...this.finished.values()],
      serviceTier: this.serviceTier,
      error: this.frames.error,
    };
  }

  errorFrame(error: WireError): Buffer {
    return chatErrorFrame(error);
  }

  private relay(frame: Buffer): void {
    if (!this.relayDelta(frame)) this.relayOther(frame);
  }

  /** The short way for one delta of the only choice. False: not certainly one, or the first, which says in which tier an answer is served that may be cut. */
  private relayDelta(frame: Buffer): boolean {
    if (this.client.choices !== 1 || this.frames.holding || !this.frames.started) return false;
    const text = frame.toString('latin1');
    if (!text.startsWith('data: {')) return false;
    const delta = text.indexOf('delta":');
    const finish = delta < 0 ? -1 : text.indexOf('finish_reason":null', delta);
    if (finish < 0 || text[delta - 1] !== '"' || text[finish - 1] !== '"') return false;
    const usage = text.indexOf('usage":');
    if (usage >= 0 && !text.startsWith(USAGE_NULL, usage - 2)) return false;
    this.frames.started = true;
    this.received.keep(frame, delta - 1, finish - 1);
    if (usage < 0 || this.client.includeUsage) this.frames.pass(frame);
    else {
      this.frames.pass(frame, 0, usage - 2);
      this.frames.pass(frame, usage - 2 + USAGE_NULL.length);
    }
    return true;
  }

  private relayOther(frame: Buffer): void {
    const { event, data } = frame[0] === COLON ? NO_FIELDS : readSseFields(frame);
    if (data === undefined) return this.frames.pass(frame);
    if (data.trim() === '[DONE]') return this.frames.finish(frame);
    this.frames.started = true;
    const chunk = parse(data);
    if (!isObject(chunk)) return this.frames.pass(frame);
    if (chunk['error'] != null || event === 'error') return this.fail(chunk);
    this.relayChunk(frame, data, chunk);
  }

  private relayChunk(frame: Buffer, data: string, chunk: JsonObject): void {
    this.readUsage(chunk['usage']);
    if (typeof chunk['service_tier'] === 'string') this.serviceTier = chunk['service_tier'];
    const choices = (Array.isArray(chunk['choices']) ? chunk['choices'] : []).filter(isObject);
    for (const choice of choices) {
      const delta = choice['delta'] ?? (typeof choice['text'] === 'string' ? { content: choice['text'] } : undefined);
      if (delta != null) this.received.keepParsed(delta);
      if (typeof choice['finish_reason'] === 'string') this.finished.set(Number(choice['index'] ?? 0), choice['finish_reason']);
    }
    this.frames.holding ||= this.finished.size >= this.client.choices;
    if (this.client.includeUsage || !('usage' in chunk)) return this.frames.pass(frame);
    if (choices.length > 0 || !Array.isArray(chunk['choices'])) this.frames.pass(withoutUsage(data));
  }

  private fail(chunk: JsonObject): void {
    this.frames.fail(chunk['error'] ?? chunk['message'] ?? chunk);
    this.readUsage(chunk['usage']);
  }

  private readUsage(usage: unknown): void {
    this.usage = readChatUsage(usage) ?? this.usage;
  }
}

const NO_FIELDS = { event: undefined, data: undefined };

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** Cuts the member `usage` with one of its commas; every other byte stays. */
function withoutUsage(data: string): Buffer {
  const members = jsonMembers(data);
  const index = members.findIndex((member) => member.name === 'usage');
  const before = members[index - 1];
  const after = members[index + 1];
  const start = before ? before.end : members[index]!.start;
  const end = before ? members[index]!.end : (after?.start ?? members[index]!.end);
  const lines = splice(data, [{ start, end, by: '' }]).replaceAll('\n', '\ndata: ');
  return Buffer.from(`data: ${lines}\n\n`);
}
