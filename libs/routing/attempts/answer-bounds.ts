import type { WireRequest } from '#wire';

/** How large an answer may be that a provider sends, in bytes. What is larger is cut: it is no answer to what was asked. */
export interface AnswerBounds {
  /** All text of a stream: what it says, not what stands around it. */
  readonly text: number;
  /** A plain answer, and one event of a stream: the last one of Responses repeats all before it. */
  readonly whole: number;
  /** A stream, everything that stands around its text included. */
  readonly stream: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
/** The longest tokens of ordinary text. */
const BYTES_PER_TOKEN = 8;
/** Providers count by tokenizers of their own, and some count not all of it. */
const TIMES = 4;
const ALWAYS = 64 * KIB;
/** Some answer at length whatever they are told, and are read to their end: what runs away is far beyond it. Said once: nothing is added around it. */
const AT_LENGTH = 2 * MIB - ALWAYS;
/** A plain answer is held in memory whole until it is charged. */
const WHOLE_AT_MOST = 64 * MIB;
/** Around the text of one token: a chunk with all its names, filters and fingerprints. */
const FRAME_BYTES = KIB;
/** A stream of Responses says its text five times, and the request three times. */
const TIMES_SAID = 8;
/** Comments and pings of ten minutes. */
const PINGS = MIB;
/** One probability: the token, its logarithm, its bytes as numbers. */
const LOGPROB_BYTES = 256;
/** PCM of 24 kHz in base64, 20 tokens a second. */
const AUDIO_BYTES = 4 * KIB;

/** Four times the output limit that was sent, at 8 bytes a token, and 2 MiB; more only where the request asks for more than text. `sentBytes`: of the body that went upstream. */
export function answerBounds(request: WireRequest, outputLimit: number, sentBytes: number): AnswerBounds {
  const tokens = TIMES * outputLimit * request.choices;
  const echoed = request.asked['echo'] === true ? sentBytes : 0;
  const usual = tokens * BYTES_PER_TOKEN + ALWAYS + echoed;
  const text = usual + AT_LENGTH;
  if (request.api === 'embeddings') return { text, whole: WHOLE_AT_MOST, stream: WHOLE_AT_MOST };
  // Answers may repeat what the request says; the same text in JSON is twice as long at most.
  const usualWhole = usual + tokens * besideText(request) + 2 * sentBytes;
  const whole = Math.min(usualWhole + AT_LENGTH, WHOLE_AT_MOST);
  return { text, whole, stream: TIMES_SAID * usualWhole + AT_LENGTH + tokens * FRAME_BYTES + PINGS };
}

/** Bytes for each token that stand in an answer on request. */
function besideText({ asked }: WireRequest): number {
  const modalities = asked['modalities'];
  const speaks = Array.isArray(modalities) && modalities.includes('audio');
  return (speaks ? AUDIO_BYTES : 0) + probabilities(asked) * LOGPROB_BYTES;
}

/** Chat says `logprobs` and `top_logprobs`, Completions how many in `logprobs`, Responses `include` and `top_logprobs`. */
function probabilities({ logprobs, top_logprobs: top, include }: Readonly<Record<string, unknown>>): number {
  const isAsked = logprobs === true || (Array.isArray(include) && include.includes('message.output_text.logprobs'));
  const most = Math.max(countOf(logprobs), countOf(top));
  return isAsked || most > 0 ? most + 1 : 0;
}

const countOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? Math.min(value, 20) : 0);
