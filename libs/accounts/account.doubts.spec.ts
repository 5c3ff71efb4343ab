import fc from 'fast-check';
import { AmbiguousError, UnavailableError } from '#event-store';
import { freezeAccount, type Account, type AccountCommand } from '#ledger';
import { failure, hold, meter, payment, usd } from '../ledger/testing/account.commands.js';
import type { CommandOrigin, Executed } from './index.js';
import { FaultyStore, type AppendCall, type AppendFault } from './testing/faulty-store.js';
import { Office, auditedEvents, originOf, replayed } from './testing/office.js';

const NOVEMBER = 'account-acc_1-2026-11';
const DECEMBER = '2026-12-02T08:00:00.000Z';
const request = (id: string | number) => ({ request: { request: `req_${id}` } });
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const codes = (settled: readonly PromiseSettledResult<Executed>[]) =>
  settled.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : (each.value.refusal?.code ?? 'accepted')));
const held = async (faulty: FaultyStore) =>
  (await auditedEvents(faulty.connect())).filter(({ type }) => type === 'RequestRouted').map(({ data }) => data['request']);

/** An office whose account has 5.00, and whose appends from then on begin and answer only when they are let. */
async function heldUp() {
  const faulty = new FaultyStore();
  const office = new Office(faulty.connect());
  await office.execute(payment('5.00'));
  const underWay: { call: AppendCall; begin: () => void; answer: () => void }[] = [];
  const answers = new Map<AppendCall, Promise<void>>();
  faulty.begins = (call) => {
    const [begin, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    answers.set(call, answer.promise);
    underWay.push({ call, begin: begin.resolve, answer: answer.resolve });
    return begin.promise;
  };
  faulty.answers = (call) => answers.get(call) as Promise<void>;
  const letGo = () => {
    faulty.begins = faulty.answers = async () => {};
    for (const { begin, answer } of underWay) {
      begin();
      answer();
    }
  };
  /** Commands that arrive one after another, each in a turn of its own. */
  const send = async (...commands: readonly (AccountCommand | readonly [AccountCommand, CommandOrigin])[]) => {
    const sent: Promise<Executed>[] = [];
    for (const each of commands) {
      const [command, origin] = 'type' in each ? [each, originOf()] : each;
      sent.push(office.execute(command, origin));
      await turns();
    }
    return { settled: Promise.allSettled(sent) };
  };
  return { faulty, office, underWay, letGo, send };
}

describe('appends whose fate is in doubt', () => {
  it('a command whose turn comes after its caller has given up is not decided', async () => {
    const { send, letGo, office, faulty } = await heldUp();
    const { settled } = await send(hold('1.00', request(1)));
    const late = office.execute(hold('1.00', request(2)), originOf(), performance.now()).catch((fault: unknown) => fault);
    await turns();
    letGo();
    expect(codes(await settled)).toEqual(['accepted']);
    expect(await late).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await held(faulty)).toEqual(['req_1']);
  });
  it('what an earlier try of the command wrote is its answer, however late that is asked for', async () => {
    const { faulty, office, letGo } = await heldUp();
    letGo();
    faulty.faults = ['lost', 'unwritten', 'unwritten', 'unwritten'];
    const origin = originOf();
    await expect(office.execute(hold('1.00', request(1)), origin)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    const again = await office.execute(hold('1.00', request(1)), origin, performance.now() - 1);
    expect(again.events?.map(({ event }) => event.type)).toEqual(['RequestRouted']);
  });
  it('a refusal behind a failed append is not answered by what was never written', async () => {
    const { send, letGo, faulty } = await heldUp();
    faulty.faults = ['unavailable'];
    const { settled } = await send(hold('5.00', request(1)), hold('5.00', request(2)));
    letGo();
    expect(codes(await settled)).toEqual(['UNAVAILABLE', 'accepted']);
  });
  it('keep what may be written in doubt when its retry finds the store down', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    const origin = originOf();
    faulty.faults = ['lost', 'unavailable'];
    await expect(office.execute(hold('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    expect(await office.execute(hold('1.00'), origin)).toMatchObject({ events: { length: 1 } });
  });
  it('keep in doubt a command that is tried again while the store is down', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    const origin = originOf();
    faulty.faults = ['unwritten', 'unwritten', 'unwritten', 'late', 'unavailable'];
    await expect(office.execute(hold('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    await expect(office.execute(hold('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError); // and not UNAVAILABLE: it has landed
    expect(await office.execute(hold('1.00'), origin)).toMatchObject({ events: { length: 1 } });
    expect(await held(faulty)).toEqual(['req_1']);
  });
  it('keep the answer of a confirmed command when the batch that repeats it fails', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    await office.execute(hold('1.00'));
    const origin = originOf();
    faulty.faults = ['lost', 'unwritten', 'unwritten', 'unwritten'];
    await expect(office.execute(meter('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    faulty.faults = ['conflict'];
    const [again] = await Promise.all([office.execute(meter('1.00'), origin), office.execute(hold('1.00', request(2)))]);
    expect(again).toMatchObject({ events: [{ event: { type: 'TokensMetered' } }] });
  });
  it('keep in doubt what could not be looked up after a reload', async () => {
    const faulty = new FaultyStore();
    const store = faulty.connect();
    let down = false;
    const readStream: typeof store.readStream = (stream, options) =>
      down && options?.from !== undefined && options.max === 1
        ? Promise.reject(new UnavailableError('Down'))
        : store.readStream(stream, options);
    const office = new Office({ ...store, readStream });
    await office.execute(payment('5.00'));
    await office.execute(hold('1.00'));
    const origin = originOf();
    faulty.faults = ['lost', 'unwritten', 'unwritten', 'unwritten'];
    await expect(office.execute(meter('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    down = true;
    await expect(office.execute(meter('1.00'), origin)).rejects.toBeInstanceOf(AmbiguousError);
    down = false;
    expect(await office.execute(meter('1.00'), origin)).toMatchObject({ events: { length: 1 } });
  });
  it('are not taken for written because their last command was, by another append', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    const [a, b] = [hold('1.00', request('a')), hold('1.00', request('b'))];
    const [ofA, ofB] = [originOf(), originOf()];
    faulty.faults = Array<AppendFault>(4).fill('unwritten');
    expect(codes(await Promise.allSettled([office.execute(a, ofA), office.execute(b, ofB)]))).toEqual(['AMBIGUOUS', 'AMBIGUOUS']);
    faulty.faults = Array<AppendFault>(4).fill('lost');
    const other = office.execute(hold('1.00', request('c')));
    expect(codes(await Promise.allSettled([other, office.execute(b, ofB)]))).toEqual(['AMBIGUOUS', 'AMBIGUOUS']);
    expect(await office.execute(a, ofA)).not.toHaveProperty('refusal');
    expect(await held(faulty)).toEqual(['req_c', 'req_b', 'req_a']);
  });
  it('let nobody end a hold before its fate is known: it may still land', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    const origin = originOf();
    faulty.faults = ['unwritten', 'unwritten', 'unwritten', 'late'];
    await expect(office.execute(hold('1.00', request(1)), origin)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await expect(office.execute(failure({ request: 'req_1' }))).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    expect(await office.execute(hold('1.00', request(1)), origin)).not.toHaveProperty('refusal');
    expect(await office.execute(failure({ request: 'req_1' }))).not.toHaveProperty('refusal');
    expect(await held(faulty)).toEqual(['req_1']);
    expect((await office.accounts.open('acc_1'))?.held).toBe(0n);
  });
  it('are over where something else stands in their place', async () => {
    const { letGo, faulty, office } = await heldUp();
    letGo();
    const [a, b] = [originOf(), originOf()];
    faulty.faults = ['unwritten', 'unwritten', 'unwritten', 'late', ...Array<AppendFault>(4).fill('unwritten')];
    await expect(office.execute(hold('5.00', request('a')), a)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await expect(office.execute(hold('5.00', request('b')), b)).rejects.toMatchObject({ code: 'AMBIGUOUS' }); // now the first has landed
    expect(await office.execute(hold('5.00', request('b')), b)).toMatchObject({ refusal: { code: 'INSUFFICIENT_FUNDS' } });
    expect(await held(faulty)).toEqual(['req_a']);
  });
  it('lose no command beside one whose events cannot be written down', async () => {
    const { letGo, office } = await heldUp();
    letGo();
    const asked = [hold('1.00'), failure({ reason: '\ud800' }), meter('1.00')].map((command) => office.execute(command));
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
  it('close no month before what failed ahead has had its turn in it', async () => {
    const { send, letGo, faulty, office } = await heldUp();
    faulty.faults = ['conflict'];
    const { settled } = await send(payment('1.00', { payment: 'pay_2' }), hold('1.00', { at: DECEMBER }));
    letGo();
    const all = await settled;
    expect(codes(all)).toEqual(['accepted', 'accepted']);
    expect(all).toMatchObject([{ value: { stream: NOVEMBER } }, { value: { stream: 'account-acc_1-2026-12' } }]);
    office.clock = DECEMBER;
    expect(await office.frozen()).toEqual(await replayed(faulty.connect()));
  });
  // Only another process that writes the account can come between; then the chain shows it, and the engine alone could refuse it.
});

describe('whatever the store does to appends', () => {
  const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
  afterAll(() => void process.stdout.write(`flights: SEED=${SEED}\n`));

  const nth = fc.integer({ min: 0, max: 7 });
  const command = fc.oneof(
    nth.map((n) => payment('2.00', { payment: `pay_r${n}` })),
    fc.tuple(nth, fc.integer({ min: 1, max: 5 })).map(([n, dollars]) => hold(`${dollars}.00`, request(n))),
    fc.tuple(nth, fc.integer({ min: 0, max: 6 })).map(([n, dollars]) => meter(`${dollars}.00`, { request: `req_${n}` })),
    nth.map((n) => failure({ request: `req_${n}` })),
  );
  const fault = fc.constantFrom<AppendFault>('fine', 'fine', 'fine', 'conflict', 'unavailable', 'withdrawn', 'unwritten', 'late', 'lost');
  const pause = fc.integer({ min: 0, max: 4 });

  it.each([
    ['one append at a time', false],
    ['one behind the other', true],
  ])('every answer is what stands in the store, once, and nothing else does: %s', (_, pipelines) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(command, pause), { minLength: 1, maxLength: 25 }),
        fc.array(
          fc.oneof(
            fault.map((one) => [one]),
            fault.map((one) => Array<AppendFault>(4).fill(one)),
          ),
          { maxLength: 16 },
        ),
        fc.array(fc.tuple(pause, pause), { minLength: 1, maxLength: 8 }),
        async (commands, faults, pauses) => {
          const faulty = new FaultyStore();
          faulty.pipelines = pipelines;
          const office = new Office(faulty.connect());
          office.byKeys = true;
          await office.execute(payment('5.00'));
          let appends = 0;
          const delays = new Map<AppendCall, number>();
          faulty.faults = faults.flat();
          faulty.begins = async (call) => {
            const [before, after] = pauses[appends++ % pauses.length] as [number, number];
            delays.set(call, after);
            await turns(before);
          };
          faulty.answers = (call) => turns(delays.get(call));
          const accepted: Extract<Executed, { stream: string }>[] = [];
          const never: string[] = [];
          const told = await Promise.all(
            commands.map(async ([each], index) => {
              await turns(commands.slice(0, index + 1).reduce((sum, [, wait]) => sum + wait, 0));
              const origin = originOf();
              for (;;) {
                try {
                  const outcome = await office.execute(each, origin);
                  if (!outcome.refusal) accepted.push(outcome);
                  return true;
                } catch (error) {
                  if (error instanceof AmbiguousError) continue; // the same command again
                  if (error instanceof UnavailableError) never.push(origin.commandId.slice(0, -3));
                  else throw error;
                  return true;
                }
              }
            }),
          );
          expect(told).toHaveLength(commands.length);
          const all = await auditedEvents(faulty.connect()); // every chain, every entry
          const ids = all.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const { stream, events } of accepted) {
            for (const { id, revision, event } of events) {
              expect(all.filter((one) => one.id === id)).toMatchObject([{ stream, revision, type: event.type }]);
            }
          }
          const answered = accepted.flatMap(({ events }) => events.map(({ id }) => id));
          expect(new Set(answered).size).toBe(answered.length);
          expect([...answered].sort()).toEqual(ids.slice(3).sort());
          for (const id of never) expect(ids.some((one) => one.startsWith(id))).toBe(false);
          faulty.faults = [];
          const loaded = (await office.accounts.open('acc_1')) as Account;
          expect(loaded.available >= 0n && loaded.held >= 0n).toBe(true);
          expect(freezeAccount(loaded)).toEqual(await replayed(faulty.connect()));
          expect(loaded.available + loaded.held <= usd('21.00').nanos).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 200 },
    ),
  );
});
