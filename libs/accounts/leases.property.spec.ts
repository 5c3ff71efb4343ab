import fc from 'fast-check';
import { mintCommandId } from '#event-store';
import type { AccountCommand } from '#ledger';
import { claim, failure, hold, meter, payment, usd } from '../ledger/testing/account.commands.js';
import { PlainOracle } from '../ledger/testing/plain-oracle.js';
import type { Executed } from './index.js';
import { FaultyStore } from './testing/faulty-store.js';
import { auditedEvents, originOf, type Office } from './testing/office.js';
import { Offices, audited } from './testing/offices.js';

/** Another history: `SEED=… RUNS=…`. What fails is shrunk and printed with its seed. */
const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['RUNS'] ?? 40);
const OPENED = '2026-11-05T10:00:00.000Z';
const MINUTE = 60_000;

/** How often each type of event was written: what never occurs is not tested. */
const counts = new Map<string, number>();
async function count(offices: Offices): Promise<void> {
  for (const { type } of await auditedEvents(offices.store.connect())) counts.set(type, (counts.get(type) ?? 0) + 1);
}
function told(what: string): void {
  process.stdout.write(`${what}: SEED=${SEED} RUNS=${RUNS}: ${JSON.stringify(Object.fromEntries(counts))}\n`);
  if (RUNS >= 20) {
    const wanted = ['FundsLeased', 'FundsRecalled', 'LeaseOpened', 'LeaseSealed', 'LeaseSettled', 'TokensMetered'];
    // Months end seldom: in one of some fifty histories.
    if (RUNS >= 500) wanted.push('PeriodClosed');
    expect([...counts.keys()]).toEqual(expect.arrayContaining(wanted));
  }
  counts.clear();
}

interface Step {
  readonly what: 'hold' | 'meter' | 'fail' | 'pay' | 'tick' | 'wait' | 'recall' | 'kill' | 'suspect' | 'fault';
  readonly office: number;
  readonly die: number;
}

const steps = (kinds: readonly Step['what'][]) =>
  fc.array(fc.record<Step>({ what: fc.constantFrom(...kinds), office: fc.nat(2), die: fc.nat(1_000_000) }), {
    minLength: 20,
    maxLength: 80,
    size: 'max',
  });

const amount = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Small ones mostly; now and then one that no lease covers. */
const holdOf = (die: number, id: string, at: string) => {
  const cents = die % 7 === 0 ? 200 + (die % 3_000) : 1 + (die % 12);
  return hold(amount(cents), {
    at,
    minimumOutputTokens: 1 + (die % Math.max(1, Math.trunc(cents / 2))),
    request: { request: id, deadline: '2027-12-01T00:00:00.000Z' },
  });
};

/** Each history is a hundred commands over several gateways, faults and waits included; `RUNS` asks for more of them than a minute takes. */
const LONG_MS = 300_000;

describe('one step after the other, over any of three gateways', () => {
  it(
    'comes to what one account without leases would: the same grants, refusals, charges and sums',
    async () => {
      const kinds = ['hold', 'hold', 'hold', 'hold', 'meter', 'meter', 'fail', 'pay', 'tick', 'wait'] as const;
      await fc.assert(
        fc.asyncProperty(steps(kinds), async (history) => {
          const offices = new Offices(new FaultyStore(), OPENED);
          const oracle = new PlainOracle('USD', 0, OPENED);
          const all = [offices.open(), offices.open(), offices.open()];
          const served = new Map<string, Office>();
          for (const [serial, { what, office: index, die }] of history.entries()) {
            const office = all[index] as Office;
            if (what === 'wait') offices.moveClock(die % 12 === 0 ? 31 * 24 * 60 * MINUTE : MINUTE);
            if (what === 'wait' || what === 'tick') await Promise.all(all.map(({ accounts }) => accounts.tick()));
            const command = commandOf(what, die, serial, office.clock, oracle);
            if (!command) continue;
            const request = 'request' in command ? (typeof command.request === 'string' ? command.request : command.request.request) : '';
            const by = command.type === 'HoldFunds' ? office : (served.get(request) ?? office);
            if (command.type === 'HoldFunds') served.set(request, office);
            agrees(await by.execute(command), oracle.execute(command));
            const { available, held } = await audited(offices.store.connect());
            expect([available, held]).toEqual([oracle.available, oracle.held]);
          }
          await count(offices);
          await offices.close();
        }),
        { seed: SEED, numRuns: RUNS, endOnFailure: false },
      );
      told('leases, one after the other');
    },
    LONG_MS,
  );
});

function commandOf(what: Step['what'], die: number, serial: number, at: string, oracle: PlainOracle): AccountCommand | undefined {
  const request = [...oracle.holds.keys()][die % Math.max(1, oracle.holds.size)];
  if (what === 'hold') return holdOf(die, `req_${serial}`, at);
  if (what === 'pay')
    return payment(amount(1 + (die % 4_000)), { at, payment: `pay_${serial}`, claim: claim(`payment-${serial}`, at.slice(0, 7)) });
  if (what === 'meter' && request) return meter(amount(die % (die % 5 === 0 ? 400 : 8)), { at, request });
  return what === 'fail' && request ? failure({ at, request }) : undefined;
}

function agrees({ refusal, events }: Executed, answer: ReturnType<PlainOracle['execute']>): void {
  if ('refused' in answer) return expect(refusal).toMatchObject({ code: answer.refused });
  expect(refusal).toBeUndefined();
  for (const { event } of events ?? []) {
    if (event.type === 'RequestRouted') expect(usd(event.data.hold).nanos).toBe((answer as { hold: bigint }).hold);
    if (event.type === 'TokensMetered') expect(usd(event.data.charge).nanos).toBe((answer as { charge: bigint }).charge);
  }
}

describe('many steps at once, over three gateways that die, are taken for dead, and lose acknowledgements', () => {
  it(
    'never overspends, ends every hold once, and charges what a living gateway was told is charged',
    async () => {
      const kinds = [
        'hold',
        'hold',
        'hold',
        'hold',
        'hold',
        'meter',
        'meter',
        'meter',
        'fail',
        'pay',
        'tick',
        'wait',
        'kill',
        'suspect',
        'fault',
        'fault',
      ] as const;
      await fc.assert(
        fc.asyncProperty(steps(kinds), fc.integer({ min: 1, max: 12 }), (history, width) => new Chaos().run(history, width)),
        { seed: SEED, numRuns: RUNS, endOnFailure: false },
      );
      told('leases, many at once');
    },
    LONG_MS,
  );
});

interface Open {
  readonly office: Office;
  ended: boolean;
}

class Chaos {
  readonly store = new FaultyStore();
  readonly offices = new Offices(this.store, OPENED);
  readonly open = new Map<string, Open>();
  readonly charged = new Set<string>();
  serial = 0;

  async run(history: readonly Step[], width: number): Promise<void> {
    for (let n = 0; n < 3; n += 1) this.offices.open();
    await this.living(0).execute(payment('30.00', { at: OPENED }));
    for (let from = 0; from < history.length; from += width) {
      await Promise.all(history.slice(from, from + width).map((step) => this.step(step)));
    }
    await this.end();
  }

  living(index: number): Office {
    const { alive } = this.offices;
    return alive[index % alive.length] ?? this.offices.open();
  }

  private async step({ what, office: index, die }: Step): Promise<void> {
    this.serial += 1;
    const { serial } = this;
    const office = this.living(index);
    const at = office.clock;
    if (what === 'hold') await this.hold(office, `req_${serial}`, die);
    else if (what === 'meter' || what === 'fail') await this.finish(what, die);
    else if (what === 'pay')
      await this.tried(
        office,
        payment(amount(die % 900), { at, payment: `pay_${serial}`, claim: claim(`payment-${serial}`, at.slice(0, 7)) }),
      );
    else if (what === 'tick') await office.accounts.tick().catch(() => undefined);
    else if (what === 'wait') this.offices.moveClock(die % 3 === 0 ? 12 * 24 * 60 * MINUTE : MINUTE);
    else if (what === 'fault') this.store.faults.push((['lost', 'unwritten', 'conflict', 'late'] as const)[die % 4] ?? 'lost');
    else if (what === 'suspect') await this.suspect(office, index);
    else if (what === 'kill') await this.kill(office, index);
  }

  private async hold(office: Office, id: string, die: number): Promise<void> {
    const executed = await this.tried(office, holdOf(die, id, office.clock));
    if (executed && !executed.refusal) this.open.set(id, { office, ended: false });
  }

  private async finish(what: 'meter' | 'fail', die: number): Promise<void> {
    const open = [...this.open].filter(([, each]) => !each.ended && this.offices.alive.includes(each.office));
    const [request, entry] = open[die % Math.max(1, open.length)] ?? [];
    if (!request || !entry) return;
    entry.ended = true;
    const at = entry.office.clock;
    const executed = await this.tried(entry.office, what === 'meter' ? meter(amount(die % 9), { at, request }) : failure({ at, request }));
    if (what === 'meter' && executed && !executed.refusal) this.charged.add(request);
  }

  /** As a request is served: tried again with the same command while nobody knows what became of it. */
  private async tried(office: Office, command: AccountCommand): Promise<Executed | undefined> {
    const origin = { ...originOf(), commandId: mintCommandId() };
    for (let n = 0; n < 20; n += 1) {
      try {
        return await office.execute(command, origin);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    return undefined;
  }

  private async suspect(office: Office, index: number): Promise<void> {
    this.offices.presumeDead(office);
    const other = this.living(index + 1);
    if (other !== office) await other.accounts.reclaimFromDead('acc_1').catch(() => undefined);
  }

  private async kill(office: Office, index: number): Promise<void> {
    this.offices.kill(office);
    this.offices.open();
    await this.living(index)
      .accounts.reclaimFromDead('acc_1')
      .catch(() => undefined);
  }

  /** Every gateway dies, a last one takes everything back: what is then in the books is what was told. */
  private async end(): Promise<void> {
    this.store.faults = [];
    for (const office of this.offices.alive) this.offices.kill(office);
    const last = this.offices.open();
    await last.accounts.reclaimFromDead('acc_1');
    await this.offices.close();
    const { available, held, account } = await audited(this.store.connect());
    expect([held, account.leases]).toEqual([0n, []]);
    expect(available >= 0n).toBe(true);
    await count(this.offices);
    const ends = new Map<string, string[]>();
    for (const { type, data } of await auditedEvents(this.store.connect())) {
      if (!['RequestRouted', 'TokensMetered', 'RequestFailed', 'RequestAbandoned'].includes(type)) continue;
      const request = data['request'] as string;
      ends.set(request, [...(ends.get(request) ?? []), type]);
    }
    for (const types of ends.values()) expect(types).toEqual(['RequestRouted', expect.not.stringMatching('RequestRouted')]);
    for (const request of this.charged) expect(ends.get(request)).toEqual(['RequestRouted', 'TokensMetered']);
  }
}
