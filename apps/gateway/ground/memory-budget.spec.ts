import fc from 'fast-check';
import { MemoryBudget, RequestMemory, type AnswerSource } from './memory-budget.js';

const KIB = 1024;

/** An answer, and whether its provider is read. */
class Answer implements AnswerSource {
  readonly memory: RequestMemory;
  isPaused = false;

  constructor(budget: MemoryBudget) {
    this.memory = new RequestMemory(budget, 'a');
    this.memory.source = this;
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
}

describe('the memory budget', () => {
  it('refuses the body that does not fit, and takes the next one when another has gone', () => {
    const budget = new MemoryBudget(100);
    const [first, second] = [new RequestMemory(budget, 'a'), new RequestMemory(budget, 'b')];
    expect([first.take(60), second.take(41), second.take(40)]).toEqual([true, false, true]);
    first.release();
    expect([second.take(60), budget.usedBytes]).toEqual([true, 100]);
  });

  it('leaves whoever comes next as much as one holder has, beside his first body; whose answers count, too', () => {
    const budget = new MemoryBudget(120);
    const of = (holder: string) => new RequestMemory(budget, holder);
    const [first, second] = [of('a'), of('a')];
    expect([first.take(70), second.take(1)]).toEqual([true, false]);
    first.give(20);
    expect([second.take(11), second.take(10)]).toEqual([false, true]);
    expect([of('b').take(30), of('b').take(1), of('c').take(30), of('c').take(1)]).toEqual([true, false, true, false]);
    for (const each of [first, second]) each.release();
    expect([of('a').take(30), of('a').take(1)]).toEqual([true, false]);
    const answering = of('d');
    answering.keep(20);
    expect([of('d').take(1), answering.take(5)]).toEqual([false, true]);
  });

  it('never refuses an answer, and lets one go beyond it at a time; the next in the order in which they came', () => {
    const budget = new MemoryBudget(100 * KIB);
    const answers = [new Answer(budget), new Answer(budget), new Answer(budget)];
    const paused = () => answers.map(({ isPaused }) => isPaused);
    for (const { memory } of answers) memory.keep(80 * KIB);
    expect(paused()).toEqual([false, false, true]);
    answers[0]?.memory.keep(80 * KIB);
    answers[1]?.memory.keep(80 * KIB);
    expect(paused()).toEqual([true, false, true]);
    answers[1]?.memory.release();
    expect(paused()).toEqual([true, false, false]);
    answers[2]?.memory.release();
    expect([paused(), budget.usedBytes]).toEqual([[false, false, false], 160 * KIB]);
  });

  it('reads every answer of up to 64 KiB, however full it is', () => {
    const budget = new MemoryBudget(KIB);
    const answers = Array.from({ length: 10 }, () => new Answer(budget));
    for (const { memory } of answers) memory.keep(64 * KIB);
    expect(answers.some(({ isPaused }) => isPaused)).toBe(false);
  });

  it('is held until nobody uses it: the response is written, and whoever works on for a client that left has ended', () => {
    const budget = new MemoryBudget(100);
    const memory = new RequestMemory(budget, 'a');
    memory.take(60);
    memory.use();
    memory.release();
    expect(budget.usedBytes).toBe(60);
    memory.release();
    memory.give(60);
    memory.keep(-60);
    expect([budget.usedBytes, memory.take(1)]).toEqual([0, false]);
  });

  it('lets some answer be read whatever happens, and is empty when all have ended', () => {
    const step = fc.record({ answer: fc.nat(5), what: fc.constantFrom('grow', 'shrink', 'end'), bytes: fc.nat(200 * KIB) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const budget = new MemoryBudget(300 * KIB);
        const answers = Array.from({ length: 6 }, () => ({ answer: new Answer(budget), kept: 0, hasEnded: false }));
        for (const { answer: index, what, bytes } of steps) {
          const each = answers[index]!;
          if (each.hasEnded) continue;
          const change = what === 'grow' ? (each.answer.isPaused ? 0 : bytes) : what === 'shrink' ? -Math.min(bytes, each.kept) : 0;
          each.kept += change;
          each.answer.memory.keep(change);
          if (what === 'end') {
            each.hasEnded = true;
            each.answer.memory.release();
          }
          const open = answers.filter(({ hasEnded }) => !hasEnded);
          expect(budget.usedBytes).toBe(open.reduce((sum, { kept }) => sum + kept, 0));
          expect(open.length === 0 || open.some(({ answer }) => !answer.isPaused)).toBe(true);
          if (budget.usedBytes <= budget.limitBytes) expect(open.some(({ answer }) => answer.isPaused)).toBe(false);
        }
        for (const { answer, hasEnded } of answers) if (!hasEnded) answer.memory.release();
        expect(budget.usedBytes).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
