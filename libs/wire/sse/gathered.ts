import type { ToldUsage } from '../common/told-usage.js';
import type { UpstreamError } from '../common/upstream-error.js';
import type { JsonObject } from '../json/object.js';
import type { SseFields } from './frames.js';
import type { StreamFacts } from './stream-facts.js';
import { UpstreamFrames } from './upstream-frames.js';

/** Puts the events of one dialect's stream together to the plain answer that they tell. */
export interface Gatherer {
  readonly facts: StreamFacts;
  read(fields: SseFields): void;
  /** Undefined: what came makes no answer. */
  whole(): JsonObject | undefined;
}

/**
 * An answer in the other shape, or why there is none: `error` in the provider's words, where it reported one. `told`: of a stream, whose counts may have been told several
 * times.
 */
export type Gathered =
  { readonly body: Buffer; readonly told?: ToldUsage } | { readonly body: undefined; readonly error: UpstreamError | undefined };

/** A whole stream that nobody asked for as one. One that was cut is no answer, as everywhere. */
export function gathered(bytes: Buffer, gatherer: Gatherer): Gathered {
  const { facts } = gatherer;
  const frames = new UpstreamFrames();
  const readAll = (): void => {
    for (;;) {
      const frame = frames.next();
      // Whoever reads a whole stream has the time for what is heavy.
      if (frame === undefined && frames.heavy) frames.readHere();
      else if (frame === undefined || facts.state !== 'open') return;
      else gatherer.read(frames.fieldsOf(frame));
    }
  };
  frames.push(bytes);
  readAll();
  const rest = facts.state === 'open' ? frames.rest() : undefined;
  if (rest) gatherer.read(frames.fieldsOf(rest));
  const body = wholeOf(gatherer);
  return body ? { body: Buffer.from(JSON.stringify(body)), told: facts.told } : { body: undefined, error: facts.error };
}

function wholeOf(gatherer: Gatherer): JsonObject | undefined {
  const { facts } = gatherer;
  const body = gatherer.whole();
  if (facts.state === 'open') facts.endUnmarked(() => body !== undefined);
  return facts.state === 'done' ? body : undefined;
}
