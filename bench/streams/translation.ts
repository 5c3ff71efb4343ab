import {
  readRequest,
  readUpstreamAnswer,
  relayOf,
  translateAnswer,
  USUAL_TRAITS,
  writeUpstreamRequest,
  type AnswerContext,
  type TranslationTarget,
  type ReadRequest,
} from '#wire';
import { UPSTREAM_MODEL } from '../payloads/payload.js';
import { median } from '../harness/statistics.js';
import { EXCHANGES, OWN_ROUTE, requestBody, type Exchange } from './exchange.js';
import { PLAIN_ANSWERS, streamedAnswer } from '../payloads/provider-answers.js';

const TARGET: TranslationTarget = { model: UPSTREAM_MODEL, outputLimit: 64, traits: { ...USUAL_TRAITS, reasoning: 'none' } };
const DELTAS = 200;
const WARM_UP_ROUNDS = 20;
const ROUNDS = 30;
/** Of one round, so that the clock's own grain does not count. */
const TIMES = 200;

/** Microseconds of one pure function, and of `JSON.parse` with `JSON.stringify` over the same bytes, measured in turns. */
export interface Cost {
  readonly us: number;
  readonly jsonUs: number;
}

export interface TranslationCost {
  readonly exchange: Exchange;
  /** The client's bytes read, and written for the provider. */
  readonly request: Cost;
  /** A plain answer's bytes read for the charge, and written for the client. */
  readonly answer: Cost;
  /** One event of a stream of 200 deltas, each in a chunk of its own. */
  readonly event: Cost;
}

/** What the library takes by itself, without HTTP, books or waiting. */
export function measureTranslation(): readonly TranslationCost[] {
  return EXCHANGES.map((exchange) => {
    const upstream = OWN_ROUTE[exchange.protocol];
    const request = understood(exchange, false);
    const context: AnswerContext = { createdAt: 1767225600, request: request.asked, estimatedInputTokens: 50 };
    const body = Buffer.from(requestBody(exchange.client, 'bench/model', false));
    const plain = Buffer.from(PLAIN_ANSWERS[exchange.protocol]);
    const { first, deltas, end } = streamedAnswer(exchange.protocol, DELTAS);
    const events = [first, ...deltas, ...end].map((text) => Buffer.from(text));
    const streamed = understood(exchange, true);
    return {
      exchange,
      request: cost(() => void writeUpstreamRequest(understood(exchange, false), upstream, TARGET), [body]),
      answer: cost(() => {
        const answer = readUpstreamAnswer(upstream, plain)!;
        if (exchange.client !== upstream) translateAnswer(exchange.client, upstream, answer, answer.usage!, context);
      }, [plain]),
      event: cost(
        () => {
          const relay = relayOf(streamed, upstream, context);
          for (const event of events) relay.push(event);
          if (relay.end().state !== 'done') throw new Error(`${exchange.name}: the bench's stream did not end`);
        },
        events.flatMap(jsonOf),
        events.length,
      ),
    };
  });
}

export function understood({ client }: Exchange, stream: boolean): ReadRequest {
  const read = readRequest(client, Buffer.from(requestBody(client, 'bench/model', stream)));
  if (read.kind === 'refusal') throw new Error(`The bench's own request is refused: ${read.message}`);
  return read;
}

/** Of the data lines of an event, or several. */
function jsonOf(event: Buffer): Buffer[] {
  const lines = event.toString('utf8').split('\n');
  return lines.filter((line) => line.startsWith('data: {')).map((line) => Buffer.from(line.slice('data: '.length)));
}

function cost(work: () => void, json: readonly Buffer[], units = 1): Cost {
  const times = Math.max(1, Math.round(TIMES / units));
  const yardstick = (): void => {
    for (const bytes of json) Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8'))));
  };
  const own: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const [us, jsonUs] = [timed(work, times) / units, timed(yardstick, times) / units];
    if (round < WARM_UP_ROUNDS) continue;
    own.push(us);
    others.push(jsonUs);
  }
  return { us: median(own), jsonUs: median(others) };
}

function timed(work: () => void, times: number): number {
  const startedAt = performance.now();
  for (let time = 0; time < times; time++) work();
  return ((performance.now() - startedAt) * 1_000) / times;
}
