import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probe } from './provider-probe.js';

const CREDENTIAL = 'sk-secret';
const PROVIDER = { id: 'p', protocol: 'openai', baseUrl: 'unused', credential: CREDENTIAL } as const;

let status = 200;
let server: Server;
let baseUrl: string;
beforeAll(async () => {
  server = createServer((_request, response) => response.writeHead(status).end('{"data":[]}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => server.close());

describe('the health of a provider', () => {
  it.each([
    [200, 'up'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'failing'],
    [503, 'failing'],
  ] as const)('that answers %d is %s', async (answered, expected) => {
    status = answered;
    expect(await probe(PROVIDER, baseUrl)).toMatchObject({ provider: 'p', status: expected, http_status: answered, error: null });
  });

  it.each([
    ['refuses connections', 'http://127.0.0.1:1/v1', 'ECONNREFUSED'],
    ['has no address', 'http://provider.invalid/v1', /^(ENOTFOUND|EAI_AGAIN)$/],
  ] as const)('that %s is unreachable, says why, and not with which credential', async (_what, url, error) => {
    const result = await probe(PROVIDER, url);
    expect(result).toMatchObject({ status: 'unreachable', http_status: null, error: expect.stringMatching(error) as unknown });
    expect(JSON.stringify(result)).not.toContain(CREDENTIAL);
  });
});
