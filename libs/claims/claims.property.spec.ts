import { EventStoreError } from '../event-store/errors.js';
import { parseAmount } from '#money';
import fc from 'fast-check';
import { ClaimsWorld, Crash, payment, type Life } from './testing/claims-world.js';

const DAY_MS = 86_400_000;
const GATEWAYS = 2;
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

/** What is meant to happen once, by number. A payment comes with one of two amounts, a command with one of two bodies. */
type Intent = { readonly what: 'payment' | 'grant'; readonly id: number; readonly variant: 0 | 1 };
type Step =
  | { readonly step: 'deliver'; readonly gateway: number; readonly intents: readonly Intent[] }
  | { readonly step: 'restart'; readonly gateway: number; readonly append: number; readonly when: 'before' | 'after' }
  | { readonly step: 'resume'; readonly gateway: number }
  | { readonly step: 'spend'; readonly gateway: number }
  | { readonly step: 'pass'; readonly days: number };

const intent = fc.record({
  what: fc.constantFrom('payment' as const, 'grant' as const),
  id: fc.nat({ max: 3 }),
  variant: fc.oneof({ weight: 4, arbitrary: fc.constant(0 as const) }, fc.constant(1 as const)),
});
const gateway = fc.nat({ max: GATEWAYS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ step: fc.constant('deliver' as const), gateway, intents: fc.array(intent, { minLength: 1, maxLength: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('restart' as const),
      gateway,
      append: fc.integer({ min: 1, max: 5 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('resume' as const), gateway }) },
  { weight: 4, arbitrary: fc.record({ step: fc.constant('spend' as const), gateway }) },
  { weight: 5, arbitrary: fc.record({ step: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 40 }) }) },
);

const amountOf = (variant: number): string => (variant === 0 ? '1.00' : '2.00');

function deliver(life: Life, { what, id, variant }: Intent): Promise<unknown> {
  const amount = amountOf(variant);
  return what === 'payment' ? life.receive(payment(`pi_${id}`, amount)) : life.grant(String(id), amount);
}

/** A dead process, or one whose view of an account another has overtaken: whoever asked tries again. */
function expected(fault: unknown): void {
  if (!(fault instanceof Crash) && !(fault instanceof EventStoreError)) throw fault;
}

async function run(world: ClaimsWorld, steps: readonly Step[]): Promise<readonly Intent[]> {
  const lives = Array.from({ length: GATEWAYS }, () => world.life());
  const delivered: Intent[] = [];
  for (const each of steps) {
    if (each.step === 'pass') world.pass(each.days * DAY_MS);
    if (each.step === 'restart') lives[each.gateway] = world.life(each);
    if (each.step === 'spend') await lives[each.gateway]?.spendAll().catch(expected);
    if (each.step === 'resume') await lives[each.gateway]?.resumeAll().catch(expected);
    if (each.step === 'deliver') {
      const life = lives[each.gateway] as Life;
      delivered.push(...each.intents);
      await Promise.all(each.intents.map((intent) => deliver(life, intent).catch(expected)));
    }
  }
  return delivered;
}

/** Behind any history: whoever lives on finishes what stands, and every intent is delivered once more. */
async function settle(world: ClaimsWorld, delivered: readonly Intent[]): Promise<void> {
  const life = world.life();
  await life.resumeAll();
  for (const intent of delivered) await deliver(life, intent);
}

async function check(world: ClaimsWorld, delivered: readonly Intent[]): Promise<void> {
  const events = await world.events();
  const effects = events.filter(({ type }) => type === 'PaymentReceived' || type === 'CreditGranted');
  const claims = effects.map(({ data }) => data['claim'] as string);
  expect(new Set(claims).size).toBe(claims.length);
  expect(claims).toHaveLength(new Set(delivered.map(({ what, id }) => `${what} ${id}`)).size);
  for (const effect of effects) {
    const own = events.filter(({ stream }) => stream === effect.data['claim']);
    const said = own.find(({ type }) => type === 'PaymentSeen' || type === 'CommandAccepted');
    const target = (said?.data['target'] ?? said?.data) as { period: string; effect: { amount: string } };
    expect(effect.data['amount']).toBe(target.effect.amount);
    const carried = own.filter(({ type, position }) => type === 'ClaimCarriedOver' && position < effect.position);
    expect(effect.stream.endsWith((carried.at(-1)?.data['period'] as string | undefined) ?? target.period)).toBe(true);
    expect(own.filter(({ type }) => type === 'PaymentCredited' || type === 'CommandAnswered')).toHaveLength(1);
  }
  const moved = [...effects, ...events.filter(({ type }) => type === 'BalanceAdjusted')];
  const sum = moved.reduce((total, { data }) => total + parseAmount(data['amount'] as string), 0n);
  expect((await world.life().accounts.open('acc_1'))?.available ?? 0n).toBe(sum);
}

describe('claims', () => {
  it('take effect exactly once, with what was said first, whatever crashes, repeats, overtakes and month ends come between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const world = new ClaimsWorld();
        const delivered = await run(world, steps);
        await settle(world, delivered);
        await check(world, delivered);
      }),
      { numRuns: RUNS },
    );
  });
});
