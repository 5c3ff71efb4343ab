import { jest } from '@jest/globals';
import { currentShape } from '#projections';
import { SharedStores, type SharedGateway } from '../../testing/shared-stores.js';

/** A charge is tried for ten seconds. */
jest.setTimeout(60_000);

const MODEL = 'anthropic/claude-sandbox';

let stores: SharedStores;
let one: SharedGateway;
let other: SharedGateway;
let key: string;
beforeAll(async () => {
  stores = new SharedStores();
  one = await stores.gateway();
  other = await stores.gateway();
  key = /tok_\w+/.exec(one.gateway.banner)![0];
});
afterAll(() => stores.close());
afterEach(() => jest.restoreAllMocks());

function ask({ url }: SharedGateway, body: object): Promise<Response> {
  return fetch(`${url}/v1/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: MODEL, input: 'Hello', ...body }),
  });
}

/** What was charged for a request, in full. */
async function chargeOf(request: string | null) {
  const { events } = await stores.events.readAll({ after: 0n, max: 10_000 });
  const shaped = (await currentShape(events, stores.events)).flatMap((event) => (event instanceof Error ? [] : [event]));
  return shaped.find(({ data, type }) => type === 'TokensMetered' && data['request'] === request);
}

const told = async (answer: Response) => (await answer.json()) as { readonly id: string; readonly status: string };
const idIn = (stream: string) => /"id":"(resp_\w+)"/.exec(stream)![1]!;

describe.each([
  ['plain', false],
  ['streamed', true],
])('a translated response, %s', (_how, stream) => {
  it('is gone on from at another gateway as soon as it has ended', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = idIn(await (await ask(one, { stream })).text());
      expect(await told(await ask(other, { previous_response_id: id }))).toMatchObject({ status: 'completed', previous_response_id: id });
    }
  });

  it('is answered and charged where it cannot be kept, and after a second where that hangs', async () => {
    for (const keep of [() => Promise.reject(new Error('away')), () => new Promise<void>(() => undefined)]) {
      jest.spyOn(stores.responses, 'keep').mockImplementation(keep);
      const answer = await ask(one, { stream });
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"status":"completed"')]);
      expect((await chargeOf(answer.headers.get('x-request-id')))?.data['outcome']).toBe('succeeded');
    }
  });

  it('is forgotten where it could not be charged', async () => {
    const append = stores.events.append.bind(stores.events);
    const kept = jest.spyOn(stores.responses, 'keep');
    const forgotten = jest.spyOn(stores.responses, 'forget');
    jest.spyOn(stores.events, 'append').mockImplementation((...args) => {
      if (args[1].some(({ type }) => type === 'TokensMetered')) return Promise.reject(new Error('down'));
      return append(...args);
    });
    const answer = await ask(one, { stream });
    expect(await answer.text()).toContain('charge_not_recorded');
    const [{ customer, id }] = kept.mock.calls[0]!;
    expect(forgotten.mock.calls).toEqual([[customer, id]]);
    jest.restoreAllMocks();
    expect((await ask(one, { previous_response_id: id })).status).toBe(400);
  });
});

describe('a request that names a response', () => {
  it('gets 503 where nobody can look it up', async () => {
    const { id } = await told(await ask(one, {}));
    jest.spyOn(stores.responses, 'find').mockRejectedValue(Object.assign(new Error('away'), { code: 'RESPONSES_UNAVAILABLE' }));
    const answer = await ask(one, { previous_response_id: id });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('looks nothing up where the id is of a provider', async () => {
    const find = jest.spyOn(stores.responses, 'find');
    expect((await ask(one, { previous_response_id: 'resp_68af0011223344556677' })).status).toBe(400);
    expect(find).not.toHaveBeenCalled();
  });
});
