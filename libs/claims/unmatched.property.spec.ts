import { parseAmount } from '#money';
import fc from 'fast-check';
import { EventStoreError } from '../event-store/errors.js';
import { ClaimsWorld, Crash, payment, unmatched, type Life } from './testing/claims-world.js';

/** What is told or done of one of two payments. */
type Step =
  | { readonly step: 'usable'; readonly id: number; readonly amount: string }
  | { readonly step: 'unusable'; readonly id: number; readonly received: string | null }
  | { readonly step: 'assign'; readonly id: number; readonly customer: string; readonly amount: string | undefined }
  | { readonly step: 'restart'; readonly append: number; readonly when: 'before' | 'after' }
  | { readonly step: 'resume' }
  | { readonly step: 'pass'; readonly days: number };

const id = fc.nat({ max: 1 });
const amount = fc.constantFrom('1.00', '2.00');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ step: fc.constant('usable' as const), id, amount }) },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('unusable' as const),
      id,
      received: fc.constantFrom(null, '1.00 USD', '2.00 USD', '1.00 EUR'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('assign' as const),
      id,
      customer: fc.constantFrom('cus_1', 'cus_2'),
      amount: fc.option(amount, { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('restart' as const),
      append: fc.integer({ min: 1, max: 5 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 40 }) }) },
);

function take(life: Life, each: Step): Promise<unknown> {
  switch (each.step) {
    case 'usable':
      return life.receive(payment(`pi_${each.id}`, each.amount));
    case 'unusable':
      return life.keep(unmatched(`pi_${each.id}`, each.received));
    case 'assign':
      return life.assign(`pi_${each.id}`, each.customer, each.amount);
    case 'resume':
      return life.resumeAll();
    case 'restart':
    case 'pass':
      return Promise.resolve();
  }
}

function expected(fault: unknown): void {
  if (!(fault instanceof Crash) && !(fault instanceof EventStoreError)) throw fault;
}

/** Two gateways take the steps in turn; one dies where a restart says so. */
async function run(world: ClaimsWorld, steps: readonly Step[]): Promise<void> {
  const lives = [world.life(), world.life()];
  for (const [index, each] of steps.entries()) {
    if (each.step === 'pass') world.pass(each.days * 86_400_000);
    if (each.step === 'restart') lives[index % 2] = world.life(each);
    await take(lives[index % 2] as Life, each).catch(expected);
  }
}

async function check(world: ClaimsWorld, steps: readonly Step[]): Promise<void> {
  const events = await world.events();
  const sums = new Map<string, bigint>();
  for (const { data } of events) {
    for (const [currency, lines] of Object.entries((data['entry'] ?? {}) as Record<string, [string, string][]>)) {
      expect(lines.reduce((sum, [, each]) => sum + parseAmount(each), 0n)).toBe(0n);
      for (const [name, each] of lines) sums.set(`${name} ${currency}`, (sums.get(`${name} ${currency}`) ?? 0n) + parseAmount(each));
    }
  }
  const unallocated = new Map<string, bigint>();
  for (const number of [0, 1]) {
    const own = events.filter(({ stream }) => stream === `payment-stripe-pi_${number}`);
    const credited = events.filter(({ type, data }) => type === 'PaymentReceived' && data['claim'] === `payment-stripe-pi_${number}`);
    const count = (type: string) => own.filter((event) => event.type === type).length;
    const told = steps.some((each) => each.step === 'usable' && each.id === number);
    expect(credited).toHaveLength(count('PaymentSeen'));
    expect(count('PaymentSeen')).toBe(told || count('PaymentAssigned') > 0 ? 1 : 0);
    expect(count('PaymentAssigned')).toBeLessThanOrEqual(1);
    const received = own.find(({ data }) => data['received'])?.data['received'] as { amount: string; currency: string } | undefined;
    if (received && count('PaymentSeen') === 0) {
      const { amount, currency } = received;
      unallocated.set(currency, (unallocated.get(currency) ?? 0n) - parseAmount(amount));
    }
  }
  for (const currency of ['USD', 'EUR']) expect(sums.get(`2030 ${currency}`) ?? 0n).toBe(unallocated.get(currency) ?? 0n);
}

describe('payments that cannot be credited as they are told', () => {
  it('are nobody’s until they are credited, once, whatever is reported, assigned, crashes and repeats in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        const world = new ClaimsWorld();
        await run(world, steps);
        const life = world.life();
        await life.resumeAll();
        // What was reported is reported until it is acknowledged; a person may give up.
        for (const each of steps) if (each.step === 'usable' || each.step === 'unusable') await take(life, each);
        await check(world, steps);
      }),
      { numRuns: 200 },
    );
  });
});
