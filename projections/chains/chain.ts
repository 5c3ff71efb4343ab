import { formatAmount, parseAmount } from '#money';
import type { Pass } from '#projecting';

/**
 * A chain is an index into streams of events, small enough to be written with every page: entries of a few characters each, in the
 * order in which the log has them, in blocks of `BLOCK` (ADR 0035). What an entry means is said once a block, by its kinds: the
 * stream, and what lists filter by. The last block is the head, to which entries are added; a full one is sealed under a key of
 * its own and never changes again. No block needs another to be read.
 */
export interface Chain {
  /** Number of the block in its chain, from 0 on. */
  readonly seq: number;
  /** Entries in the block. */
  readonly count: number;
  /** The latest time of all entries up to the end of the block, and up to its beginning; milliseconds since the epoch. */
  readonly until: number;
  readonly since: number;
  /** How far behind the latest time an entry of the chain ever came: several streams of an account are written at once. */
  readonly late: number;
  /** Time and revision of the last entry, from which the next one counts. */
  readonly time: number;
  readonly revision: number;
  /** What all entries before the block come to, in nanos. */
  readonly carried: bigint;
  /** And those of the block. */
  readonly sum: bigint;
  readonly kinds: readonly Kind[];
  /** `time,revision,kind,more;` of each, in base 36; time and revision as differences to the entry before. */
  readonly entries: string;
}

/** The stream first, then whatever the chain's projection says of its entries. */
export type Kind = readonly [stream: string, ...rest: readonly string[]];

/** How a block stands in a row. */
export type ChainRow = Omit<Chain, 'carried' | 'sum'> & { readonly carried: string; readonly sum: string };

/** A thing that an entry points at: the event at this revision of the kind's stream. */
export interface Told {
  readonly kind: Kind;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly revision: number;
  readonly more: number;
  /** What it adds to the sum, in nanos. */
  readonly nanos: bigint;
}

/** An entry as it is read. */
export interface Entry extends Told {
  /** Of all entries of the chain, in the order of the log, from 0 on. */
  readonly ordinal: number;
}

/** A row of a full block takes some two kilobytes, so that it stays on one page of SQLite. */
export const BLOCK = 96;

/** Behind all sealed blocks of the chain, which are named by their time and number. */
export const headKey = (chain: string): string => `${chain}~`;
export const isSealed = (key: string): boolean => !key.endsWith('~');
const sealedKey = (chain: string, { until, seq }: Pick<Chain, 'until' | 'seq'>): string =>
  `${chain}${timeKey(until)}/${String(seq).padStart(9, '0')}`;
/** Blocks that end at this time or later come behind it. */
export const timeKey = (time: number): string => String(Math.max(0, time)).padStart(15, '0');

const NUMBERS = 4;

/** The block that is being added to: it grows in place, since it is touched by every event of its account. */
export class OpenBlock {
  readonly #kinds = new Map<string, number>();
  #last: Kind | undefined;
  #lastNumber = 0;
  /** What is not in the text of the entries yet: time, revision, kind and more of each; and what each adds. */
  readonly #added: number[] = [];
  readonly #amounts: bigint[] = [];

  private constructor(private readonly state: { -readonly [field in keyof Chain]: Chain[field] } & { kinds: Kind[] }) {
    state.kinds.forEach((kind, number) => this.#kinds.set(nameOf(kind), number));
  }

  static first(): OpenBlock {
    const zero = { seq: 0, count: 0, until: 0, since: 0, late: 0, time: 0, revision: 0 };
    return new OpenBlock({ ...zero, carried: 0n, sum: 0n, kinds: [], entries: '' });
  }

  static read(row: ChainRow): OpenBlock {
    return new OpenBlock({ ...row, carried: parseAmount(row.carried), sum: parseAmount(row.sum), kinds: [...row.kinds] });
  }

  get isFull(): boolean {
    return this.state.count === BLOCK;
  }

  get place(): Pick<Chain, 'until' | 'seq'> {
    return this.state;
  }

  add({ kind, time, revision, more, nanos }: Told): void {
    const { state } = this;
    this.#added.push(time - state.time, revision - state.revision, this.#numberOf(kind), more);
    this.#amounts.push(nanos);
    state.late = Math.max(state.late, state.until - time);
    state.until = Math.max(state.until, time);
    state.time = time;
    state.revision = revision;
    state.sum += nanos;
    state.count += 1;
  }

  /** The empty block behind this one. */
  next(): OpenBlock {
    const { seq, until, late, carried, sum } = this.state;
    const start = { seq: seq + 1, count: 0, until, since: until, late, time: 0, revision: 0 };
    return new OpenBlock({ ...start, carried: carried + sum, sum: 0n, kinds: [], entries: '' });
  }

  write(): ChainRow {
    this.#tell();
    const { carried, sum, ...rest } = this.state;
    return { ...rest, carried: formatAmount(carried), sum: formatAmount(sum) };
  }

  /** Makes texts of what has been added. Not before they are asked for: a page of texts that grow would live until the page is stored. */
  #tell(): void {
    const texts = this.#amounts.map((nanos, index) => {
      const [time = 0, revision = 0, kind = 0, more = 0] = this.#added.slice(index * NUMBERS, (index + 1) * NUMBERS);
      const parts = `${time.toString(36)},${revision.toString(36)},${kind.toString(36)}`;
      const rest = nanos === 0n ? (more === 0 ? '' : `,${more.toString(36)}`) : `,${more.toString(36)},${nanos.toString(36)}`;
      return `${parts}${rest};`;
    });
    this.state.entries += texts.join('');
    this.#added.length = 0;
    this.#amounts.length = 0;
  }

  /** Most entries are of the kind before: then nothing is looked up. */
  #numberOf(kind: Kind): number {
    const last = this.#last;
    if (kind === last) return this.#lastNumber;
    if (last === undefined || last.length !== kind.length || !kind.every((part, index) => part === last[index])) {
      const name = nameOf(kind);
      let number = this.#kinds.get(name);
      if (number === undefined) {
        number = this.state.kinds.push(kind) - 1;
        this.#kinds.set(name, number);
      }
      this.#lastNumber = number;
    }
    this.#last = kind;
    return this.#lastNumber;
  }
}

/** A full block goes on under a key of its own, and the head begins anew. */
export function added(state: OpenBlock | undefined, entry: Told, key: string, pass: Pass): OpenBlock {
  const block = state ?? OpenBlock.first();
  block.add(entry);
  if (!block.isFull) return block;
  pass(sealedKey(key.slice(0, -headKey('').length), block.place), block);
  return block.next();
}

const nameOf = (kind: Kind): string => kind.join('\u0000');

/** The entries of a block, in the order of the log. */
export function entriesOf({ seq, kinds, entries }: Pick<ChainRow, 'seq' | 'kinds' | 'entries'>): Entry[] {
  let [time, revision, ordinal] = [0, 0, seq * BLOCK];
  const texts = entries.split(';');
  texts.pop();
  return texts.map((text) => {
    const [dt = '', dr = '', kind = '', more = '0', nanos = '0'] = text.split(',');
    time += parseInt(dt, 36);
    revision += parseInt(dr, 36);
    const read = { kind: kinds[parseInt(kind, 36)] as Kind, time, revision, more: parseInt(more, 36), nanos: nanosOf(nanos), ordinal };
    ordinal += 1;
    return read;
  });
}

/** From base 36, in which most amounts are small enough for a number. */
function nanosOf(text: string): bigint {
  if (text.length <= SAFE_DIGITS) return BigInt(parseInt(text, 36));
  const [negative, digits] = text.startsWith('-') ? [true, text.slice(1)] : [false, text];
  const value = [...digits].reduce((sum, digit) => sum * 36n + BigInt(parseInt(digit, 36)), 0n);
  return negative ? -value : value;
}

const SAFE_DIGITS = 10;
