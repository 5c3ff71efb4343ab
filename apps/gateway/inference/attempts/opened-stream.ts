import type { UpstreamError } from '#wire';
import type { StreamResponse } from '../upstream/index.js';
import type { BoundedRelay } from './bounded-relay.js';

/** After a provider's 2xx headers its first event is awaited this long, so that an early failure gets a real status and a fallback. */
const FIRST_EVENT_MS = 15_000;

/** A provider's stream from which an event has come, or that has been silent for 15 s: now the client's headers may go. */
export interface OpenedStream {
  readonly response: StreamResponse;
  readonly relay: BoundedRelay;
  /** What the client gets first; undefined when nothing has come yet. */
  readonly first: Buffer | undefined;
  readonly chunks: AsyncIterator<Buffer>;
  /** Set where the first event was not awaited to its end: the next chunk is on its way already. */
  readonly pending: Promise<IteratorResult<Buffer>> | undefined;
  /** To be called when the stream has ended, whichever way. */
  readonly close: () => void;
}

/** It ended or failed before its first event, so that another provider may be asked. */
export interface FailedOpening {
  readonly kind: 'none';
  /** What the provider said of it. */
  readonly error: UpstreamError | undefined;
}

/** Throws upstream faults. */
export async function openStream(
  response: StreamResponse,
  relay: BoundedRelay,
): Promise<({ readonly kind: 'stream' } & Omit<OpenedStream, 'close'>) | FailedOpening> {
  const chunks = response.chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'too long'>((resolve) => {
    timer = setTimeout(resolve, FIRST_EVENT_MS, 'too long');
  });
  try {
    for (;;) {
      const pending = chunks.next();
      const next = await Promise.race([pending, tooLong]);
      if (next === 'too long') return { kind: 'stream', response, relay, first: joined(parts), chunks, pending };
      if (next.done === true) return { kind: 'none', error: undefined };
      const pushed = relay.push(next.value);
      const out = pushed instanceof Promise ? await pushed : pushed;
      if (out) parts.push(out);
      if (relay.machine.state === 'failed') return { kind: 'none', error: relay.machine.end().error };
      if (relay.machine.started) return { kind: 'stream', response, relay, first: joined(parts), chunks, pending: undefined };
    }
  } finally {
    clearTimeout(timer);
  }
}

const joined = (parts: readonly Buffer[]): Buffer | undefined => (parts.length > 1 ? Buffer.concat(parts) : parts[0]);
