import { request as send, type IncomingMessage } from 'node:http';
import { call, type Answer } from '../support/gateway/http.js';
import { MODEL, say } from '../support/gateway/installation.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { until } from '../support/gateway/until.js';
import { plain } from '../support/upstream/answers.js';

interface Row {
  readonly id: string;
  readonly charge: string;
  readonly status: string;
  readonly time: string;
  readonly model: string;
}
interface Totals {
  readonly requests: number;
  readonly errors: number;
  readonly charge: string;
  readonly is_exact: boolean;
}

const scene = Scene.of('10.00');
const get = (path: string, key = scene.customer.key): Promise<Answer> =>
  call({ method: 'GET', url: scene.installation.url + path, headers: { authorization: `Bearer ${key}` } });
const post = (path: string, body: object, key = scene.customer.key): Promise<Answer> =>
  call({ method: 'POST', url: scene.installation.url + path, headers: { authorization: `Bearer ${key}` }, body });

async function ask(key = scene.customer.key): Promise<string> {
  scene.upstream.expect(plain());
  return String((await scene.installation.chat({ key }, say('What does it cost?'))).headers['x-request-id']);
}

async function fails(): Promise<void> {
  scene.upstream.expect((response) => void response.writeHead(500, { 'content-type': 'application/json' }).end('{}'));
  await scene.installation.chat(scene.customer, say('Does it work?'));
}

const rowsOf = async (query = ''): Promise<Row[]> => (await get(`/me/request-logs?limit=1000${query}`)).json<{ data: Row[] }>().data;
const sumOf = (rows: readonly Row[]): bigint => rows.reduce((sum, { charge }) => sum + nanos(charge), 0n);

beforeAll(async () => {
  await ask();
  await ask();
  await fails();
});

describe('the overview', () => {
  it('comes to what the log has: today, this month, in hours and days', async () => {
    const overview = (await get('/me/overview')).json<
      Record<string, Totals & { available: string }> & { hours: Totals[]; days: Totals[] }
    >();
    const rows = await rowsOf();
    const errors = rows.filter(({ status }) => status === 'failed').length;
    expect([rows.length, errors]).toEqual([3, 1]);
    for (const sums of [overview.hours, overview.days]) {
      expect(sums.reduce((sum, { requests }) => sum + requests, 0)).toBe(rows.length);
      expect(sums.reduce((sum, each) => sum + each.errors, 0)).toBe(errors);
      expect(sums.reduce((sum, { charge }) => sum + nanos(charge), 0n)).toBe(sumOf(rows));
    }
    const { available } = (await get('/me/balance')).json<{ available: string }>();
    expect(overview).toMatchObject({ balance: { available, held: '0.00' }, has_key: true, latency_ms: { over: '7d' } });
    expect(overview['first_request_at']).toBe(rows.at(-1)?.time);
    expect(overview['runway_days']).toBe(9_999);
  });

  it('of a customer that has nothing yet says so', async () => {
    const { key } = await scene.installation.customer();
    expect((await get('/me/overview', key)).json()).toMatchObject({
      balance: { available: '0.00', held: '0.00' },
      today: { requests: 0, errors: 0, charge: '0.00' },
      latency_ms: { p50: null, p95: null },
      runway_days: null,
      first_request_at: null,
    });
  });
});

describe('the totals of the log', () => {
  it.each([
    '',
    '&status=failed',
    `&model=${MODEL}`,
    '&provider=acme&status=succeeded',
    '&model=none',
    '&from=2020-01-01',
    '&to=2020-01-01',
  ])('are those of all rows of the filter, not of a page: %s', async (query) => {
    const rows = await rowsOf(query);
    const totals = (await get(`/me/request-logs/totals?limit=1${query}`)).json<Totals>();
    const errors = rows.filter(({ status }) => status === 'failed').length;
    expect(totals).toMatchObject({ requests: rows.length, errors, currency: 'USD', is_exact: true });
    expect(nanos(totals.charge)).toBe(sumOf(rows));
  });

  it('are exact where the range cuts an hour', async () => {
    const { time: from = '' } = (await rowsOf()).at(-2) ?? {};
    const totals = (await get(`/me/request-logs/totals?from=${from}`)).json<Totals>();
    expect(totals).toMatchObject({ requests: (await rowsOf(`&from=${from}`)).length, is_exact: true });
  });
});

describe('the list of keys', () => {
  interface Key {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly last_used_on: string | null;
    readonly spent_today: string;
  }
  const keysOf = async (query = ''): Promise<Key[]> => (await get(`/me/api-keys${query}`)).json<{ data: Key[] }>().data;
  const admin = (path: string, body: object) =>
    scene.installation.admin.send('POST', `/admin/customers/${scene.customer.id}/api-keys${path}`, body);

  it('says on which day each was used last, what it spent today and how it stands, and is narrowed by that', async () => {
    const { id } = (await admin('', { name: 'rotated' })).json<{ id: string }>();
    await admin(`/${id}/rotate`, { overlap_seconds: 3_600 });
    const today = new Date().toISOString().slice(0, 10);
    const keys = await keysOf();
    const [used] = keys;
    expect(used).toMatchObject({
      name: 'e2e',
      status: 'active',
      spent_today: (await get('/me/request-logs/totals')).json<Totals>().charge,
    });
    expect([today, new Date().toISOString().slice(0, 10)]).toContain(used?.last_used_on);
    expect(keys[1]).toMatchObject({ id, status: 'rotating', last_used_on: null, spent_today: '0.00' });
    expect((await keysOf('?status=rotating')).map((key) => key.id)).toEqual([id]);
    expect((await keysOf('?status=current')).length).toBe(2);
    expect(await keysOf('?status=revoked')).toEqual([]);
  });
});

describe('models', () => {
  it('are those that the caller may call, with price and limits, and say whether they answer', async () => {
    await scene.installation.model('acme/untried', [{ provider: 'acme', upstream_model: 'untried' }]);
    const models = (await get('/me/models')).json<{ data: Record<string, unknown>[] }>().data;
    const byId = (id: string) => models.find((model) => model['id'] === id);
    expect(byId(MODEL)).toMatchObject({
      kind: 'model',
      targets: [],
      providers: ['acme'],
      price: { currency: 'USD', input_per_million: '1.00', output_per_million: '4.00' },
      context_window: 128_000,
      max_output_tokens: null,
      // One of three failed, within the last minutes.
      status: 'slow',
    });
    expect(byId(MODEL)?.['capabilities']).toEqual(expect.arrayContaining(['chat', 'responses', 'messages', 'tools']));
    expect(byId('acme/untried')).toMatchObject({ status: 'unknown', checked_at: null });
  });
});

describe('before a request', () => {
  interface Preview {
    readonly model: string;
    readonly at_most: { readonly amount: string };
    readonly max_output_tokens: number;
    readonly refusal: { readonly code: string; readonly field: string | null } | null;
  }
  const preview = async (body: object, endpoint = 'chat/completions', key?: string): Promise<Preview> =>
    (await post('/me/route-preview', { endpoint, body }, key)).json<Preview>();

  it('it is known where it goes, and that what it costs at most is what is held', async () => {
    const body = say('How much?', { max_tokens: 100 });
    const told = await preview(body);
    expect(told).toMatchObject({
      model: MODEL,
      provider: 'acme',
      targets: [{ model: MODEL, provider: 'acme' }],
      max_output_tokens: 100,
      refusal: null,
    });
    scene.upstream.expect(plain());
    const id = String((await scene.installation.chat(scene.customer, body)).headers['x-request-id']);
    const { hold } = (await get(`/me/requests/${id}`)).json<{ hold: string }>();
    expect(told.at_most.amount).toBe(hold);
  });

  it('it is known what it would be refused with, in the words of the request', async () => {
    expect(await preview(say('?', { model: 'acme/larg' }))).toMatchObject({
      model: null,
      at_most: null,
      refusal: { code: 'model_not_found', field: 'model' },
    });
    expect((await preview({ model: MODEL, messages: 'none' })).refusal).toMatchObject({ code: 'invalid_request', field: 'messages' });
    const { key } = await scene.installation.customer();
    expect((await preview(say('?'), 'chat/completions', key)).refusal?.code).toBe('insufficient_funds');
  });
});

describe('the live tail', () => {
  interface Tail {
    readonly status: number;
    readonly text: () => string;
    readonly ended: Promise<void>;
    readonly close: () => void;
  }
  function tail(query = '', key = scene.customer.key): Promise<Tail> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}` };
      const request = send(`${scene.installation.url}/me/request-logs/tail${query}`, { headers, agent: false });
      request.on('error', reject);
      request.on('response', (response: IncomingMessage) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', () => undefined);
        const ended = new Promise<void>((end) => response.once('close', end));
        const close = (): void => void request.destroy();
        resolve({ status: response.statusCode ?? 0, text: () => text, ended, close });
      });
      request.end();
    });
  }
  const following = async (query = '', key?: string): Promise<Tail> => {
    const opened = await tail(query, key);
    await until('following', () => opened.text().includes(': following'));
    return opened;
  };

  it('tells of requests as they end, by the filters of the list', async () => {
    const [all, failed] = [await following(), await following('?status=failed')];
    const id = await ask();
    await fails();
    await until('two rows', () => all.text().split('event: row').length === 3);
    await until('a row', () => failed.text().includes('event: row'));
    const [row] = await rowsOf('&status=succeeded');
    const told = all
      .text()
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as Row);
    expect(told[0]).toEqual(row);
    expect(told[0]?.id).toBe(id);
    expect(failed.text()).not.toContain(id);
    [all, failed].forEach(({ close }) => close());
  });

  it('is open four times at most for a key, and once more when one of them is closed', async () => {
    const { key } = await scene.installation.customer();
    const open = await Promise.all([1, 2, 3, 4].map(() => following('', key)));
    expect((await tail('', key)).status).toBe(429);
    open.pop()?.close();
    await until('room', async () => {
      const again = await tail('', key);
      open.push(again);
      return again.status === 200;
    });
    open.forEach(({ close }) => close());
  });

  it('ends with the key', async () => {
    const path = `/admin/customers/${scene.customer.id}/api-keys`;
    const { id, key } = (await scene.installation.admin.send('POST', path, { name: 'short' })).json<{ id: string; key: string }>();
    const open = await following('', key);
    await scene.installation.admin.send('DELETE', `${path}/${id}`);
    await open.ended;
    expect(open.text()).toContain('event: end');
    expect(open.text()).toContain('session_ended');
  });

  it('ends at once when the gateway stops', async () => {
    const open = await following();
    const stopped = scene.installation.gateway.stop('SIGTERM');
    await open.ended;
    expect(open.text()).toContain('{"reason":"stopping"}');
    await stopped;
  });
});
