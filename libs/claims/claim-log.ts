import { ConflictError, EMPTY_TIP, eventId, seal, type EventStore, type JsonObject, type Position, type StreamTip } from '#event-store';
import type { ClaimEventData, ClaimEventType } from './claim.events.js';

export type ClaimEvent = { [Type in ClaimEventType]: { readonly type: Type; readonly data: ClaimEventData[Type] } }[ClaimEventType];

/** A claim's stream as it stands: short by nature, so it is simply read. */
export interface ClaimStream {
  readonly name: string;
  readonly events: readonly ClaimEvent[];
  readonly tip: StreamTip;
}

export interface ClaimOrigin {
  readonly actor: string;
  readonly cause: string;
}

const MOST_EVENTS = 1_000;

/** Reads and extends the streams of claims. */
export class ClaimLog {
  constructor(
    private readonly store: EventStore,
    private readonly now: () => string,
  ) {}

  async read(name: string): Promise<ClaimStream> {
    const recorded = await this.store.readStream(name, { max: MOST_EVENTS });
    const last = recorded.at(-1);
    return {
      name,
      events: recorded.map(({ type, data }) => ({ type, data }) as unknown as ClaimEvent),
      tip: last ? { revision: last.revision, hash: last.metadata.hash } : EMPTY_TIP,
    };
  }

  /** Appends behind what was read; undefined when somebody else was faster: read again and look. */
  async extend(claim: ClaimStream, event: ClaimEvent, commandId: string, { actor, cause }: ClaimOrigin): Promise<Position | undefined> {
    const now = this.now();
    const { events } = seal(claim.name, claim.tip, [
      {
        id: eventId(commandId, 0),
        type: event.type,
        data: event.data as unknown as JsonObject,
        metadata: { actor, cause, effective: now, recorded: now, version: 1 },
      },
    ]);
    try {
      const { position } = await this.store.append(claim.name, events, claim.tip.revision < 0n ? 'no_stream' : claim.tip.revision);
      return position;
    } catch (fault) {
      if (fault instanceof ConflictError) return undefined;
      throw fault;
    }
  }
}

export function eventOf<Type extends ClaimEventType>(claim: ClaimStream, type: Type): ClaimEventData[Type] | undefined {
  return claim.events.findLast((event) => event.type === type)?.data as ClaimEventData[Type] | undefined;
}
