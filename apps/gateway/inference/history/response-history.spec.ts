import { MemoryHistory } from '#response-history/memory';
import type { SealedResponse } from '#response-history';
import { MemoryBudget, RequestMemory } from '../../ground/memory-budget.js';
import { newId } from '../../ground/request-id.js';
import { ADA, BOB, DAY_MS, KeptResponsesFixture, read, recalled, room, textItem } from './testing/response-history.js';
import { readRequest, type ReadRequest } from '#wire';
import { HistorySweeper } from './history-sweeper.js';

const user = (content: string) => ({ role: 'user', content });
const inputOf = async (fixture: KeptResponsesFixture, customer: string, body: Readonly<Record<string, unknown>>) =>
  (await fixture.recall(customer, body)).request.body;

describe('a request that goes on from a kept response', () => {
  const fixture = new KeptResponsesFixture();

  it('has the whole conversation in its input, the oldest first, and tells again from where it went on', async () => {
    const first = await fixture.turn(ADA, { input: 'One', instructions: 'Be brief' });
    const second = await fixture.turn(ADA, { input: [user('Two')], previous_response_id: first.id });
    const third = await fixture.recall(ADA, { input: 'Three', previous_response_id: second.id });
    expect(third.request.body).toEqual({
      ...{ model: 'm', previous_response_id: null },
      input: [user('One'), ...first.output, user('Two'), ...second.output, user('Three')],
    });
    expect([third.previous, third.before]).toEqual([second.id, [first.id, second.id]]);
    expect(third.request.references.every(({ isWhole }) => isWhole)).toBe(true);
  });

  it('has items in place of their references, whether or not these name their type', async () => {
    const { output } = await fixture.turn(ADA, { input: 'One' }, [textItem('a'), textItem('b')]);
    const references = [{ type: 'item_reference', id: output[0]!['id'] }, { id: output[1]!['id'] }];
    expect((await inputOf(fixture, ADA, { input: [user('One'), ...references, user('Two')] }))['input']).toEqual([
      ...[user('One'), ...output, user('Two')],
    ]);
  });

  it('may have no input of its own', async () => {
    const { id, output } = await fixture.turn(ADA, { input: 'One' });
    expect((await inputOf(fixture, ADA, { previous_response_id: id }))['input']).toEqual([user('One'), ...output]);
  });

  it('is bounded and estimated by the whole of it', async () => {
    const { id } = await fixture.turn(ADA, { input: 'x'.repeat(50_000) });
    expect((await fixture.recall(ADA, { input: 'y', previous_response_id: id })).request.inputTokenBound).toBeGreaterThan(50_000);
  });

  it('takes its bytes from the memory of the request, and is not put together where there are too few', async () => {
    const { id } = await fixture.turn(ADA, { input: 'x'.repeat(50_000) });
    const request = read({ input: 'y', previous_response_id: id });
    const budget = new MemoryBudget(60_000);
    const memory = new RequestMemory(budget, ADA);
    expect((await fixture.responses.recall(ADA, request, memory)).kind).toBe('turn');
    expect(budget.usedBytes).toBeGreaterThan(50_000);
    const second = new RequestMemory(budget, ADA);
    expect(await fixture.responses.recall(ADA, request, second)).toMatchObject({ kind: 'refusal', code: 'GATEWAY_BUSY' });
    for (const each of [memory, second]) each.release();
    expect(budget.usedBytes).toBe(0);
  });

  it('keeps numbers beyond 2^53 as they came', async () => {
    const request = readRequest('responses', Buffer.from('{"model":"m","input":[{"type":"future","n":9007199254740993}]}')) as ReadRequest;
    const bare = newId('req').slice(4);
    await fixture.responses.answerTo(recalled(await fixture.responses.recall(ADA, request, room())), ADA, bare).keep([]);
    const next = await fixture.recall(ADA, { input: 'y', previous_response_id: `resp_${bare}` });
    expect(next.request.text).toContain('"n":9007199254740993');
  });

  it('stays as it was for another customer, for an id of nobody and for one that no gateway has made', async () => {
    const { id, output } = await fixture.turn(ADA, { input: 'One' });
    const nobodys = `resp_${'0'.repeat(26)}`;
    for (const previous_response_id of [id, nobodys, 'resp_68af00112233445566778899aabbccddeeff00112233445566']) {
      const body = { model: 'm', input: [{ type: 'item_reference', id: output[0]!['id'] }], previous_response_id };
      expect(await inputOf(fixture, BOB, body)).toEqual(body);
    }
  });

  it('stays as it was once its customer was erased', async () => {
    const { id } = await fixture.turn('cus_gone', { input: 'One' });
    await fixture.vault.erase('cus_gone');
    const body = { model: 'm', input: 'x', previous_response_id: id };
    expect(await inputOf(fixture, 'cus_gone', body)).toEqual(body);
    await fixture.turn('cus_gone', { input: 'Two' });
    expect(fixture.logged.at(-1)).toContain('SUBJECT_ERASED');
  });

  it('is refused where it would be larger than a body can be, and the field is named', async () => {
    const long = new KeptResponsesFixture();
    let previous: string | null = null;
    const say = (input: string) => long.turn(ADA, { input, previous_response_id: previous });
    for (let index = 0; index < 4; index += 1) previous = (await say('x'.repeat(8_000_000))).id;
    await expect(say('y'.repeat(2_000_000))).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE', field: 'previous_response_id' });
  });

  it('is refused behind a thousand responses', async () => {
    const long = new KeptResponsesFixture();
    const ids = Array.from({ length: 1_001 }, () => newId('resp'));
    await long.vault.create(ADA);
    for (const [index, id] of ids.entries())
      await long.writer.keep({ customer: ADA, id, before: ids.slice(0, index), own: '[]', output: '[]' }).written;
    expect(await long.before(ADA, { input: 'x', previous_response_id: ids[999] })).toBe(1_000);
    const refusal = { code: 'INVALID_REQUEST', field: 'previous_response_id' };
    await expect(long.before(ADA, { input: 'x', previous_response_id: ids[1_000] })).rejects.toMatchObject(refusal);
  });
});

describe('an answer', () => {
  it('is kept for as long as the days say, to the millisecond, and so is whatever goes on from it', async () => {
    const fixture = new KeptResponsesFixture({ days: 2 });
    const first = await fixture.turn(ADA, { input: 'One' });
    fixture.nowMs += 2 * DAY_MS;
    const second = await fixture.turn(ADA, { input: 'Two', previous_response_id: first.id });
    const body = { model: 'm', input: 'x', previous_response_id: second.id };
    expect((await inputOf(fixture, ADA, body))['input']).toHaveLength(5);
    fixture.nowMs += 1;
    expect(await inputOf(fixture, ADA, body)).toEqual(body);
  });

  it('is not kept with store: false, where nothing is kept, and where its input is too long; and says so', async () => {
    const long = { input: 'x'.repeat(9 * 1024 * 1024) };
    for (const [days, body, dropped] of [
      [30, { input: 'One', store: false }, []],
      [0, { input: 'One', store: true }, ['store']],
      [0, { input: 'One' }, []],
      [30, long, []],
    ] as const) {
      const fixture = new KeptResponsesFixture({ days });
      const keeping = fixture.responses.answerTo(await fixture.recall(ADA, body), ADA, '0'.repeat(26));
      expect([keeping.told.store, keeping.dropped]).toEqual([false, dropped]);
      const { id } = await fixture.turn(ADA, body);
      const next = { model: 'm', input: 'x', previous_response_id: id };
      expect(await inputOf(fixture, ADA, next)).toEqual(next);
    }
  });

  it('is forgotten where it was not charged', async () => {
    const fixture = new KeptResponsesFixture();
    const bare = '0'.repeat(26);
    const keeping = fixture.responses.answerTo(await fixture.recall(ADA, { input: 'One' }), ADA, bare);
    const kept = keeping.keep([]);
    keeping.forget();
    await kept;
    await new Promise(setImmediate);
    const body = { model: 'm', input: 'x', previous_response_id: `resp_${bare}` };
    expect(await inputOf(fixture, ADA, body)).toEqual(body);
  });

  it('makes room for itself, once its customer has added eight mebibytes, and at their first in this process', async () => {
    const store = new MemoryHistory();
    const trimmed: unknown[] = [];
    store.trim = async (...args) => void trimmed.push(args);
    const fixture = new KeptResponsesFixture({ store });
    for (let index = 0; index < 4; index += 1) {
      await fixture.turn(ADA, { input: 'x'.repeat(3_000_000) });
      expect(trimmed).toHaveLength(index < 3 ? 1 : 2);
    }
    expect(trimmed).toEqual(Array.from({ length: 2 }, () => [ADA, 256 * 1024 * 1024]));
  });

  it('is not kept where it is too long with its output, and the log says so', async () => {
    const fixture = new KeptResponsesFixture();
    const { id } = await fixture.turn(ADA, { input: 'x'.repeat(7_000_000) }, [textItem('y'.repeat(4_000_000))]);
    const next = { model: 'm', input: 'x', previous_response_id: id };
    expect(await inputOf(fixture, ADA, next)).toEqual(next);
    expect(fixture.logged).toEqual([expect.stringContaining('TOO_LARGE')]);
  });

  it('never stands in the clear, and does not open in the place of another', async () => {
    const store = new MemoryHistory();
    const kept: SealedResponse[] = [];
    const keep = store.keep.bind(store);
    store.keep = (response) => (kept.push(response), keep(response));
    const fixture = new KeptResponsesFixture({ store });
    await fixture.turn(ADA, { input: 'a secret' }, [textItem('another secret')]);
    const [response] = kept;
    expect(JSON.stringify(response)).not.toContain('secret');
    const moved = `resp_${'1'.repeat(26)}`;
    await keep({ ...response!, id: moved });
    const body = { model: 'm', input: 'x', previous_response_id: moved };
    expect(await inputOf(fixture, ADA, body)).toEqual(body);
  });

  it('waits a second for a store that is slow, and not for one that fails; the log says so without a word of it', async () => {
    for (const [keep, code] of [
      [() => new Promise<void>(() => undefined), 'SLOW'],
      [() => Promise.reject(new Error('the secret cannot be written')), 'INTERNAL'],
    ] as const) {
      const store = new MemoryHistory();
      store.keep = keep;
      const fixture = new KeptResponsesFixture({ store });
      await fixture.turn(ADA, { input: 'a secret' });
      await fixture.turn(ADA, { input: 'a secret' });
      expect(fixture.logged).toHaveLength(1);
      expect(JSON.parse(fixture.logged[0]!)).toMatchObject({ code, of: expect.stringMatching(/^resp_/) as string });
      expect(fixture.logged[0]).not.toContain('secret');
    }
  });
});

describe('the sweep', () => {
  const sweep = async (fixture: KeptResponsesFixture, store: MemoryHistory, days: number) => {
    const now = () => fixture.nowMs;
    await new HistorySweeper({ store, days, log: undefined as never, now }).sweep();
  };

  it('deletes what is past its days, and everything where nothing is to be kept', async () => {
    const store = new MemoryHistory();
    const fixture = new KeptResponsesFixture({ store });
    const ids: string[] = [];
    for (let index = 0; index < 120; index += 1) ids.push((await fixture.turn(ADA, { input: 'x' })).id);
    fixture.nowMs += 30 * DAY_MS;
    const late = (await fixture.turn(ADA, { input: 'x' })).id;
    await sweep(fixture, store, 30);
    expect(await store.find(ADA, ids, 'output')).toHaveLength(120);
    fixture.nowMs += 1;
    await sweep(fixture, store, 30);
    expect((await store.find(ADA, [...ids, late], 'output')).map(({ id }) => id)).toEqual([late]);
    await sweep(fixture, store, 0);
    expect(await store.find(ADA, [late], 'output')).toEqual([]);
  });
});
