import { formatReport } from '../harness/report.js';
import { BARE, DIRECT, TOKENOK } from './contenders.js';
import { CHAT, EXCHANGES } from './exchange.js';
import { FIRST_TOKEN_SCENES, type FirstTokens } from './first-token.js';
import { addedMs, reportStreams, type StreamsMeasured } from './streams.report.js';
import type { StreamLoad } from './throughput.js';

const SCENE = FIRST_TOKEN_SCENES[0]!;

const first = (contender: string, ...ms: number[]): FirstTokens => ({ scene: SCENE, contender, ms, answered: ms.length });

const load = (contender: string, perSecond: number, exchange = CHAT): StreamLoad => {
  return { contender, exchange, kind: 'stream', answered: 1, perSecond, megabytesPerSecond: 1, cpuUs: 5 };
};

const KIB = 1_024;
const memory = (streams: number) => ({ rss: (1_000 + 50 * streams) * KIB, heapUsed: 20 * streams * KIB, external: 0 });

const MEASURED: StreamsMeasured = {
  runs: 2,
  seconds: 1,
  firstTokens: [first(DIRECT, 1, 10), first(TOKENOK, 2, 12), first(DIRECT, 100), first(TOKENOK, 103)],
  syncMs: [0.2, 0.4, 0.6],
  loads: [load(BARE, 100), load(TOKENOK, 50), load(BARE, 10), load(TOKENOK, 5)],
  translation: [],
  memory: [{ contender: TOKENOK, idle: memory(0), open: [{ streams: 1_000, memory: memory(1_000) }] }],
  books: { summary: 'Books: whole', problems: [] },
};

const line = (text: string, start: string): string => text.split('\n').find((each) => each.startsWith(start)) ?? '';

describe('what a stream costs on its way through the gateway', () => {
  it('is added pair by pair, each round against its own', () => expect(addedMs(MEASURED.firstTokens, SCENE, TOKENOK)).toEqual([1, 2, 3]));

  it('meets its target at the median, or does not', () => {
    const verdict = (firstTokens: readonly FirstTokens[]) => line(formatReport(reportStreams({ ...MEASURED, firstTokens })), '- Added to');
    expect(verdict(MEASURED.firstTokens)).toMatch(/: 2\.00 ms, where the sync of the hold alone takes 0\.40 ms; target 2 ms: met$/);
    expect(verdict([first(DIRECT, 1), first(TOKENOK, 3.1)])).toMatch(/: 2\.10 ms, .*; target 2 ms: missed$/);
  });

  it('is compared with the bare proxy within a round; a translation with the proxy of the same client', () => {
    const loads = [...MEASURED.loads, load(TOKENOK, 25, EXCHANGES[2]), load(TOKENOK, 2.5, EXCHANGES[2])];
    const text = formatReport(reportStreams({ ...MEASURED, loads, firstTokens: [] }));
    expect(line(text, `chat → chat, ${TOKENOK}  `)).toMatch(/ 0\.50$/);
    expect(line(text, `chat → messages, ${TOKENOK}  `)).toMatch(/ 0\.25$/);
  });

  it('takes what is open less what is idle, for each stream', () =>
    expect(line(formatReport(reportStreams(MEASURED)), `${TOKENOK}  `)).toMatch(/1,000 +0\.98 +49\.8 +50\.0 +20\.0/));

  it('does not count where the books do not', () =>
    expect(reportStreams({ ...MEASURED, books: { summary: '', problems: ['3 answers were not charged'] } }).problems).toEqual([
      '3 answers were not charged',
    ]));
});
