import { chatErrorFrame, type WireError } from '../common/errors.js';
import { jsonMembers, splice } from '../json/members.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { FrameShape } from '../sse/frame-shape.js';
import { RelayedStream } from '../sse/relayed-stream.js';
import { COMMENT_PING } from '../sse/stream-relay.js';
import { DELTA_TEXTS, USAGE_NULL } from './delta-texts.js';
import { ChatStreamFacts } from './stream.facts.js';

/** Source: OpenAI, "Streaming". */
const CHAT_DONE = Buffer.from('data: [DONE]\n\n');
const COLON = 58;
const LAST_USAGE_NULL = `${USAGE_NULL}}`;

/**
 * Relays a stream of Chat Completions chunks byte for byte, without the usage that the client did not ask for. Chunks of the older Completions go the
 * same way.
 *
 * A delta in the middle of an answer, which is nearly every frame, is recognised by `"finish_reason":null` in its bytes and never parsed: within
 * JSON the sequence `name":` can only end a key, since a quote inside a string is escaped. Whatever looks otherwise is parsed. Those behind it are the same bytes but for
 * what they say, nearly always: they are compared with it, and taken out of the chunk where they stand.
 * From the chunk that finishes the last choice on, everything is held: a client may take that chunk for the end of the answer.
 */
export class ChatStreamRelay extends RelayedStream<ChatStreamFacts> {
  readonly ping = COMMENT_PING;
  protected readonly terminal = CHAT_DONE;

  constructor(private readonly client: { readonly includeUsage: boolean; readonly choices: number }) {
    super(new ChatStreamFacts());
  }

  errorFrame(error: WireError): Buffer {
    return chatErrorFrame(error);
  }

  protected override relayShaped(bytes: Buffer, start: number, { said, saidEnd, cut, end }: FrameShape): void {
    this.facts.received.keepSaid(bytes, said, saidEnd);
    if (cut < 0 || this.client.includeUsage) return this.pass(bytes, start, end);
    this.pass(bytes, start, cut);
    this.pass(bytes, cut + USAGE_NULL.length, end);
  }

  protected relay(frame: Buffer): void {
    if (!this.relayDelta(frame)) this.relayOther(frame);
  }

  /** The short way for one delta of the only choice. False: not certainly one, or the first, which says in which tier an answer is served that may be cut. */
  private relayDelta(frame: Buffer): boolean {
    if (this.isAbridged || this.client.choices !== 1 || this.holding || !this.started) return false;
    const text = frame.toString('latin1');
    if (!text.startsWith('data: {')) return false;
    const delta = text.indexOf('delta":');
    const finish = delta < 0 ? -1 : text.indexOf('finish_reason":null', delta);
    if (finish < 0 || text[delta - 1] !== '"' || text[finish - 1] !== '"') return false;
    const usage = text.indexOf('usage":');
    if (usage >= 0 && !text.startsWith(USAGE_NULL, usage - 2)) return false;
    if (isUnusual(text, delta)) return false;
    this.started = true;
    this.facts.received.keep(frame, delta - 1, finish - 1);
    this.learn(text, DELTA_TEXTS);
    if (usage < 0 || this.client.includeUsage) this.pass(frame);
    else {
      this.pass(frame, 0, usage - 2);
      this.pass(frame, usage - 2 + USAGE_NULL.length);
    }
    return true;
  }

  private relayOther(frame: Buffer): void {
    if (frame[0] === COLON) return this.pass(frame);
    const { facts } = this;
    const fields = this.fieldsOf(frame);
    if (fields.data === undefined) return this.pass(frame);
    const chunk = facts.read(fields);
    if (facts.state === 'done') return this.finish(frame);
    if (facts.state === 'failed') return;
    if (chunk) this.relayChunk(frame, fields.data, chunk);
    else this.pass(frame);
    // Where a choice tells a failure the event is none of an answer.
    if (!facts.error) this.started = true;
  }

  private relayChunk(frame: Buffer, data: string, chunk: JsonObject): void {
    const { facts, client } = this;
    const choices = (Array.isArray(chunk['choices']) ? chunk['choices'] : []).filter(isObject);
    for (const choice of choices) {
      facts.keepText(choice);
      facts.readChoice(choice);
    }
    // In one of its choices.
    if (facts.error) return;
    this.holding ||= facts.choicesFinished >= client.choices;
    // Of an event that is not at hand as a whole nothing is cut out.
    if (client.includeUsage || this.isAbridged || !('usage' in chunk)) return this.pass(frame);
    if (choices.length > 0 || !Array.isArray(chunk['choices'])) this.pass(withoutUsage(data));
  }
}

/** A delta that says more than what the model said: that it failed, or what nobody knows. */
function isUnusual(text: string, delta: number): boolean {
  const error = text.indexOf('error":');
  if (error >= 0 && !text.startsWith('null', error + 7)) return true;
  if (text.indexOf('content":[', delta) >= 0) return true;
  const role = text.indexOf('role":"', delta);
  return role >= 0 && !text.startsWith('assistant"', role + 7);
}

/** Cuts the member `usage` with one of its commas; every other byte stays. */
function withoutUsage(data: string): Buffer {
  // Nearly all say so at their end.
  if (data.endsWith(LAST_USAGE_NULL) && data.indexOf('"usage"') === data.length - LAST_USAGE_NULL.length + 1 && !data.includes('\n'))
    return Buffer.from(`data: ${data.slice(0, -LAST_USAGE_NULL.length)}}\n\n`);
  const members = jsonMembers(data);
  const index = members.findIndex((member) => member.name === 'usage');
  const before = members[index - 1];
  const after = members[index + 1];
  const start = before ? before.end : members[index]!.start;
  const end = before ? members[index]!.end : (after?.start ?? members[index]!.end);
  const lines = splice(data, [{ start, end, by: '' }]).replaceAll('\n', '\ndata: ');
  return Buffer.from(`data: ${lines}\n\n`);
}
