import type { RequestRow, StatementLine } from '#projections';
import { csv, type Column } from './csv.js';
import { requestLogCsv, statementCsv } from './index.js';

const COLUMNS: readonly Column<{ readonly note?: string; readonly amount?: string }>[] = [
  { name: 'note', kind: 'text', of: ({ note }) => note },
  { name: 'amount', kind: 'number', of: ({ amount }) => amount },
];

async function* each<Row>(...rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(chunks)).join('');
}

describe('CSV', () => {
  it('has a header even without rows, and ends every line with CRLF', async () => {
    expect(await whole(csv(COLUMNS, each()))).toBe('note,amount\r\n');
    expect(await whole(csv(COLUMNS, each({ note: 'a', amount: '1.00' })))).toBe('note,amount\r\na,1.00\r\n');
  });
  it('quotes what holds commas, quotes and line breaks', async () => {
    expect(await whole(csv(COLUMNS, each({ note: 'a "b", c\nd', amount: '1.00' })))).toContain('"a ""b"", c\nd",1.00');
  });
  it.each(['a\nb', 'a\n=1', 'a\rb', 'a\r\nb', '\n=1'])('quotes a line break, whichever it is: %j', async (note) => {
    expect(await whole(csv(COLUMNS, each({ note, amount: '1.00' })))).toBe(`note,amount\r\n"${note.replace(/^\n/, "'\n")}",1.00\r\n`);
  });
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('lets no spreadsheet run the text %j', async (note) => {
    const [, line = ''] = (await whole(csv(COLUMNS, each({ note, amount: '-1.50' })))).split(/^note,amount\r\n/);
    expect(line.replace(/^"/, '')).toMatch(/^'/);
    expect(line.endsWith(',-1.50\r\n')).toBe(true);
  });
  it('leaves amounts plain, negative ones too, and takes nothing else for a number', async () => {
    expect(await whole(csv(COLUMNS, each({ amount: '-0.0000045' })))).toContain('\r\n,-0.0000045\r\n');
    await expect(whole(csv(COLUMNS, each({ amount: '=1+1' })))).rejects.toThrow('amount is a number, not "=1+1"');
  });
  it('asks for rows only as fast as its reader takes them', async () => {
    let asked = 0;
    async function* endless() {
      for (;;) yield { note: String((asked += 1)), amount: '1' };
    }
    const chunks = csv(COLUMNS, endless());
    await chunks.next();
    expect(asked).toBe(0);
    await chunks.next();
    expect(asked).toBe(200);
    await chunks.return(undefined);
  });
});

describe('documents', () => {
  it('of a request log have a column for everything that a charge hangs on', async () => {
    const usage = {
      input_tokens: 1,
      cached_input_tokens: 2,
      cache_write_tokens: 3,
      output_tokens: 4,
      reasoning_tokens: 0,
      source: 'reported',
    };
    const told = { ...usage, cache_write_1h_tokens: 2, output_audio_tokens: 1, marks: ['zero_input'] };
    const marks = {
      outcome: 'incomplete',
      finish: 'unknown',
      finish_told: 'weird',
      service_tier: 'flex',
      unpriced: ['cache_write_1h', 'speed.fast'],
    };
    const row = {
      id: 'req_1',
      time: 't',
      requested_model: '=cmd()',
      attempts: [{}, {}],
      usage: told,
      charge: '0.0012',
      currency: 'USD',
      ...marks,
    };
    const [header, line] = (await whole(requestLogCsv(each(row as unknown as RequestRow)))).split('\r\n');
    expect(header).toMatch(/^id,time,.*charge,currency/);
    expect(line).toMatch(/^req_1,t,.*'=cmd\(\).*,2,1,2,3,4,0,reported,0.0012,USD/);
    expect(header).toMatch(
      /,cache_write_1h_tokens,input_audio_tokens,cached_input_audio_tokens,output_audio_tokens,service_tier,unpriced,outcome,finish,finish_told,usage_marks$/,
    );
    expect(line).toMatch(/,2,0,0,1,flex,cache_write_1h speed.fast,incomplete,unknown,weird,zero_input$/);
  });
  it('of a statement have every line with its balance', async () => {
    const lines = () => each({ time: 't', type: 'usage', amount: '-1.00', balance: '4.00', request_id: 'req_1' } as StatementLine);
    expect(await whole(statementCsv({ currency: 'USD', lines }))).toContain('\r\nt,usage,-1.00,4.00,USD,req_1,');
  });
  it.each([
    ['zh', '时间,类型,金额,余额,币种,请求,'],
    ['ja', '時刻,種別,金額,残高,通貨,リクエスト,'],
    ['ko', '시각,유형,금액,잔액,통화,요청,'],
  ] as const)('call their columns in %s, and say the same below', async (language, head) => {
    const lines = () => each({ time: 't', type: 'usage', amount: '-1.00', balance: '4.00', request_id: 'req_1' } as StatementLine);
    const text = await whole(statementCsv({ currency: 'USD', lines }, language));
    expect(text.startsWith(head)).toBe(true);
    expect(text).toContain('\r\nt,usage,-1.00,4.00,USD,req_1,');
    const [header = ''] = (await whole(requestLogCsv(each(), language))).split('\r\n');
    expect(new Set(header.split(',')).size).toBe(30);
    expect(header).not.toContain('_');
  });
});
