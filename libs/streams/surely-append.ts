import {
  AmbiguousError,
  ConflictError,
  UnavailableError,
  type AppendLimits,
  type AppendOptions,
  type Appended,
  type EventStore,
  type SealedEvent,
} from '#event-store';
import { pause, type AppendPolicy } from './append-policy.js';

/** Events that belong behind one revision of a stream, and nowhere else. */
export interface StreamAppend {
  readonly stream: string;
  /** Revision of the event in front of them; -1n where they are the first. */
  readonly behind: bigint;
  /** Of that event, where the append that is to write it has not been answered: only to an engine that pipelines. */
  readonly unanswered?: string | undefined;
  readonly events: readonly SealedEvent[];
}

export type SurelyAppended =
  | { readonly outcome: 'appended'; readonly appended: Appended }
  /** Surely not written: the stream stands elsewhere. */
  | { readonly outcome: 'conflict'; readonly fault: ConflictError }
  /** `last`: what the last try met, where that was something else. */
  | { readonly outcome: 'in doubt'; readonly fault: AmbiguousError; readonly last: unknown };

/** Of `performance.now()`. */
export interface Deadlines {
  /** All tries have ended by then, unless one is waited for to its end. */
  readonly untilMs: number;
  /** What has not been begun by then is withdrawn. */
  readonly withdrawMs?: number;
}

/**
 * The one way in which anything of ours is appended. What may have been written is sent again as it was: the same events at the same
 * revision are a duplicate, never a second effect. It stays in doubt whatever becomes of a retry: only a conflict proves that it was not
 * written. Throws the store's faults where nothing was written and nothing is in doubt.
 */
export async function surelyAppend(
  store: Pick<EventStore, 'append' | 'readStream'>,
  { stream, behind, unanswered, events }: StreamAppend,
  policy: AppendPolicy,
  deadlines: Deadlines = { untilMs: Infinity },
): Promise<SurelyAppended> {
  const expected = behind < 0n ? 'no_stream' : behind;
  const startedMs = performance.now();
  const untilMs = Math.min(deadlines.untilMs, startedMs + (policy.timeoutMs ?? Infinity));
  let doubt: AmbiguousError | undefined;
  for (let retries = 0; ; retries += 1) {
    try {
      const appended = await store.append(stream, events, expected, optionsOf({ ...deadlines, untilMs }, unanswered));
      const isOurs = !appended.duplicate || !policy.comparesRepetitions || (await stands(store, stream, events, appended.revision));
      return isOurs ? { outcome: 'appended', appended } : { outcome: 'conflict', fault: new ConflictError(stream, expected) };
    } catch (fault) {
      if (fault instanceof ConflictError) return { outcome: 'conflict', fault };
      if (fault instanceof AmbiguousError) doubt = fault;
      if (!mayTryAgain(fault, policy, retries, startedMs) || performance.now() >= untilMs) {
        if (doubt) return { outcome: 'in doubt', fault: doubt, last: fault };
        throw fault;
      }
    }
    await pause(policy.doubt.pauses, retries);
  }
}

const optionsOf = (deadlines: Deadlines, behind: string | undefined): AppendOptions | undefined =>
  behind === undefined ? limitsOf(deadlines) : { ...limitsOf(deadlines), behind };

/** What is left for this try. */
function limitsOf({ untilMs, withdrawMs }: Deadlines): AppendLimits | undefined {
  const left = (deadline: number): number => Math.max(1, Math.ceil(deadline - performance.now()));
  if (withdrawMs !== undefined && withdrawMs < untilMs) return { timeoutMs: left(untilMs), withdrawMs: left(withdrawMs) };
  return untilMs === Infinity ? undefined : { timeoutMs: left(untilMs) };
}

function mayTryAgain(fault: unknown, { doubt }: AppendPolicy, retries: number, startedMs: number): boolean {
  const passes = fault instanceof AmbiguousError || (doubt.outlastsOutages && fault instanceof UnavailableError);
  return passes && retries < doubt.retries && performance.now() - startedMs <= doubt.patienceMs;
}

/** The hash of the last event stands for all before it. */
async function stands(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  events: readonly SealedEvent[],
  revision: bigint,
): Promise<boolean> {
  const [last] = await store.readStream(stream, { from: revision, max: 1 });
  return last?.metadata.hash === events.at(-1)?.hash;
}
