import { failure, hold, payment, usd } from '../ledger/testing/account.commands.js';
import type { Executed } from './index.js';
import { FaultyStore, type AppendCall, type AppendFault } from './testing/faulty-store.js';
import { Office, auditedEvents, originOf, replayed } from './testing/office.js';

const request = (id: string | number) => ({ request: { request: `req_${id}` } });
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const code = (each: PromiseSettledResult<Executed>) =>
  each.status === 'rejected' ? (each.reason as { code: string }).code : (each.value.refusal?.code ?? 'accepted');
const held = async (faulty: FaultyStore) =>
  (await auditedEvents(faulty.connect())).filter(({ type }) => type === 'RequestRouted').map(({ data }) => data['request']);

/** An office whose account has 5.00 and whose engine pipelines; its appends begin in their order, and answer when they are let. */
async function anOffice(pipelines = true) {
  const faulty = new FaultyStore();
  faulty.pipelines = pipelines;
  const office = new Office(faulty.connect());
  await office.execute(payment('5.00'));
  const underWay: { events: readonly string[]; answer: () => void }[] = [];
  let isOpen = false;
  const answers = new Map<AppendCall, Promise<void>>();
  faulty.begins = async (call) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answers.set(call, isOpen ? Promise.resolve() : promise);
    underWay.push({ events: call.events.map(({ type }) => type), answer: resolve });
  };
  faulty.answers = (call) => answers.get(call) as Promise<void>;
  const told: string[] = [];
  const sent: Promise<Executed>[] = [];
  /** In a turn of its own. */
  const send = async (name: string, ...asked: Parameters<Office['execute']>) => {
    const executing = office.execute(...asked);
    sent.push(executing);
    const tell = () => void told.push(name);
    executing.then(tell, tell);
    await turns();
  };
  const letGo = async () => {
    isOpen = true;
    for (const { answer } of underWay) answer();
    return (await Promise.allSettled(sent)).map(code);
  };
  return { faulty, office, underWay, told, send, letGo };
}

describe('appends behind one that is under way', () => {
  it('are decided on what it will leave, sent at once, and told after it', async () => {
    const { faulty, underWay, told, send, letGo } = await anOffice();
    await send('first', hold('3.00', request(1)));
    await send('second', hold('2.00', request(2)));
    expect(underWay).toMatchObject([{ events: ['RequestRouted'] }, { events: ['RequestRouted'] }]);
    underWay[1]?.answer();
    await turns();
    expect(told).toEqual([]); // both are written, but nobody knows it of the first
    expect(await letGo()).toEqual(['accepted', 'accepted']);
    expect(told).toEqual(['first', 'second']);
    expect(await held(faulty)).toEqual(['req_1', 'req_2']);
  });

  it('are two at most; whatever comes then waits, and goes together', async () => {
    const { underWay, send, letGo } = await anOffice();
    for (const id of [1, 2, 3, 4]) await send(`${id}`, hold('1.00', request(id)));
    expect(underWay).toHaveLength(2);
    expect(await letGo()).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(underWay.map(({ events }) => events.length)).toEqual([1, 1, 2]);
  });

  it('are none where the engine does not say that it takes them', async () => {
    const { underWay, send, letGo } = await anOffice(false);
    for (const id of [1, 2, 3]) await send(`${id}`, hold('1.00', request(id)));
    expect(underWay).toHaveLength(1);
    await letGo();
    expect(underWay.map(({ events }) => events.length)).toEqual([1, 2]);
  });

  it.each<[AppendFault, readonly AppendFault[], string]>([
    ['conflict', ['conflict'], 'accepted'],
    ['unavailable', ['unavailable'], 'UNAVAILABLE'],
    ['withdrawn', ['withdrawn'], 'UNAVAILABLE'],
    ['lost', ['lost'], 'accepted'], // and found by its retry
  ])('fail with it, and are decided anew: %s', async (_, faults, first) => {
    const { faulty, office, send, letGo } = await anOffice();
    faulty.faults = [...faults];
    await send('first', hold('4.00', request(1)));
    await send('second', hold('4.00', request(2)));
    const second = first === 'accepted' ? 'INSUFFICIENT_FUNDS' : 'accepted';
    expect(await letGo()).toEqual([first, second]);
    expect(await held(faulty)).toEqual([first === 'accepted' ? 'req_1' : 'req_2']);
    expect(await office.frozen()).toEqual(await replayed(faulty.connect()));
  });

  it('say nothing while the fate of the first is in doubt, and have surely not been written before it', async () => {
    const { faulty, send, letGo } = await anOffice();
    const origin = originOf();
    faulty.faults = ['unwritten', 'fine', 'unwritten', 'unwritten', 'unwritten'];
    await send('first', hold('4.00', request(1)), origin);
    await send('second', hold('1.00', request(2)));
    await send('third', failure({ request: 'req_1' }));
    const [first, second, third] = await letGo();
    expect(first).toBe('AMBIGUOUS');
    expect([second, third]).toEqual(['accepted', 'HOLD_NOT_FOUND']); // something else stands in its place: it never will be written
    expect(await held(faulty)).toEqual(['req_2']);
  });

  it('stay in doubt when the one in front turns out to be written: whoever comes back is told what they did', async () => {
    const { faulty, office, underWay, told, send, letGo } = await anOffice();
    const origin = originOf();
    faulty.faults = ['lost', 'lost', 'lost', 'lost', 'lost']; // the first, then the second and all its retries
    await send('first', hold('1.00', request(1)));
    await send('second', hold('2.00', request(2)), origin);
    for (let answered = 1; answered <= 4; answered += 1) {
      underWay[answered]?.answer();
      await turns();
    }
    expect(told).toEqual(['second']);
    expect(await letGo()).toEqual(['accepted', 'AMBIGUOUS']);
    const again = await office.execute(hold('2.00', request(2)), origin);
    expect(again.events?.map(({ revision }) => revision)).toEqual([4n]);
    expect(await held(faulty)).toEqual(['req_1', 'req_2']);
  });

  it('end with a refusal only once that is durable which it rests on', async () => {
    const { faulty, told, send, letGo } = await anOffice();
    faulty.faults = ['unavailable'];
    await send('first', hold('5.00', request(1)));
    await send('refused, for now', hold('5.00', request(2)));
    expect(told).toEqual([]);
    expect(await letGo()).toEqual(['UNAVAILABLE', 'accepted']);
    expect(await held(faulty)).toEqual(['req_2']);
  });

  it('never open or close a month', async () => {
    const { underWay, send, letGo, faulty } = await anOffice();
    await send('november', hold('1.00', request(1)));
    await send('december', hold('1.00', { at: '2026-12-02T08:00:00.000Z', ...request(2) }));
    expect(underWay).toHaveLength(1);
    expect(await letGo()).toEqual(['accepted', 'accepted']);
    expect((await auditedEvents(faulty.connect())).slice(3).map(({ type }) => type)).toEqual([
      'RequestRouted',
      'PeriodClosed',
      'PeriodOpened',
      'RequestRouted',
    ]);
  });

  it('keep all that was held and paid: a hundred at once, each answered by what stands', async () => {
    const { faulty, office, send, letGo } = await anOffice();
    const all = Array.from({ length: 100 }, (_, id) => office.execute(hold('0.05', request(id))));
    await send('last', hold('0.01', request('last')));
    await letGo();
    expect((await Promise.all(all)).every(({ refusal }) => refusal === undefined)).toBe(true);
    expect((await office.accounts.open('acc_1'))?.held).toBe(usd('5.00').nanos);
    expect(await held(faulty)).toHaveLength(100);
  });
});
