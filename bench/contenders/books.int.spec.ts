import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkBooks } from './books.js';
import { TokenokApi } from './tokenok.api.js';

/** Answers as the blueprint lays down, with as many charges as it is told. */
class Ledger {
  charges: string[] = [];
  outcome = 'succeeded';
  available = '999999.00';
  held = '0.00';
  balanced = true;
  busyAnswers = 0;
  readonly #server: Server = createServer((request, response) => {
    if (this.busyAnswers-- > 0) return response.writeHead(503, { 'retry-after': '1' }).end('{}');
    return response.end(JSON.stringify(this.#answer(new URL(request.url ?? '/', 'http://ledger'))));
  });

  async listen(): Promise<TokenokApi> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address() as AddressInfo;
    return new TokenokApi(`http://127.0.0.1:${address.port}`, 'token');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ pathname, searchParams }: URL): unknown {
    if (pathname === '/me/balance') return { currency: 'USD', available: this.available, held: this.held, as_of_position: '9' };
    if (pathname === '/admin/ledger/trial-balance') return { balanced: this.balanced };
    const after = Number(searchParams.get('after') ?? '-1');
    const events = this.charges.map((charge, index) => ({ position: String(index), data: { outcome: this.outcome, charge } }));
    return { data: events.filter(({ position }) => Number(position) > after).slice(0, Number(searchParams.get('limit'))) };
  }
}

describe('the books after a load', () => {
  let ledger: Ledger;
  let api: TokenokApi;
  beforeEach(async () => {
    ledger = new Ledger();
    api = await ledger.listen();
  });
  afterEach(() => ledger.close());

  const charge = (count: number): void => {
    ledger.charges = Array.from({ length: count }, () => '0.000068');
    ledger.available = (999_999 - count * 0.000068).toFixed(6);
  };
  const problems = async (answered: number, cutOff = 32): Promise<readonly string[]> =>
    (await checkBooks(api, api, { answered, cutOff })).problems;

  it('match when every answer has its charge, over several pages', async () => {
    charge(2_500);
    await expect(problems(2_500)).resolves.toEqual([]);
  });

  it('may hold charges of requests that were cut off, and not one more', async () => {
    charge(132);
    await expect(problems(100)).resolves.toEqual([]);
    await expect(problems(99)).resolves.toEqual(['33 charges have no answer, but at most 32 requests were cut off']);
  });

  it('do not match when one answer was not charged', async () => {
    charge(99);
    await expect(problems(100)).resolves.toEqual(['1 answers were not charged']);
  });

  it('do not match when a charge is not what the exchange costs', async () => {
    charge(2);
    ledger.charges[1] = '0.00';
    ledger.available = '999998.999932';
    await expect(problems(2)).resolves.toEqual(['1 charges are not 0.000068, which is what the exchange costs']);
  });

  it('do not match when the balance tells another story', async () => {
    charge(3);
    ledger.available = '999999.00';
    await expect(problems(3)).resolves.toEqual(['the balance is 999999.00; credit less charges is 999998.999796']);
  });

  it('do not match when the trial balance is not zero', async () => {
    ledger.balanced = false;
    await expect(problems(0)).resolves.toEqual(['the trial balance is not zero']);
  });

  it('are asked for again while the projections catch up', async () => {
    charge(1);
    ledger.busyAnswers = 2;
    await expect(problems(1)).resolves.toEqual([]);
  });
});
