import { UnavailableError } from '#event-store';
import { Money } from '#money';
import { ClaimsWorld, Crash, DECEMBER, NOVEMBER, payment } from './testing/claims-world.js';

const credits = (world: ClaimsWorld) => world.of('PaymentReceived');
const streams = async (world: ClaimsWorld, type: string) => (await world.of(type)).map(({ stream }) => stream);

describe('a payment', () => {
  it('is credited once, however often it is reported, and every report hears so', async () => {
    const world = new ClaimsWorld();
    const life = world.life();
    const outcomes = [];
    for (let report = 0; report < 5; report += 1) outcomes.push(await life.receive(payment('pi_1')));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['credited']));
    expect(new Set(outcomes.map((outcome) => ('id' in outcome ? outcome.id : ''))).size).toBe(1);
    expect(await credits(world)).toHaveLength(1);
    expect((await life.accounts.open('acc_1'))?.available).toBe(10_000_000_000n);
  });

  it('is credited once when its reports come at the same time, to several gateways', async () => {
    const world = new ClaimsWorld();
    const lives = [world.life(), world.life(), world.life()];
    const reports = lives.flatMap((life) => Array.from({ length: 20 }, (_, index) => life.receive(payment(`pi_${index % 2}`))));
    const outcomes = await Promise.all(reports);
    expect(outcomes.every((outcome) => outcome.kind === 'credited')).toBe(true);
    expect(await credits(world)).toHaveLength(2);
  });

  it('is told with a position at which the credit is seen, the first time and later', async () => {
    const world = new ClaimsWorld();
    const positions = [];
    for (let report = 0; report < 2; report += 1) {
      const outcome = await world.life().receive(payment('pi_1'));
      positions.push('position' in outcome ? outcome.position : 0n);
    }
    const [credit] = await credits(world);
    expect(positions.every((position) => position >= (credit?.position ?? 0n))).toBe(true);
  });

  it('is found in the books of a month that has closed, though nobody confirmed it', async () => {
    const world = new ClaimsWorld();
    // appends: opening, PaymentSeen, PaymentReceived, PaymentCredited
    await expect(world.life({ append: 4, when: 'before' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    expect(await credits(world)).toHaveLength(1);
    world.goTo(NOVEMBER);
    const life = world.life();
    await life.accounts.keepUp('acc_1');
    expect(await life.receive(payment('pi_1'))).toMatchObject({ kind: 'credited' });
    expect(await credits(world)).toHaveLength(1);
    expect(await world.of('ClaimCarriedOver')).toEqual([]);
    expect((await world.of('PaymentCredited'))[0]?.data['stream']).toBe('account-acc_1-2026-10');
  });

  it('whose month closed without it is carried over by name before anything is written in the next', async () => {
    const world = new ClaimsWorld();
    await expect(world.life({ append: 3, when: 'before' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    world.goTo(NOVEMBER);
    await world.life().accounts.keepUp('acc_1');
    await expect(world.life({ append: 2, when: 'before' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    expect((await world.of('ClaimCarriedOver')).map(({ data }) => data)).toEqual([{ period: '2026-11' }]);
    expect(await credits(world)).toEqual([]);
    world.goTo(DECEMBER);
    const life = world.life();
    await life.accounts.keepUp('acc_1');
    await life.resumeAll();
    expect((await world.of('ClaimCarriedOver')).map(({ data }) => data)).toEqual([{ period: '2026-11' }, { period: '2026-12' }]);
    expect(await streams(world, 'PaymentReceived')).toEqual(['account-acc_1-2026-12']);
  });

  it('whose credit was carried over is found there when that month has closed too', async () => {
    const world = new ClaimsWorld();
    await expect(world.life({ append: 3, when: 'before' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    world.goTo(NOVEMBER);
    await world.life().accounts.keepUp('acc_1');
    await expect(world.life({ append: 2, when: 'after' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    world.goTo(DECEMBER);
    await world.life().accounts.keepUp('acc_1');
    expect(await world.life().receive(payment('pi_1'))).toMatchObject({ kind: 'credited' });
    expect(await streams(world, 'PaymentReceived')).toEqual(['account-acc_1-2026-11']);
  });

  it('that another gateway contradicts while it is carried over is still written only where its claim says', async () => {
    const world = new ClaimsWorld();
    await expect(world.life({ append: 3, when: 'before' }).receive(payment('pi_1'))).rejects.toThrow(Crash);
    world.goTo(NOVEMBER);
    const [one, two] = [world.life(), world.life()];
    await Promise.all([one.receive(payment('pi_1')), two.receive(payment('pi_1', '11.00')), one.receive(payment('pi_1', '12.00'))]);
    const [credit] = await credits(world);
    const [carried] = await world.of('ClaimCarriedOver');
    expect(credit?.stream).toBe(`account-acc_1-${carried?.data['period'] as string}`);
    expect(credit?.position).toBeGreaterThan(carried?.position ?? 0n);
    expect(await world.of('PaymentContradicted')).toHaveLength(2);
  });

  it('of an account that is not known here is claimed by nobody', async () => {
    const world = new ClaimsWorld();
    await expect(world.life().receive(payment('pi_1', '1.00', { customer: 'nobody' }))).rejects.toThrow(UnavailableError);
    expect(await world.store.head()).toBe(0n);
  });
});

describe('a payment that contradicts itself', () => {
  it.each([
    ['amount', payment('pi_1', '10.01')],
    ['currency', payment('pi_1', '10.00', { amount: Money.recorded('EUR', '10.00') })],
    ['customer', payment('pi_1', '10.00', { customer: 'cus_2' })],
    ['customer that is not there', payment('pi_1', '10.00', { customer: 'nobody' })],
    ['order', payment('pi_1', '10.00', { order: 'ord_2' })],
  ])('in its %s is refused, told once, and posts nothing', async (_what, other) => {
    const world = new ClaimsWorld();
    await world.life().receive(payment('pi_1'));
    const before = (await credits(world)).length;
    for (let report = 0; report < 3; report += 1) expect(await world.life().receive(other)).toMatchObject({ kind: 'contradicted' });
    expect(await credits(world)).toHaveLength(before);
    expect(await world.of('PaymentContradicted')).toHaveLength(1);
    expect(await world.life().receive(payment('pi_1'))).toMatchObject({ kind: 'credited' });
  });

  it('in as many ways as one likes is kept within bounds, and the payment itself stays good', async () => {
    const world = new ClaimsWorld();
    const life = world.life();
    await life.receive(payment('pi_1'));
    for (let cent = 1; cent <= 150; cent += 1) {
      expect(await life.receive(payment('pi_1', `20.${String(cent).padStart(3, '0')}`))).toMatchObject({ kind: 'contradicted' });
    }
    expect(await world.of('PaymentContradicted')).toHaveLength(100);
    expect(await world.life().receive(payment('pi_1'))).toMatchObject({ kind: 'credited' });
  });
});

describe('the stream of a claim', () => {
  it('is read whole, however long it is', async () => {
    const world = new ClaimsWorld();
    const { log } = world.life();
    const data = { customer: 'cus_1', amount: '1.00', currency: 'USD', order: null };
    for (let count = 0; count < 1_005; count += 1) {
      await log.complete('payment-x-1', { actor: 'payment:x', cause: 'x' }, ({ events }) =>
        events.length > count ? undefined : { type: 'PaymentContradicted', data, distinction: String(count) },
      );
    }
    expect((await log.read('payment-x-1')).events).toHaveLength(1_005);
  });
});

describe('a crash at any append of a payment', () => {
  const points = [1, 2, 3, 4].flatMap((append) => [{ append, when: 'before' } as const, { append, when: 'after' } as const]);

  it.each(points)('$when number $append leaves a payment that its next report or the caretaker credits once', async (point) => {
    for (const finish of ['report', 'caretaker', 'both'] as const) {
      const world = new ClaimsWorld();
      await world
        .life(point)
        .receive(payment('pi_1'))
        .catch((fault: unknown) => expect(fault).toBeInstanceOf(Crash));
      if (finish !== 'report') await world.life().resumeAll();
      if (finish !== 'caretaker') await world.life().receive(payment('pi_1'));
      const seen = await world.of('PaymentSeen');
      expect(await credits(world)).toHaveLength(finish === 'caretaker' ? seen.length : 1);
      expect(await world.of('PaymentCredited')).toHaveLength(finish === 'caretaker' ? seen.length : 1);
    }
  });
});
