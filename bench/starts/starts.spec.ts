import { report } from './starts.js';

const round = (bare: number, first: number, second: number) => ({
  bare: { wallMs: bare, cpuMs: bare },
  first: { wallMs: first, cpuMs: 900 },
  second: { wallMs: second, cpuMs: undefined },
});

describe('the report of starts', () => {
  it('has medians, the longest, and the ratio to a bare proxy of the same round', () => {
    const { tables, notes } = report([round(500, 1_000, 1_500), round(250, 2_000, 500), round(500, 3_000, 1_000)]);
    expect(tables[0]?.rows).toEqual([
      ['bare Nest + undici', '500', '500', '500', '1.00'],
      ['Tokenok, first start', '2,000', '3,000', '900', '6.00'],
      ['Tokenok, second start', '1,000', '1,500', '–', '2.00'],
    ]);
    expect(notes.at(-1)).toBe('Second start: 1,000 ms; target 3,000 ms: met');
  });
  it('says where the target is missed', () => expect(report([round(500, 4_000, 3_500)]).notes.at(-1)).toContain('missed'));
});
