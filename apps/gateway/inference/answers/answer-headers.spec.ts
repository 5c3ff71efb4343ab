import type { PlannedAttempt } from '#ledger';
import type { WireRequest } from '#wire';
import type { AdmittedRequest } from '../exchange/admitted-request.js';
import { answerHeaders } from './answer-headers.js';

const admitted = { id: 'req_1', attempts: [{}], outputLimit: 9, plan: { hold: { outputTokens: 9 } } } as unknown as AdmittedRequest;
const target = { model: 'm', provider: 'p' } as PlannedAttempt;
const droppedIn = (dropped: readonly string[]) =>
  answerHeaders(admitted, { api: 'chat' } as WireRequest, { target, dropped })['x-tokenok-dropped'];

describe('x-tokenok-dropped', () => {
  it('is not there where nothing was left out', () => expect(droppedIn([])).toBeUndefined());
  it('holds only what a header can', () => expect(droppedIn(['seed', 'a\r\nb: "ü"'])).toBe('seed, ab'));
  it('names fifty fields of a client that has thousands, and counts the rest', () => {
    const header = String(droppedIn(Array.from({ length: 1_000 }, (_, index) => `${index}_${'x'.repeat(100)}`)));
    expect(header.length).toBeLessThan(4_096);
    expect(header).toMatch(/^0_x+, .*, 950 more$/);
  });
});
