import { isObject, type JsonObject } from './refusal.js';

/** Source: OpenAI, "Managing costs" (Realtime API): a token is 100 ms of what goes in, and 50 ms of what comes out. */
const INPUT_TOKENS_PER_SECOND = 10;
const OUTPUT_TOKENS_PER_SECOND = 20;
/** 16 bits at 24 kHz, one channel: what OpenAI speaks. */
const UNCOMPRESSED_BYTES_PER_SECOND = 48_000;
/** 64 kbit/s, as speech is usually packed. */
const COMPRESSED_BYTES_PER_SECOND = 8_000;
const UNCOMPRESSED: ReadonlySet<unknown> = new Set(['wav', 'pcm16']);

/** Tokens of the audio in a body of Chat Completions, by how long it plays: for an answer whose provider told no usage. */
export function estimateInputAudio({ messages }: JsonObject): number {
  const parts = (Array.isArray(messages) ? messages : [])
    .filter(isObject)
    .flatMap(({ content }): unknown[] => (Array.isArray(content) ? content : []));
  const seconds = parts.filter(isObject).map((part) => {
    const audio = isObject(part['input_audio']) ? part['input_audio'] : {};
    return secondsOf(audioChars(audio), audio['format']);
  });
  return Math.ceil(seconds.reduce((sum, each) => sum + each, 0) * INPUT_TOKENS_PER_SECOND);
}

/** Tokens of so many base64 characters of spoken output. */
export function estimateOutputAudio({ audio }: JsonObject, chars: number): number {
  return Math.ceil(secondsOf(chars, isObject(audio) ? audio['format'] : undefined) * OUTPUT_TOKENS_PER_SECOND);
}

/** Base64 characters of an object that has `data`. */
export function audioChars(audio: unknown): number {
  const data = isObject(audio) ? audio['data'] : undefined;
  return typeof data === 'string' ? data.length : 0;
}

function secondsOf(chars: number, format: unknown): number {
  return (chars * 3) / 4 / (UNCOMPRESSED.has(format) ? UNCOMPRESSED_BYTES_PER_SECOND : COMPRESSED_BYTES_PER_SECOND);
}
