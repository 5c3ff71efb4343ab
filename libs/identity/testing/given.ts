import type { Decision, Placed } from '#streams';

/** Given-when-then over any decider of this shape, for specs. Events are placed one second apart, at revisions from 0n on. */
export function specification<Command, Event, State, Code extends string>(
  decide: (command: Command, state: State | undefined) => Decision<Event, Code>,
  evolve: (state: State | undefined, event: Event, placed: Placed) => State,
) {
  return function given(...history: readonly Event[]) {
    const state = history.reduce<State | undefined>((sofar, event, index) => evolve(sofar, event, placedAt(index)), undefined);
    return {
      state,
      when(command: Command) {
        const { events, refusal } = decide(command, state);
        return {
          then: (...expected: readonly Event[]) => expect({ events, refusal }).toEqual({ events: expected, refusal: undefined }),
          thenNothing: () => expect({ events, refusal }).toEqual({ events: [], refusal: undefined }),
          thenRefused: (code: Code, field?: string) => expect(refusal).toMatchObject(field === undefined ? { code } : { code, field }),
        };
      },
    };
  };
}

const START_MS = Date.UTC(2026, 10, 1);

export const placedAt = (index: number): Placed => ({ revision: BigInt(index), at: new Date(START_MS + index * 1_000).toISOString() });
