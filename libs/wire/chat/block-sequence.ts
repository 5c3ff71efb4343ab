import type { AnswerEvent, OpenedBlock } from '../answer/answer.js';
import type { Carried, ThoughtField } from '../common/carried.js';
import { argumentsOf } from '../common/tool-arguments.js';

interface Block {
  readonly opened: OpenedBlock;
  readonly key: number | undefined;
  isOpen: boolean;
  /** What came while another block was open. */
  waiting: string;
  /** Arguments of a call so far. */
  json: string;
  /** Of thinking: the member that it came in. */
  readonly as?: ThoughtField | undefined;
}

/**
 * Puts the deltas of Chat Completions, where calls may interleave by their index, into blocks that follow one another. The first block flows as it
 * comes, the others wait. Text is over when something else begins; a call when its arguments are whole, or at the end. A call begins with its arguments:
 * one that the output limit cut before them is none.
 */
export class BlockSequence {
  private readonly blocks: Block[] = [];
  /** Calls that were closed: what a provider repeats of them at the end is not another call. */
  private readonly closed = new Map<number, Block>();

  text(kind: 'text' | 'reasoning' | 'refusal', text: string, as?: ThoughtField): AnswerEvent[] {
    const last = this.blocks.at(-1);
    const block = last?.opened.kind === kind && !('carried' in last.opened) ? last : this.add({ kind }, undefined, as);
    return this.append(block, text);
  }

  /** What says nothing, and has to come back: it stands before what comes next. */
  carry(carried: Carried): AnswerEvent[] {
    this.add({ kind: 'reasoning', carried }, undefined);
    return this.advance();
  }

  /** `name` is given with the first delta of a call; a later one that repeats it changes nothing. */
  call(key: number, id: string, name: string | undefined, json: string): AnswerEvent[] {
    if (this.closed.has(key)) return [];
    const known = this.blocks.find((block) => block.key === key);
    if (!known && name === undefined) return [];
    const block = known ?? this.add({ kind: 'call', id, name: name! }, key);
    if (json !== '' && isRepeated(json, block.json)) return [];
    block.json += json;
    return this.append(block, json);
  }

  /** A call without an id of its own, under the key of one that is whole: with another name or other arguments it is not that one told again. */
  isAnother(key: number, name: string, json: string): boolean {
    const block = this.closed.get(key) ?? this.blocks.find((each) => each.key === key);
    if (block?.opened.kind !== 'call' || block.json === '' || !argumentsOf(block.json)) return false;
    return block.opened.name !== name || (json.trim() !== '' && !isRepeated(json, block.json));
  }

  get hasCalls(): boolean {
    return this.closed.size > 0 || this.blocks.some(({ opened }) => opened.kind === 'call');
  }

  /** `isCut`: by the output limit, so that a call without arguments is one that was not told yet. */
  finish(isCut: boolean): AnswerEvent[] {
    const events: AnswerEvent[] = [];
    const last = this.blocks.findLast(({ opened }) => opened.kind === 'call');
    const untold = isCut && last?.json.trim() === '' ? last : undefined;
    for (let block = this.blocks[0]; block; block = this.blocks[0]) {
      if (block === untold) this.blocks.shift();
      else events.push(...this.open(block), ...this.close(block));
    }
    return events;
  }

  private add(opened: OpenedBlock, key: number | undefined, as?: ThoughtField): Block {
    const block: Block = { opened, key, isOpen: false, waiting: '', json: '', as };
    this.blocks.push(block);
    return block;
  }

  private append(block: Block, text: string): AnswerEvent[] {
    if (block.isOpen) return [...delta(text), ...this.advance()];
    block.waiting += text;
    return this.advance();
  }

  /** Closes what is over and opens what waits, as far as it goes. */
  private advance(): AnswerEvent[] {
    const events: AnswerEvent[] = [];
    for (let block = this.blocks[0]; block; block = this.blocks[0]) {
      if (block.opened.kind !== 'call' || block.json !== '') events.push(...this.open(block));
      if (this.blocks.length === 1 || !isOver(block)) break;
      events.push(...this.close(block));
    }
    return events;
  }

  private open(block: Block): AnswerEvent[] {
    if (block.isOpen) return [];
    block.isOpen = true;
    return [{ type: 'open', block: block.opened }, ...delta(block.waiting)];
  }

  private close(block: Block): AnswerEvent[] {
    this.blocks.shift();
    if (block.key !== undefined) this.closed.set(block.key, block);
    return [block.as === undefined ? { type: 'close' } : { type: 'close', carried: { as: block.as } }];
  }
}

/** The same whole arguments once more, however they are spaced. */
function isRepeated(json: string, known: string): boolean {
  const again = known === '' ? undefined : argumentsOf(json);
  return again !== undefined && JSON.stringify(again) === JSON.stringify(argumentsOf(known));
}

function delta(text: string): AnswerEvent[] {
  return text === '' ? [] : [{ type: 'delta', text }];
}

function isOver({ opened, json }: Block): boolean {
  return opened.kind !== 'call' || (json.trimEnd().endsWith('}') && argumentsOf(json) !== undefined);
}
