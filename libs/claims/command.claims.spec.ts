import { ClaimsWorld, Crash, NOVEMBER, type Life } from './testing/claims-world.js';

const ONCE = { actor: 'admin:adm_1', route: 'POST /things', key: 'key', bodyHash: 'body' };

describe('a command under an Idempotency-Key', () => {
  it('takes effect once and is answered alike for good, over restarts and months', async () => {
    const world = new ClaimsWorld();
    const first = await world.life().grant('k', '5.00', () => 'lot_first');
    await world.life().grant('other', '1.00');
    world.goTo(NOVEMBER);
    const later = await world.life().grant('k', '5.00', () => 'lot_later');
    if (first.kind !== 'answered' || later.kind !== 'answered') throw new Error('not answered');
    expect([first.repeated, later.repeated]).toEqual([false, true]);
    expect(later.answer.body).toBe(first.answer.body);
    expect(JSON.parse(later.answer.body)).toEqual({ id: 'lot_first', balance: '5.00' });
    expect(later.answer.position).toBeGreaterThan((await world.of('CreditGranted'))[0]?.position ?? 0n);
    expect(await world.of('CreditGranted')).toHaveLength(2);
  });

  it('is another one with another key, and refused with another body', async () => {
    const world = new ClaimsWorld();
    await world.life().grant('k', '5.00');
    const head = await world.store.head();
    expect(await world.life().grant('k', '6.00')).toEqual({ kind: 'key_reused' });
    expect(await world.store.head()).toBe(head);
    expect(await world.life().grant('k2', '6.00')).toMatchObject({ kind: 'answered', repeated: false });
  });

  it('that comes many times at once is done once, and all get the same answer', async () => {
    const world = new ClaimsWorld();
    const life = world.life();
    let minted = 0;
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => life.grant('k', '5.00', () => `lot_${(minted += 1)}`)));
    expect(new Set(outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.answer.body : outcome.kind))).size).toBe(1);
    expect(await world.of('CreditGranted')).toHaveLength(1);
    expect(minted).toBe(1);
  });

  it('that comes to several gateways at once is done once', async () => {
    const world = new ClaimsWorld();
    const lives = [world.life(), world.life(), world.life()];
    const outcomes = await Promise.all(lives.flatMap((life, index) => [0, 1].map(() => life.grant('k', '5.00', () => `lot_${index}`))));
    expect(new Set(outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.answer.body : outcome.kind))).size).toBe(1);
    expect(await world.of('CreditGranted')).toHaveLength(1);
    expect(await world.of('CommandAnswered')).toHaveLength(1);
  });

  it('that is refused is refused alike, though it would be accepted by now', async () => {
    const world = new ClaimsWorld();
    const correct = (life: Life) =>
      life.commands.onAccount(ONCE, () => ({ id: 'adj_1' }), {
        account: 'acc_1',
        effect: () => ({ type: 'AdjustBalance', adjustment: 'adj_1', amount: '-3.00', currency: 'USD', reason: 'test', reverses: null }),
      });
    const refused = await correct(world.life());
    expect(refused).toMatchObject({ answer: { status: 409, body: '{"code":"INSUFFICIENT_FUNDS"}' }, repeated: false });
    await world.life().grant('k', '5.00');
    expect(await correct(world.life())).toMatchObject({ answer: { status: 409 }, repeated: true });
    expect(await world.of('BalanceAdjusted')).toEqual([]);
  });

  it('is finished by the caretaker for the admin who gave it, and its client gets the answer when it comes back', async () => {
    const world = new ClaimsWorld();
    await expect(world.life({ append: 3, when: 'before' }).grant('k', '5.00')).rejects.toThrow(Crash);
    await world.life().resumeAll();
    expect((await world.of('CreditGranted'))[0]?.metadata.actor).toBe('admin:adm_1');
    expect(await world.life().grant('k', '5.00', () => 'another')).toMatchObject({
      answer: { status: 201, body: '{"id":"lot_k","balance":"5.00"}' },
      repeated: true,
    });
  });

  const points = [1, 2, 3, 4].flatMap((append) => [{ append, when: 'before' } as const, { append, when: 'after' } as const]);
  it.each(points)('takes effect once when the process dies $when append $append, in this month or the next', async (point) => {
    for (const instant of ['2026-10-11T00:00:00.000Z', NOVEMBER]) {
      const world = new ClaimsWorld();
      await world
        .life(point)
        .grant('k', '5.00')
        .catch((fault: unknown) => expect(fault).toBeInstanceOf(Crash));
      world.goTo(instant);
      await world.life().accounts.keepUp('acc_1');
      const outcome = await world.life().grant('k', '5.00', () => 'lot_k');
      expect(outcome).toMatchObject({ answer: { body: '{"id":"lot_k","balance":"5.00"}' } });
      await world.life().resumeAll();
      expect(await world.of('CreditGranted')).toHaveLength(1);
      expect(await world.of('CommandAnswered')).toHaveLength(1);
    }
  });
});

describe('a command that changes no account', () => {
  it('is performed again with the same ids until it was answered, and never after', async () => {
    const world = new ClaimsWorld();
    const performed: string[] = [];
    const perform = async ({ id = '' }) => {
      performed.push(id);
      return { status: 201, body: `{"id":"${id}"}` };
    };
    let minted = 0;
    const mint = () => ({ id: `id_${(minted += 1)}` });
    await expect(world.life({ append: 2, when: 'before' }).commands.once(ONCE, mint, perform)).rejects.toThrow(Crash);
    for (let again = 0; again < 3; again += 1) await world.life().commands.once(ONCE, mint, perform);
    expect(performed).toEqual(['id_1', 'id_1']);
  });

  it('keeps its secrets to itself: what is recorded is what a repetition gets', async () => {
    const world = new ClaimsWorld();
    const perform = async () => ({ status: 201, body: '{"key":"sesame"}', recorded: '{}' });
    const mint = () => ({});
    const bodies = [];
    for (let time = 0; time < 2; time += 1) {
      const outcome = await world.life().commands.once(ONCE, mint, perform);
      bodies.push(outcome.kind === 'answered' && outcome.answer.body);
    }
    expect(bodies).toEqual(['{"key":"sesame"}', '{}']);
    expect(JSON.stringify((await world.events()).map(({ data }) => data))).not.toContain('sesame');
  });

  it('that meets a fault is not answered for good', async () => {
    const world = new ClaimsWorld();
    const fail = () => Promise.reject(new Error('down'));
    await expect(world.life().commands.once(ONCE, () => ({}), fail)).rejects.toThrow('down');
    const outcome = await world.life().commands.once(
      ONCE,
      () => ({}),
      async () => ({ status: 200, body: 'ok' }),
    );
    expect(outcome).toMatchObject({ answer: { body: 'ok' } });
  });
});
