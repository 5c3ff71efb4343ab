import { CHART, type Entry } from '#ledger';
import { EMPTY_TIP, eventId, mintCommandId, seal, type JsonObject } from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';
import { ClaimsWorld, unmatched } from '../claims/testing/claims-world.js';
import { replay, type Finding } from './index.js';
import { Verifier } from './verifier.js';

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
  entry: { USD: usd } satisfies Entry as unknown as JsonObject,
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
