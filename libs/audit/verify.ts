import { MAX_EVENTS_PER_APPEND, type EventReader, type Position, type RawEvent } from '#event-store';
import type { Finding } from './finding.js';
import { Verifier, type Audited } from './verifier.js';

export interface VerifyOptions {
  readonly onFinding: (finding: Finding) => void;
  /** Called with every event that is looked at, whatever is wrong with it. */
  readonly onEvent?: (event: RawEvent) => void;
  /** Called now and then with the last position looked at. */
  readonly onProgress?: (position: Position) => void;
  readonly signal?: AbortSignal;
}

const EVENTS_PER_PROGRESS = 1_000;

/**
 * Reads the log from its first event to where it ended when the reading began. A damaged last row may say that it ends earlier
 * than it does, so a little more is looked at; where its end cannot be told at all, everything is.
 */
export async function verify(source: Pick<EventReader, 'gapless' | 'scan' | 'head'>, options: VerifyOptions): Promise<Audited> {
  const verifier = new Verifier({ gapless: source.gapless });
  let events = 0;
  const until = await source.head().then(
    (head) => (source.gapless ? head + BigInt(MAX_EVENTS_PER_APPEND) : head),
    () => undefined,
  );
  try {
    for await (const event of source.scan({ after: 0n })) {
      if (until !== undefined && event.position > until) break;
      for (const finding of verifier.check(event)) options.onFinding(finding);
      options.onEvent?.(event);
      events += 1;
      if (events % EVENTS_PER_PROGRESS === 0) {
        options.onProgress?.(event.position);
        options.signal?.throwIfAborted();
      }
    }
    return verifier.audited;
  } finally {
    verifier.close();
  }
}
