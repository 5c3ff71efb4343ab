import { derivedId, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { APPENDS, ReadStates, StreamWriter, type Origin, type Standing } from '#streams';
import type { ClaimEventData, ClaimEventType } from './claim.events.js';

export type ClaimEvent = { [Type in ClaimEventType]: { readonly type: Type; readonly data: ClaimEventData[Type] } }[ClaimEventType];

/** A claim's stream as it stands: short by nature, so it is simply read. */
export interface ClaimStream {
  readonly name: string;
  readonly events: readonly ClaimEvent[];
  /** Of its last event; 0n where there is none. */
  readonly position: Position;
  /** Who made the claim: what others finish of it is done for them. Undefined where nobody has. */
  readonly actor: string | undefined;
}

export type ClaimOrigin = Origin;

/** An event to be added to a claim, and what else than its type tells it from others of its stream. */
export type NewClaimEvent = ClaimEvent & { readonly distinction?: string };

type ClaimState = Pick<ClaimStream, 'events' | 'actor'>;

/** Reads and extends the streams of claims: there are as many as commands and payments, so none is held. */
export class ClaimLog {
  readonly #states: ReadStates<ClaimState>;
  readonly #writer: StreamWriter<ClaimState>;

  constructor(store: EventStore, now: () => string) {
    this.#states = new ReadStates(store, evolve);
    this.#writer = new StreamWriter({ store, states: this.#states, policy: APPENDS.claim, versionOf: () => 1, now });
  }

  async read(name: string): Promise<ClaimStream> {
    return claimOf(name, await this.#states.standing(name));
  }

  /** Extends a claim until `missing` finds nothing that is missing, and returns it as it then stands (see `StreamWriter.complete`). */
  async complete(
    name: string,
    origin: ClaimOrigin,
    missing: (claim: ClaimStream) => NewClaimEvent | undefined | Promise<NewClaimEvent | undefined>,
  ): Promise<ClaimStream> {
    const complete = await this.#writer.complete(name, origin, async (standing) => {
      const event = await missing(claimOf(name, standing));
      if (!event) return undefined;
      const { type, data, distinction = '' } = event;
      return { type, data, commandId: derivedId('claim', name, type, distinction) };
    });
    return claimOf(name, complete);
  }
}

function evolve(claim: ClaimState | undefined, { type, data, metadata }: RecordedEvent): ClaimState {
  const event = { type, data } as unknown as ClaimEvent;
  return { events: [...(claim?.events ?? []), event], actor: claim ? claim.actor : metadata.actor };
}

const claimOf = (name: string, { state, position }: Standing<ClaimState>): ClaimStream => ({
  name,
  events: state?.events ?? [],
  position,
  actor: state?.actor,
});

/** For whoever finishes a claim that somebody else made. */
export const originOfClaim = ({ name, actor = 'system' }: ClaimStream): ClaimOrigin => ({ actor, cause: name });

export function eventOf<Type extends ClaimEventType>(claim: ClaimStream, type: Type): ClaimEventData[Type] | undefined {
  return claim.events.findLast((event) => event.type === type)?.data as ClaimEventData[Type] | undefined;
}
