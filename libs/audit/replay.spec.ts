import { describe, expect, it } from '@jest/globals';
import { EMPTY_TIP, eventId, mintCommandId, seal, type JsonObject } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { CHART } from '#ledger';
import { ClaimsWorld, unmatched } from '../claims/testing/claims-world.js';
import { parseMoment, replay, type Finding } from './index.js';
import { writeRandomLog } from './testing/random-log.js';
import { Verifier } from './verifier.js';

describe('a moment', () => {
  it.each([
    ['120', { position: 120n }],
    ['2026-11-30T23:59:59Z', { instant: '2026-11-30T23:59:59.000Z' }],
    ['2026-11-30t23:59:59.1239+01:00', { instant: '2026-11-30T22:59:59.123Z' }],
  ])('is %s', (text, moment) => expect(parseMoment(text)).toEqual(moment));
  it.each(['', '-1', '1.5', '2026-11-30', '2026-11-31T00:00:00Z', '2026-11-30T25:00:00Z', '2026-11-30 10:00:00Z', 'now'])(
    'is not %s',
    (text) => expect(parseMoment(text)).toBeUndefined(),
  );
});

describe('a replay', () => {
  it('of any prefix never changes when the log goes on', async () => {
    const store = createMemoryEventStore();
    await writeRandomLog(store, { seed: 21, accounts: 2, steps: 60 });
    const moments = [1n, 7n, 40n].map((position) => ({ position }));
    const before = await Promise.all(moments.map((moment) => replay(store, moment)));
    const { recorded } = before[2] as { recorded: string };
    const then = await replay(store, { instant: recorded });
    await writeRandomLog(store, { seed: 22, accounts: 2, steps: 60 });
    expect(await Promise.all(moments.map((moment) => replay(store, moment)))).toEqual(before);
    expect(await replay(store, { instant: recorded })).toEqual(then);
  });

  it('balances in each currency at every position', async () => {
    const store = createMemoryEventStore();
    await writeRandomLog(store, { seed: 23, accounts: 2, steps: 40 });
    const head = await store.head();
    for (let position = 0n; position <= head; position += 1n) expect((await replay(store, { position })).journal.balanced).toBe(true);
  });
});

async function findingsOf(store: ClaimsWorld['store']): Promise<{ readonly findings: Finding[]; readonly verifier: Verifier }> {
  const verifier = new Verifier();
  const findings: Finding[] = [];
  for await (const event of store.scan({ after: 0n })) findings.push(...verifier.check(event));
  verifier.close();
  return { findings, verifier };
}

async function forged(data: JsonObject): Promise<string | undefined> {
  const store = createMemoryEventStore();
  const time = '2026-11-01T00:00:00.000Z';
  const metadata = { actor: 'payment:acme', cause: 'req_1', effective: time, recorded: time, version: 1 };
  const { events } = seal('payment-acme-1', EMPTY_TIP, [{ id: eventId(mintCommandId(), 0), type: 'PaymentUnmatched', data, metadata }]);
  await store.append('payment-acme-1', events, 'no_stream');
  return (await findingsOf(store)).findings[0]?.problem;
}

const entry = (...usd: readonly (readonly [string, string])[]): JsonObject => ({
  received: { amount: '10.00', currency: 'USD' },
  entry: { USD: usd },
});

describe('money that is nobody’s yet', () => {
  it('stands in the journal from its report to its assignment, for the verifier and for a replay', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1', '10.00 EUR'));
    const before = await replay(world.store, { position: await world.store.head() });
    expect(before.journal.balance('EUR', CHART.unallocatedReceipts)).toBe(-10_000_000_000n);
    await world.life().assign('pi_1', 'cus_1', '11.50');
    const { findings, verifier } = await findingsOf(world.store);
    expect([findings, verifier.audited.balanced]).toEqual([[], true]);
    const { journal } = await replay(world.store, { position: await world.store.head() });
    expect(journal.balance('EUR', CHART.unallocatedReceipts)).toBe(0n);
    expect(journal.balance('USD', `${CHART.creditsAvailable}:acc_1`)).toBe(-11_500_000_000n);
    expect(journal.balanced).toBe(true);
  });

  it.each([
    ['that is off', entry(['1100', '10.00'], ['2030', '-9.00']), 'off by 1.00 USD'],
    ['that credits a customer', entry(['1100', '10.00'], ['2000:acc_1', '-10.00']), 'not its own'],
    ['of another amount than what was received', entry(['1100', '11.00'], ['2030', '-11.00']), 'another entry'],
    ['that is missing', { received: { amount: '10.00', currency: 'USD' } }, 'another entry'],
    ['for nothing', { ...entry(['1100', '10.00'], ['2030', '-10.00']), received: null }, 'another entry'],
  ])('is named where it has an entry %s', async (_what, data, problem) => expect(await forged(data as JsonObject)).toContain(problem));
});
