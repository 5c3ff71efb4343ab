import type { PlannedAttempt } from '#ledger';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';

const admitted = { attempts: [{}], outputLimit: 9, plan: { hold: { outputTokens: 9 } } };
const exchange = { id: 'req_1', request: { api: 'chat' }, admitted } as unknown as Exchange;
const target = { model: 'm', provider: 'p' } as PlannedAttempt;
const droppedIn = (dropped: readonly string[]) => answerHeaders(exchange, { target, dropped })['x-tokenok-dropped'];

describe('x-tokenok-dropped', () => {
  it('is not there where nothing was left out', () => expect(droppedIn([])).toBeUndefined());
  it('holds only what a header can', () => expect(droppedIn(['seed', 'a\r\nb: "ü"'])).toBe('seed, ab'));
  it('names fifty fields of a client that has thousands, and counts the rest', () => {
    const header = String(droppedIn(Array.from({ length: 1_000 }, (_, index) => `${index}_${'x'.repeat(100)}`)));
    expect(header.length).toBeLessThan(4_096);
    expect(header).toMatch(/^0_x+, .*, 950 more$/);
  });
});
