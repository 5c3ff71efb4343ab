import {
  ConflictError,
  EMPTY_TIP,
  UnavailableError,
  derivedId,
  eventId,
  seal,
  type EventStore,
  type Position,
  type StreamTip,
} from '#event-store';
import type { ClaimEventData, ClaimEventType } from './claim.events.js';

export type ClaimEvent = { [Type in ClaimEventType]: { readonly type: Type; readonly data: ClaimEventData[Type] } }[ClaimEventType];

/** A claim's stream as it stands: short by nature, so it is simply read. */
export interface ClaimStream {
  readonly name: string;
  readonly events: readonly ClaimEvent[];
  readonly tip: StreamTip;
  /** Of its last event; 0n where there is none. */
  readonly position: Position;
  /** Who made the claim: what others finish of it is done for them. Undefined where nobody has. */
  readonly actor: string | undefined;
}

export interface ClaimOrigin {
  readonly actor: string;
  readonly cause: string;
}

/** An event to be added to a claim, and what else than its type tells it from others of its stream. */
export type NewClaimEvent = ClaimEvent & { readonly distinction?: string };

const PAGE = 1_000;
/** Each lost race means that somebody else got on, and a claim takes few events. */
const MOST_RACES = 100;

/** Reads and extends the streams of claims. */
export class ClaimLog {
  constructor(
    private readonly store: EventStore,
    private readonly now: () => string,
  ) {}

  async read(name: string): Promise<ClaimStream> {
    const recorded = [];
    for (;;) {
      const page = await this.store.readStream(name, { from: BigInt(recorded.length), max: PAGE });
      recorded.push(...page);
      if (page.length < PAGE) break;
    }
    const last = recorded.at(-1);
    return {
      name,
      events: recorded.map(({ type, data }) => ({ type, data }) as unknown as ClaimEvent),
      tip: last ? { revision: last.revision, hash: last.metadata.hash } : EMPTY_TIP,
      position: last?.position ?? 0n,
      actor: recorded[0]?.metadata.actor,
    };
  }

  /**
   * Extends a claim until `missing` finds nothing that is missing, and returns it as it then stands. Whoever was faster is read,
   * never overwritten, and nobody goes on from an event that is not there: `missing` is asked again after every append.
   */
  async complete(
    name: string,
    origin: ClaimOrigin,
    missing: (claim: ClaimStream) => NewClaimEvent | undefined | Promise<NewClaimEvent | undefined>,
  ): Promise<ClaimStream> {
    for (let races = 0; races < MOST_RACES; races += 1) {
      const claim = await this.read(name);
      const event = await missing(claim);
      if (!event) return claim;
      await this.extend(claim, event, origin);
    }
    throw new UnavailableError(`${name} is being written by too many at once`);
  }

  private async extend(claim: ClaimStream, { type, data, distinction = '' }: NewClaimEvent, { actor, cause }: ClaimOrigin): Promise<void> {
    const now = this.now();
    const { events } = seal(claim.name, claim.tip, [
      {
        id: eventId(derivedId('claim', claim.name, type, distinction), 0),
        type,
        data: data,
        metadata: { actor, cause, effective: now, recorded: now, version: 1 },
      },
    ]);
    try {
      await this.store.append(claim.name, events, claim.tip.revision < 0n ? 'no_stream' : claim.tip.revision);
    } catch (fault) {
      if (!(fault instanceof ConflictError)) throw fault;
    }
  }
}

/** For whoever finishes a claim that somebody else made. */
export const originOfClaim = ({ name, actor = 'system' }: ClaimStream): ClaimOrigin => ({ actor, cause: name });

export function eventOf<Type extends ClaimEventType>(claim: ClaimStream, type: Type): ClaimEventData[Type] | undefined {
  return claim.events.findLast((event) => event.type === type)?.data as ClaimEventData[Type] | undefined;
}
