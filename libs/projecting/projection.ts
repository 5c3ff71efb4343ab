import type { JsonObject, RecordedEvent } from '#event-store';
import type { CollectionOf, CollectionSpec, Indexes } from '#read-model';

/** An event whose data has been brought to the current shape of its type. */
export type EventOf<Data> = Omit<RecordedEvent, 'data'> & {
  readonly data: Data;
  /** Where the data are more than was recorded: the revision in its stream of the event that says the rest. */
  readonly route?: number;
};

/**
 * Hands something to another row of the same projection, whose key follows from this row and not from the event alone: at most one thing
 * an event and row. That row is stored before this one (ADR 0035), so that nothing is lost where a store has no transactions.
 */
export type Pass = (key: string, passed: unknown) => void;

/** One row before and after one event. Undefined: there is no row. Throws for an event that cannot be: that is poison. */
export type Fold<State, Data> = (state: State | undefined, event: EventOf<Data>, key: string, pass: Pass) => State | undefined;

export interface ProjectionDefinition<State, Data> {
  readonly name: string;
  /** Changes with every change of what the rows hold: the projector then builds the new version beside the old one. */
  readonly version: number;
  /**
   * What an event that cannot be folded does. `stop`: this projection stands still in front of it, because a balance that left
   * something out is worse than none. `park`: the rest of that event's stream is passed over, so that nothing overtakes it.
   */
  readonly poison: 'stop' | 'park';
  readonly indexes: Indexes;
  /** Rows that the event belongs to; none: undefined. */
  readonly keys: (event: RecordedEvent) => string | readonly string[] | undefined;
  /** Types that change a row. Every other type, known or not, is ignored here, unless `any` takes it. */
  readonly on: { readonly [Type in keyof Data]?: Fold<State, Data[Type]> };
  readonly any?: Fold<State, JsonObject>;
  /** A row before and after what another row's fold has passed to it. */
  readonly takes?: (state: State | undefined, passed: unknown, event: EventOf<JsonObject>, key: string, pass: Pass) => State | undefined;
  /** True where the event begins this row, so that nobody needs to look for it. */
  readonly begins?: (event: RecordedEvent, key: string) => boolean;
  /** True for a row that no later event will touch, so that nobody needs to keep it in memory. */
  readonly ended?: (state: State) => boolean;
  /** Rows may be stored some seconds late: what they hold is a cache whose reader goes on from the row's own revision. */
  readonly lazy?: boolean;
}

/** How a state stands in a row, where the two differ: amounts are bigints in a state and texts in a row. */
export interface RowForm<Row, State> {
  readonly read: (row: Row) => State;
  readonly write: (state: State) => Row;
}

/** A projection as the projector runs it. */
export interface Projection extends CollectionSpec {
  readonly poison: 'stop' | 'park';
  readonly lazy: boolean;
  wants(type: string): boolean;
  keys(event: RecordedEvent): readonly string[];
  /** The same as the definition has it, without a list for one. */
  keysOf(event: RecordedEvent): string | readonly string[] | undefined;
  begins(event: RecordedEvent, key: string): boolean;
  fold(state: unknown, event: RecordedEvent, key: string, pass?: Pass): unknown;
  takes(state: unknown, passed: unknown, event: RecordedEvent, key: string, pass: Pass): unknown;
  ended(state: unknown): boolean;
  read(row: JsonObject): unknown;
  write(state: unknown): JsonObject;
}

/** A projection with the shape of its rows. */
export type ProjectionOf<Row extends object> = Projection & CollectionOf<Row>;

/**
 * A question answered by folding events into rows. Pure: no clock, no random, no lookup. `Data` names the types of events with
 * the shape of their data; where state and row differ, `form` turns one into the other.
 */
export function projection<Row extends object, Data, State = Row>(
  definition: ProjectionDefinition<State, Data> & ([State] extends [Row] ? { form?: RowForm<Row, State> } : { form: RowForm<Row, State> }),
): ProjectionOf<Row> {
  const { name, version, poison, indexes, lazy = false, any, takes, form, begins = () => false, ended = () => false } = definition;
  const folds = new Map(Object.entries(definition.on)) as unknown as Map<string, Fold<State, JsonObject>>;
  return {
    name,
    version,
    poison,
    indexes,
    lazy,
    begins,
    wants: (type) => any !== undefined || folds.has(type),
    keysOf: definition.keys,
    keys: (event) => {
      const keys = definition.keys(event);
      return keys === undefined ? NONE : typeof keys === 'string' ? [keys] : keys;
    },
    fold: (state, event, key, pass = NOWHERE) => (folds.get(event.type) ?? any)?.(state as State | undefined, event, key, pass),
    takes: (state, passed, event, key, pass) => takes?.(state as State | undefined, passed, event, key, pass),
    ended: (state) => ended(state as State),
    read: (row) => (form ? form.read(row as Row) : row),
    write: (state) => (form ? form.write(state as State) : state) as JsonObject,
  };
}

const NONE: readonly string[] = [];

/** For a projection whose rows pass nothing on. */
const NOWHERE: Pass = (key) => {
  throw new TypeError(`Nobody takes what is passed to ${key}`);
};
