import type { LedgerEvent } from '../support/gateway/admin-client.js';
import { ADMIN_TOKEN } from '../support/gateway/gateway.process.js';
import { call, type Answer } from '../support/gateway/http.js';
import { say } from '../support/gateway/installation.js';
import { nanos } from '../support/gateway/nanos.js';
import { Scene } from '../support/gateway/scene.js';
import { plain } from '../support/upstream/answers.js';

interface Page<Row> {
  readonly data: Row[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}
interface Row {
  readonly id: string;
  readonly time: string;
  readonly charge: string;
}
interface Statement {
  readonly opening_balance: string;
  readonly closing_balance: string;
  readonly lines: {
    readonly time: string;
    readonly type: string;
    readonly amount: string;
    readonly balance: string;
    readonly request_id?: string;
  }[];
}

const ANY_TEXT: unknown = expect.any(String);

const scene = Scene.of('10.00');

beforeAll(async () => {
  for (let count = 0; count < 12; count += 1) await ask();
});

async function ask(): Promise<string> {
  scene.upstream.expect(plain());
  return String((await scene.installation.chat(scene.customer, say('What does it cost?'))).headers['x-request-id']);
}
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  call({ method: 'GET', url: scene.installation.url + path, headers: { authorization: `Bearer ${scene.customer.key}`, ...headers } });
const admin = (path: string): Promise<Answer> => scene.installation.admin.send('GET', path);

function table(csv: string): Record<string, string>[] {
  const [head = '', ...rows] = csv.trimEnd().split('\r\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, index) => [names[index] ?? '', cell])));
}
/** Of the tests: two where they run over the end of one. */
const begunAt = new Date();
const months = (): string[] => [...new Set([begunAt, new Date()].map((time) => time.toISOString().slice(0, 7)))];
const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + nanos(amount), 0n);

async function allPages<R>(path: string, limit: number): Promise<R[]> {
  const rows: R[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `${path}?limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: Page<R> = (await get(query)).json<Page<R>>();
    rows.push(...page.data);
    cursor = page.next_cursor;
    expect(page.has_more).toBe(cursor !== null);
  }
  return rows;
}

describe('what there was at a past moment', () => {
  interface Lots {
    readonly as_of: string;
    readonly balance: string;
    readonly available: string;
    readonly held: string;
    readonly lots: readonly { readonly granted: string; readonly remaining: string }[];
  }
  interface Timed {
    readonly lines: readonly { readonly time: string }[];
  }
  const lots = async (query = ''): Promise<Lots> => (await get(`/me/billing/lots${query}`)).json<Lots>();

  it('is a lot and what is left of it, and the statement up to there comes to the same', async () => {
    const all = (await get('/me/billing/statement?from=2020-01-01')).json<Timed>();
    for (const line of [all.lines[0], all.lines[4], all.lines.at(-1)]) {
      const at = line?.time ?? '';
      const there = await lots(`?as_of=${at}`);
      const until = (await get(`/me/billing/statement?from=2020-01-01&as_of=${at}`)).json<Statement>();
      expect([there.as_of, there.balance]).toEqual([at, until.closing_balance]);
      expect(nanos(there.available) + nanos(there.held)).toBe(nanos(there.balance));
      expect(sum(until.lines.map(({ amount }) => amount))).toBe(nanos(until.closing_balance));
      const balance = (await get(`/me/balance?as_of=${at}`)).json<Lots>();
      expect(balance).toMatchObject({ available: there.available, held: there.held, balance: there.balance, as_of: at });
    }
    expect((await lots()).lots).toMatchObject([{ granted: '10.00', remaining: (await get('/me/balance')).json<Lots>().available }]);
    expect(await lots('?as_of=2020-01-01')).toMatchObject({ balance: '0.00', available: '0.00', held: '0.00', lots: [] });
  });

  it('is asked for by times in order, and not by a month and a range at once', async () => {
    for (const [query, field] of [
      ['period=2026-11&from=2026-11-01', 'period'],
      ['from=2026-11-02&to=2026-11-01', 'to'],
      ['from=1990-01-01', 'from'],
      ['as_of=yesterday', 'as_of'],
    ] as const) {
      const answer = await get(`/me/billing/statement?${query}`);
      expect([answer.status, answer.json<{ field: string }>().field]).toEqual([400, field]);
    }
  });

  it('is a month at a glance: usage summed by day, and sums by kind', async () => {
    interface Month {
      readonly closing_balance: string;
      readonly sums: readonly { readonly type: string; readonly amount: string; readonly count: number }[];
      readonly movements: readonly { readonly type: string; readonly amount: string; readonly requests?: number }[];
    }
    const month = (await get('/me/billing/movements')).json<Month>();
    const statement = (await get('/me/billing/statement')).json<Statement>();
    expect(month.closing_balance).toBe(statement.closing_balance);
    expect(month.sums.reduce((all, { count }) => all + count, 0)).toBe(statement.lines.length);
    expect(sum(month.movements.map(({ amount }) => amount))).toBe(sum(statement.lines.map(({ amount }) => amount)));
  });

  it('is CSV too, named by its days', async () => {
    const { headers, text } = await get('/me/billing/statement?from=2020-01-01&to=2030-01-01&format=csv');
    expect(headers['content-disposition']).toContain('statement-2020-01-01-to-2030-01-01.csv');
    expect(table(text).at(-1)?.['balance']).toBe((await get('/me/balance')).json<Lots>().available);
  });
});

describe('what it cost', () => {
  it('is the same in pages, CSV, statement, usage, balance and the ledger', async () => {
    const pages = await allPages<Row>('/me/request-logs', 5);
    const csv = table((await get('/me/request-logs?format=csv')).text);
    const statements = await Promise.all(
      months().map(async (period) => (await get(`/me/billing/statement?period=${period}`)).json<Statement>()),
    );
    const statement = {
      lines: statements.flatMap(({ lines }) => lines),
      opening_balance: statements[0]!.opening_balance,
      closing_balance: statements.at(-1)!.closing_balance,
    };
    const csvs = await Promise.all(months().map((period) => get(`/me/billing/statement?period=${period}`, { accept: 'text/csv' })));
    const lines = csvs.flatMap(({ text }) => table(text));
    const usage = (await get('/me/usage')).json<Page<{ charge: string; requests: number }>>();
    const balance = (await get('/me/balance')).json<{ available: string; held: string }>();
    const books = await scene.installation.books();
    const charged = sum(pages.map(({ charge }) => charge));
    const ledger = [...books.ends.values()].map(({ data }) => String(data['charge']));
    expect(charged).toBeGreaterThan(0n);
    expect(csv.map(({ id, charge }) => [id, charge])).toEqual(pages.map(({ id, charge }) => [id, charge]));
    expect(sum(ledger)).toBe(charged);
    expect(sum(usage.data.map(({ charge }) => charge))).toBe(charged);
    const used = statement.lines.filter(({ type }) => type === 'usage');
    expect(-sum(used.map(({ amount }) => amount))).toBe(charged);
    expect(used.map(({ request_id }) => request_id).sort()).toEqual(pages.map(({ id }) => id).sort());
    expect(lines.map(({ amount, balance: after }) => [amount, after])).toEqual(statement.lines.map((line) => [line.amount, line.balance]));
    expect(nanos(statement.opening_balance) + sum(statement.lines.map(({ amount }) => amount))).toBe(nanos(statement.closing_balance));
    expect(nanos(balance.available) + nanos(balance.held)).toBe(nanos(statement.closing_balance));
    expect(books.account(scene.customer.account).available).toBe(nanos(balance.available));
  });

  it('stands on a receipt that leads to attempts, tokens, price, formula, entry and events', async () => {
    const id = await ask();
    const receipt = (await get(`/me/requests/${id}`)).json<Record<string, object>>();
    expect(Object.keys(receipt)).toEqual(expect.arrayContaining(['attempts', 'usage', 'rating', 'entry', 'events', 'charge']));
    expect(receipt['rating']).toMatchObject({
      price_version: ANY_TEXT,
      formula: ANY_TEXT,
      numerator: ANY_TEXT,
    });
    const events = receipt['events'] as unknown as { ended: { stream: string; revision: string } };
    const found = await scene.installation.admin.get<Page<LedgerEvent & { recorded: object | null }>>(
      `/admin/ledger/events?limit=1000&stream=${events.ended.stream}`,
    );
    const ended = found.data.find(({ revision }) => revision === events.ended.revision);
    expect(ended?.data.request).toBe(id);
    const { quote, price_version } = receipt['rating'] as { quote: { stream: string; revision: string }; price_version: string };
    const quoted = found.data.find(({ stream, revision }) => stream === quote.stream && revision === quote.revision);
    expect(quoted).toMatchObject({
      type: 'RouteQuoted',
      recorded: null,
      data: { prices: { [price_version]: expect.any(Array) as object } },
    });
    expect(ended?.recorded).toEqual(expect.objectContaining({ route: Number(quote.revision), charge: receipt['charge'] }));
    expect(ended?.recorded).not.toHaveProperty('price');
  });
});

describe('CSV that a double click opens', () => {
  it.each(['/me/billing/statement?format=csv', '/me/request-logs?format=csv'])(
    'begins with the mark of UTF-8 where it is asked for: %s',
    async (path) => {
      const [plainly, marked] = await Promise.all([get(path), get(`${path}&bom=1`)]);
      expect(plainly.text.startsWith('\ufeff')).toBe(false);
      expect(marked.text).toBe(`\ufeff${plainly.text}`);
      expect((await get(`${path}&bom=0`)).text).toBe(plainly.text);
    },
  );
});

describe('metrics', () => {
  it('count holds and charges, as the ledger has them', async () => {
    const { text } = await call({ method: 'GET', url: `${scene.installation.url}/metrics` });
    const value = (series: string): string | undefined =>
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1];
    const { routed, ends } = await scene.installation.books();
    const charges = [...ends.values()].map(({ data }) => String(data['charge']));
    expect(value('tokenok_holds_total')).toBe(String(routed.size));
    expect(value('tokenok_charges_total{outcome="succeeded"}')).toBe(String(charges.length));
    expect(value('tokenok_charged_nanos_total{currency="USD"}')).toBe(String(sum(charges)));
    expect(value('tokenok_uncollected_total{reason="beyond_bound"}')).toBe('0');
  });
});

describe('lists', () => {
  it('give pages that neither repeat nor lose a row while rows arrive', async () => {
    const seen: string[] = [];
    const before = (await allPages<Row>('/me/request-logs', 1_000)).map(({ id }) => id);
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<Row> = (await get(`/me/request-logs?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)).json<Page<Row>>();
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
      await ask();
    }
    expect(seen).toEqual(before);
  });

  it('are newest first, by the time that a request ended', async () => {
    const rows = await allPages<Row>('/me/request-logs', 1_000);
    const times = rows.map(({ time }) => time);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each(['/me/request-logs', '/me/usage', '/me/api-keys'])('%s has pages of 1 to 1,000 rows', async (path) => {
    for (const limit of ['1', '1000']) expect((await get(`${path}?limit=${limit}`)).status).toBe(200);
    for (const limit of ['0', '1001', '-1', '1.5', 'ten', '']) {
      const refused = await get(`${path}?limit=${limit}`);
      expect([limit, refused.status, refused.json()['field']]).toEqual([limit, 400, 'limit']);
    }
    for (const cursor of ['nonsense', '%20', 'W10', Buffer.from('["by_account",1,2]').toString('base64url')]) {
      const refused = await get(`${path}?cursor=${cursor}`);
      expect([cursor, refused.status, refused.json()['code']]).toEqual([cursor, 400, 'invalid_cursor']);
    }
  });

  it.each(['/admin/customers', '/admin/providers', '/admin/models', '/admin/aliases', '/admin/audit-log', '/admin/ledger/events'])(
    '%s is a list like all lists',
    async (path) => {
      const page = (await admin(`${path}?limit=1`)).json<Page<unknown>>();
      expect(Object.keys(page).sort()).toEqual(['data', 'has_more', 'next_cursor']);
      expect(page.data.length).toBeLessThanOrEqual(1);
      if (page.next_cursor === null) return;
      expect((await admin(`${path}?limit=1&cursor=${encodeURIComponent(page.next_cursor)}`)).json<Page<unknown>>().data).not.toEqual(
        page.data,
      );
    },
  );

  it('call their columns in the language that is asked for first, and in the names of the API else', async () => {
    const head = async (path: string, language: string) => {
      const { headers, text } = await get(path, { 'accept-language': language });
      expect([headers['vary'], headers['content-language']]).toEqual(['Accept-Language', /^(zh|ja|ko)/.exec(language)?.[0]]);
      return text.split('\r\n', 1)[0];
    };
    const log = '/me/request-logs?format=csv&limit=1';
    expect(await head(log, 'zh-CN')).toMatch(/^请求,时间,开始时间,状态,模型,/);
    expect(await head('/me/billing/statement?format=csv', 'ko')).toMatch(/^시각,유형,금액,잔액,통화,/);
    expect(await head(log, 'ja')).toMatch(/^リクエスト,時刻,/);
    expect(await head(log, 'en, zh;q=0.9')).toMatch(/^id,time,started_at,status,model,/);
  });

  it('come as CSV with a header and all rows, whatever the limit', async () => {
    const answer = await get('/me/request-logs?format=csv&limit=1');
    expect(answer.headers['content-type']).toMatch(/^text\/csv/);
    expect(table(answer.text).length).toBe((await allPages<Row>('/me/request-logs', 1_000)).length);
    expect((await get('/me/request-logs?format=pdf')).status).toBe(400);
  });
});

describe('positions', () => {
  it('are texts; a read with the position of a write sees it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const write = await scene.installation.credit(scene.customer.id, '0.01');
      const position = String(write.headers['x-tokenok-position']);
      const { balance } = write.json<{ balance: string }>();
      const read = (await get(`/me/balance?min_position=${position}`)).json<{ available: string; as_of_position: string }>();
      expect(read.available).toBe(balance);
      expect(BigInt(read.as_of_position)).toBeGreaterThanOrEqual(BigInt(position));
      const trial = await scene.installation.admin.get<{ as_of_position: string; balanced: boolean }>(
        `/admin/ledger/trial-balance?min_position=${position}`,
      );
      expect([trial.balanced, BigInt(trial.as_of_position) >= BigInt(position)]).toEqual([true, true]);
    }
  });

  it('that are not asked for: a scene.customer reads its own writes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await ask();
      const { data } = (await get('/me/request-logs?limit=1')).json<Page<Row>>();
      expect(data[0]?.id).toBe(id);
    }
  });

  it('out of reach are answered with 503 and retry-after after some 2 s, by every read', async () => {
    const mine = ['/me', '/me/balance', '/me/request-logs', '/me/usage', '/me/billing/statement', '/me/api-keys', '/me/requests/req_1'];
    const admins = [
      'customers',
      'providers',
      'models',
      'aliases',
      'audit-log',
      'ledger/events',
      'ledger/trial-balance',
      'ledger/contradictions',
    ];
    const reads = [
      ...mine.map((path) => ({ path, token: scene.customer.key })),
      ...admins.map((path) => ({ path: `/admin/${path}`, token: ADMIN_TOKEN })),
    ];
    const begun = performance.now();
    const told = await Promise.all(
      reads.map(async ({ path, token }) => {
        const { status, headers, json } = await get(`${path}?min_position=999999999`, { authorization: `Bearer ${token}` });
        return [path, status, json()['code'], headers['retry-after']];
      }),
    );
    expect(told).toEqual(reads.map(({ path }) => [path, 503, 'position_not_reached', '1']));
    const tookMs = performance.now() - begun;
    expect([tookMs > 1_900, tookMs < 20_000]).toEqual([true, true]);
    for (const { path, token } of reads) {
      const wrong = await get(`${path}?min_position=soon`, { authorization: `Bearer ${token}` });
      expect([path, wrong.status, wrong.json()['field']]).toEqual([path, 400, 'min_position']);
    }
  });
});

describe('the log of requests', () => {
  it('is narrowed to a key, a model, a provider and a status, each by itself and together', async () => {
    type Logged = Row & Record<'key_id' | 'model' | 'requested_model' | 'provider' | 'status', string>;
    const all = await allPages<Logged>('/me/request-logs', 100);
    const { key_id, model, requested_model, provider, status } = all[0]!;
    const count = async (query: string): Promise<number> =>
      (await get(`/me/request-logs?limit=1000&${query}`)).json<Page<Row>>().data.length;
    for (const query of [`key_id=${key_id}`, `model=${model}`, `model=${requested_model}`, `provider=${provider}`, `status=${status}`])
      expect([query, await count(query)]).toEqual([query, all.length]);
    expect(await count(`key_id=${key_id}&model=${model}&provider=${provider}&status=succeeded`)).toBe(all.length);
    for (const query of ['key_id=key_other', 'model=other', 'provider=other', 'status=failed']) expect(await count(query)).toBe(0);
    const csv = table((await get(`/me/request-logs?format=csv&status=${status}&model=${model}`)).text);
    expect(csv.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it.each(['key_id=', 'model=', 'provider=', 'status=ended'])('refuses %s', async (query) => {
    const refused = await get(`/me/request-logs?${query}`);
    expect([refused.status, refused.json()['field']]).toEqual([400, query.split('=')[0]]);
  });
});

describe('a statement', () => {
  it('is that of the running month of the books where none is asked for', async () => {
    const { period } = (await get('/me/billing/statement')).json<{ period: string }>();
    expect(months()).toContain(period);
    const { events } = await scene.installation.books();
    const opened = events.filter(({ type, data }) => type === 'PeriodOpened' && data['account'] === scene.customer.account);
    expect(opened.at(-1)?.data['period']).toBe(period);
  });

  it('is not given of a month that has not begun, and neither is usage', async () => {
    const asked = {
      '/me/billing/statement?period=2999-01': 'period',
      '/me/usage?period=2999-01': 'period',
      '/me/usage?from=2999-01-01': 'from',
    };
    for (const [path, field] of Object.entries(asked)) {
      const refused = await get(path);
      expect([path, refused.status, refused.json()]).toMatchObject([
        path,
        400,
        { field, detail: expect.stringContaining('has not begun') as string },
      ]);
    }
  });

  it('has of usage what the days of its month come to', async () => {
    for (const period of months()) {
      const { lines } = (await get(`/me/billing/statement?period=${period}`)).json<Statement>();
      const used = lines.filter(({ type }) => type === 'usage').map(({ amount }) => amount);
      const days = await allPages<{ charge: string; day: string }>(`/me/usage`, 1);
      const asked = (await get(`/me/usage?period=${period}`)).json<Page<{ charge: string; day: string }>>().data;
      expect(sum(asked.map(({ charge }) => charge))).toBe(-sum(used));
      expect(days.filter(({ day }) => day.startsWith(period))).toEqual(asked);
    }
  });

  it.each(['0000-01', '2026-13', '2026', 'now', '2026-1', '2026-11-01'])('of %s is refused', async (period) => {
    const refused = await get(`/me/billing/statement?period=${period}`);
    expect([refused.status, refused.json()['field']]).toEqual([400, 'period']);
  });

  it('of a month without events opens and closes alike', async () => {
    const { opening_balance, closing_balance, lines } = (await get('/me/billing/statement?period=2020-01')).json<Statement>();
    expect([closing_balance, lines]).toEqual([opening_balance, []]);
  });
});

describe('a scene.customer without books', () => {
  it('has a balance of zero, empty lists and an empty statement at once', async () => {
    const made = await scene.installation.admin.send('POST', '/admin/customers', {
      name: 'New',
      email: 'new@example.com',
      currency: 'EUR',
    });
    const { id } = made.json<{ id: string }>();
    const { key } = (await scene.installation.admin.send('POST', `/admin/customers/${id}/api-keys`, { name: 'x' })).json<{ key: string }>();
    expect(await scene.installation.me({ key }, '/me/balance')).toMatchObject({ currency: 'EUR', available: '0.00', held: '0.00' });
    expect(await scene.installation.me({ key }, '/me/request-logs')).toEqual({ data: [], has_more: false, next_cursor: null });
    expect(await scene.installation.me({ key }, '/me/usage')).toEqual({ data: [], has_more: false, next_cursor: null });
    expect(await scene.installation.me({ key }, '/me/billing/statement')).toMatchObject({
      opening_balance: '0.00',
      closing_balance: '0.00',
      lines: [],
    });
  });
});
