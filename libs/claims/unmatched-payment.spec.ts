import type { UnmatchedReport } from './unmatched-payment.js';
import { ClaimsWorld, Crash, payment, unmatched } from './testing/claims-world.js';

const credits = (world: ClaimsWorld) => world.of('PaymentReceived');

/** What all entries of the log come to, by ledger account of the house. */
async function balances(world: ClaimsWorld): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { data } of await world.events()) {
    for (const [currency, lines] of Object.entries((data['entry'] ?? {}) as Record<string, [string, string][]>)) {
      for (const [account, amount] of lines) sums[`${account} ${currency}`] = (sums[`${account} ${currency}`] ?? 0) + Number(amount);
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

describe('a payment that no account can take', () => {
  it('is kept once for the same facts, and stands in the books as nobody’s', async () => {
    const world = new ClaimsWorld();
    const outcomes = [];
    for (let report = 0; report < 3; report += 1) outcomes.push(await world.life().keep(unmatched('pi_1')));
    expect(outcomes).toMatchObject(
      Array.from({ length: 3 }, () => ({ kind: 'unmatched', id: expect.stringMatching(/^unm_[0-9a-f]{32}$/) as string })),
    );
    const [kept, ...more] = await world.of('PaymentUnmatched');
    expect([kept?.stream, more]).toEqual(['payment-stripe-pi_1', []]);
    expect(kept?.data).toMatchObject({ payment: 'pi_1', reason: 'customer_unknown', received: { amount: '10.00', currency: 'USD' } });
    expect(await balances(world)).toEqual({ '1100 USD': 10, '2030 USD': -10 });
  });

  it('is kept with each of its facts, of which the first that tell what was received are booked', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1', null));
    await world.life().keep(unmatched('pi_1', '10.00 USD'));
    await world.life().keep(unmatched('pi_1', '11.00 EUR'));
    expect(await world.of('PaymentUnmatched')).toHaveLength(3);
    expect(await balances(world)).toEqual({ '1100 USD': 10, '2030 USD': -10 });
  });

  it('is kept within bounds, whatever its processor sends', async () => {
    const world = new ClaimsWorld();
    const life = world.life();
    for (let cents = 10; cents < 40; cents += 1)
      expect(await life.keep(unmatched('pi_1', `1.${cents} USD`))).toMatchObject({ kind: 'unmatched' });
    expect(await world.of('PaymentUnmatched')).toHaveLength(10);
  });

  it('stands in the stream of its message where its facts name no payment', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('x', null, { payment: null, message: 'msg_7' }));
    expect((await world.of('PaymentUnmatched')).map(({ stream, data }) => [stream, data['payment']])).toEqual([
      ['notice-stripe-msg_7', 'msg_7'],
    ]);
  });

  it('is credited where a later report of it can be used, whichever comes first', async () => {
    for (const order of [0, 1]) {
      const world = new ClaimsWorld();
      const reports = [() => world.life().keep(unmatched('pi_1', '10.00 EUR')), () => world.life().receive(payment('pi_1'))];
      for (const report of order === 0 ? reports : reports.reverse()) await report();
      expect((await credits(world)).map(({ data }) => data['amount'])).toEqual(['10.00']);
      expect(await balances(world)).toEqual({ '1100 USD': 10, '2000:acc_1 USD': -10 });
    }
  });
});

describe('the key of an unmatched payment', () => {
  it('is made for its first report, and is that of every other one: where it was lost no other is made', async () => {
    const world = new ClaimsWorld();
    const asked: boolean[] = [];
    const seal: UnmatchedReport['seal'] = (id, isNamed) => (asked.push(isNamed), Promise.resolve(`v1.${id}.sealed`));
    for (const received of ['10.00 USD', '11.00 USD']) await world.life().keep(unmatched('pi_1', received, { seal }));
    await world.life().keep(unmatched('pi_2', '10.00 USD', { seal: () => Promise.resolve('v1.cus_1.sealed') }));
    await world.life().keep(unmatched('pi_2', '11.00 USD', { seal }));
    expect(asked).toEqual([false, true, false]);
  });
});

describe('an unmatched payment that is assigned', () => {
  it('is credited as what was received, once, and is nobody’s no longer', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1'));
    for (let time = 0; time < 3; time += 1) expect(await world.life().assign('pi_1', 'cus_1')).toMatchObject({ kind: 'credited' });
    expect(await credits(world)).toHaveLength(1);
    expect((await world.of('PaymentAssigned')).map(({ data, metadata }) => [data['customer'], data['amount'], metadata.actor])).toEqual([
      ['cus_1', '10.00', 'admin:adm_1'],
    ]);
    expect(await balances(world)).toEqual({ '1100 USD': 10, '2000:acc_1 USD': -10 });
  });

  it('answers its processor’s report with the credit, and any other report as a contradiction', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1'));
    await world.life().assign('pi_1', 'cus_1');
    expect(await world.life().keep(unmatched('pi_1'))).toMatchObject({ kind: 'credited' });
    expect(await world.life().receive(payment('pi_1'))).toMatchObject({ kind: 'credited' });
    expect(await world.life().keep(unmatched('pi_1', '12.00 USD'))).toMatchObject({ kind: 'contradicted' });
    expect(await world.life().receive(payment('pi_1', '12.00'))).toMatchObject({ kind: 'contradicted' });
    expect(await credits(world)).toHaveLength(1);
  });

  it('goes to one customer alone, however many say otherwise at once', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1'));
    const outcomes = await Promise.all(['cus_1', 'cus_2', 'cus_1', 'cus_2'].map((customer) => world.life().assign('pi_1', customer)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['assigned_otherwise', 'assigned_otherwise', 'credited', 'credited']);
    expect(await credits(world)).toHaveLength(1);
  });

  it('takes what the person says it comes to where it came in another currency, each currency by itself', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1', '10.00 EUR'));
    expect(await world.life().assign('pi_1', 'cus_1')).toMatchObject({ kind: 'amount', refusal: { refusal: 'amount_wanted' } });
    expect(await world.life().assign('pi_1', 'cus_1', '11.50')).toMatchObject({ kind: 'credited' });
    expect(await balances(world)).toEqual({
      '1100 EUR': 10,
      '1910 EUR': -10,
      '1910 USD': 11.5,
      '2000:acc_1 USD': -11.5,
    });
  });

  it('takes no other amount than what was received in the account’s currency', async () => {
    const world = new ClaimsWorld();
    await world.life().keep(unmatched('pi_1'));
    expect(await world.life().assign('pi_1', 'cus_1', '11.00')).toMatchObject({ kind: 'amount', refusal: { refusal: 'amount_differs' } });
    expect(await credits(world)).toEqual([]);
    expect(await world.life().assign('pi_1', 'cus_1', '10.00')).toMatchObject({ kind: 'credited' });
    expect(await world.life().assign('pi_1', 'cus_1', '11.00')).toMatchObject({ kind: 'assigned_otherwise' });
  });

  it('must be one', async () => {
    const world = new ClaimsWorld();
    expect(await world.life().assign('pi_0', 'cus_1', '1.00')).toEqual({ kind: 'unknown' });
    await world.life().receive(payment('pi_1'));
    expect(await world.life().assign('pi_1', 'cus_1', '10.00')).toEqual({ kind: 'unknown' });
    expect(await credits(world)).toHaveLength(1);
  });
});

describe('a crash at any append of an assignment', () => {
  const points = [1, 2, 3, 4, 5].flatMap((append) => [{ append, when: 'before' } as const, { append, when: 'after' } as const]);

  it.each(points)('$when number $append leaves a payment that the caretaker, or whoever assigns again, credits once', async (point) => {
    for (const finish of ['assign', 'caretaker', 'both'] as const) {
      const world = new ClaimsWorld();
      await world.life().keep(unmatched('pi_1'));
      await world
        .life(point)
        .assign('pi_1', 'cus_1')
        .catch((fault: unknown) => expect(fault).toBeInstanceOf(Crash));
      if (finish !== 'assign') await world.life().resumeAll();
      if (finish !== 'caretaker') await world.life().assign('pi_1', 'cus_1');
      const assignments = await world.of('PaymentAssigned');
      expect(await credits(world)).toHaveLength(finish === 'caretaker' ? assignments.length : 1);
      expect(await world.of('PaymentCredited')).toHaveLength(finish === 'caretaker' ? assignments.length : 1);
    }
  });
});
