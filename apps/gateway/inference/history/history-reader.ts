import type { FoundResponse, SealedResponse } from '#response-history';
import { isUnreadable } from '#vault';
import { keptBefore, type KeptTurn } from '#wire';
import type { HistoryOptions } from './history.options.js';

const DAY_MS = 86_400_000;
/** Looked up at a time: between two looks it is seen whether a request has grown too large. */
const AT_ONCE = 16;

export interface OpenedResponse extends KeptTurn {
  readonly id: string;
  readonly before: readonly string[];
}

/** As they were before they were sealed; the input is empty where it was not asked for. */
type Texts = Pick<SealedResponse, 'id' | 'input' | 'output'>;

/** What may still be put into a request before it is larger than a body can be; below zero once it is, and then nothing more is read. */
export interface Budget {
  bytes: number;
  /** Something was found that has no room. */
  isSpent: boolean;
  /** There was no room for it in the memory of this gateway. */
  isFull: boolean;
  readonly take: (bytes: number) => boolean;
}

export const sealedField = (id: string, part: 'input' | 'output'): string => `${id}:${part}`;

/** Finds and opens what is kept for a customer; what is too old, or what an erased key has closed for good, is not there. */
export class HistoryReader {
  constructor(private readonly options: Pick<HistoryOptions, 'store' | 'personal' | 'days' | 'now'>) {}

  /** The output of responses, by their id; `named` has the response that each item is part of. Those that are not there are left out. */
  async outputs(customer: string, named: ReadonlyMap<string, string>, budget: Budget): Promise<Map<string, string>> {
    const outputs = new Map<string, string>();
    for (const ids of portions([...new Set(named.values())])) {
      for (const { id, output } of await this.find(customer, ids, 'output')) {
        if (!hasRoom(budget, output)) return outputs;
        outputs.set(id, output);
      }
    }
    return outputs;
  }

  /** In the order of `ids`, without those that are not there. */
  async whole(customer: string, ids: readonly string[], budget: Budget): Promise<OpenedResponse[]> {
    const opened = new Map<string, OpenedResponse>();
    for (const portion of portions(ids)) {
      for (const { id, input, output } of await this.find(customer, portion, 'whole')) {
        if (!hasRoom(budget, input + output)) return [];
        opened.set(id, { id, before: keptBefore(input), input, output });
      }
    }
    return ids.map((id) => opened.get(id)).filter((response) => response !== undefined);
  }

  /** All of them are opened at once: the vault may be a server away. Where one does not open, nothing that was found with it is there. */
  private async find(customer: string, ids: readonly string[], part: 'whole' | 'output'): Promise<Texts[]> {
    const { store, personal, days, now } = this.options;
    const since = now() - days * DAY_MS;
    const found = (await store.find(customer, ids, part)).filter(({ keptAtMs }) => keptAtMs >= since);
    if (found.length === 0) return [];
    const sealed = found.flatMap(({ id, input, output }) => [
      [sealedField(id, 'output'), output],
      ...(input === undefined ? [] : [[sealedField(id, 'input'), input]]),
    ]);
    const opened = await personal.open(customer, Object.fromEntries(sealed) as Record<string, string>).catch((fault: unknown) => {
      if (isUnreadable(fault)) return undefined;
      throw fault;
    });
    if (!opened) return [];
    const textsOf = ({ id }: FoundResponse) => ({
      id,
      input: opened[sealedField(id, 'input')] ?? '',
      output: opened[sealedField(id, 'output')],
    });
    return found.map(textsOf).filter((texts): texts is Texts => texts.output != null);
  }
}

function hasRoom(budget: Budget, text: string): boolean {
  const bytes = Buffer.byteLength(text);
  budget.bytes -= bytes;
  budget.isSpent = budget.bytes < 0;
  budget.isFull = !budget.isSpent && !budget.take(bytes);
  return !budget.isSpent && !budget.isFull;
}

function portions(ids: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, index) => ids.slice(index * AT_ONCE, (index + 1) * AT_ONCE));
}
