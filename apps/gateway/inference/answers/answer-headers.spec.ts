import type { PlannedAttempt } from '#ledger';
import type { OutputLimit } from '#routing';
import type { Exchange } from '../exchange/exchange.js';
import { answerHeaders } from './answer-headers.js';

const exchangeOf = (outputLimit: OutputLimit) =>
  ({ id: 'req_1', request: { api: 'chat' }, attempts: [{}], outputLimit, standing: {} }) as unknown as Exchange;
const exchange = exchangeOf({ tokens: 9, by: 'client' });
const target = { model: 'm', provider: 'p' } as PlannedAttempt;
const droppedIn = (dropped: readonly string[]) => answerHeaders(exchange, { target, dropped })['x-tokenok-dropped'];

describe('x-tokenok-max-tokens', () => {
  const told = (by: OutputLimit['by']) => answerHeaders(exchangeOf({ tokens: 9, by }), { target })['x-tokenok-max-tokens'];

  it('tells the limit that was sent whenever it is not the client’s own', () =>
    expect((['default', 'maximum', 'balance'] as const).map(told)).toEqual(['9', '9', '9']));
  it('is not there where it is, nor where there is no output', () =>
    expect([told('client'), told(undefined)]).toEqual([undefined, undefined]));
});

describe('x-tokenok-dropped', () => {
  it('is not there where nothing was left out', () => expect(droppedIn([])).toBeUndefined());
  it('holds only what a header can', () => expect(droppedIn(['seed', 'a\r\nb: "ü"'])).toBe('seed, ab'));
  it('names fifty fields of a client that has thousands, and counts the rest', () => {
    const header = String(droppedIn(Array.from({ length: 1_000 }, (_, index) => `${index}_${'x'.repeat(100)}`)));
    expect(header.length).toBeLessThan(4_096);
    expect(header).toMatch(/^0_x+, .*, 950 more$/);
  });
});
