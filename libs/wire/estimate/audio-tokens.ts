import { audioChars } from '../chat/audio.js';
import { isObject, type JsonObject } from '../json/object.js';

/** Source: OpenAI, "Managing costs" (Realtime API): a token is 100 ms of what goes in, and 50 ms of what comes out. */
const INPUT_TOKENS_PER_SECOND = 10;
const OUTPUT_TOKENS_PER_SECOND = 20;
/** 16 bits at 24 kHz, one channel: what OpenAI speaks. */
const UNCOMPRESSED_BYTES_PER_SECOND = 48_000;
/** 128 kbit/s: where it is packed closer the estimate is too low, never too high. */
const COMPRESSED_BYTES_PER_SECOND = 16_000;
/** 32 bits at 48 kHz, two channels: what a header says beyond that is not believed. */
const MOST_BYTES_PER_SECOND = 384_000;
const UNCOMPRESSED: ReadonlySet<unknown> = new Set(['wav', 'pcm16']);

/** Tokens of the audio in a body of Chat Completions, by how long it plays: for an answer whose provider told no usage. */
export function estimateInputAudio({ messages }: JsonObject): number {
  const parts = (Array.isArray(messages) ? messages : [])
    .filter(isObject)
    .flatMap(({ content }): unknown[] => (Array.isArray(content) ? content : []));
  const seconds = parts.filter(isObject).map(({ input_audio: audio }) => {
    if (!isObject(audio)) return 0;
    return secondsOf(audioChars(audio), bytesPerSecondIn(audio['data']) ?? bytesPerSecondOf(audio['format']));
  });
  return Math.ceil(seconds.reduce((sum, each) => sum + each, 0) * INPUT_TOKENS_PER_SECOND);
}

/** Tokens of so many base64 characters of spoken output. */
export function estimateOutputAudio({ audio }: JsonObject, chars: number): number {
  return Math.ceil(secondsOf(chars, bytesPerSecondOf(isObject(audio) ? audio['format'] : undefined)) * OUTPUT_TOKENS_PER_SECOND);
}

function secondsOf(chars: number, bytesPerSecond: number): number {
  return (chars * 3) / 4 / bytesPerSecond;
}

function bytesPerSecondOf(format: unknown): number {
  return UNCOMPRESSED.has(format) ? UNCOMPRESSED_BYTES_PER_SECOND : COMPRESSED_BYTES_PER_SECOND;
}

/** What a WAV file says of itself; undefined for anything else. Source: the RIFF WAVE format, `nAvgBytesPerSec`. */
function bytesPerSecondIn(data: unknown): number | undefined {
  const header = Buffer.from(typeof data === 'string' ? data.slice(0, 44) : '', 'base64');
  if (header.length < 32 || header.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  const told = header.readUInt32LE(28);
  return told > 0 && told <= MOST_BYTES_PER_SECOND ? told : undefined;
}
