import { ADMIN_TOKEN, GatewayProcess, removeDirectories } from '../support/gateway/gateway.process.js';
import { exchangeRaw, type RawAnswer } from '../support/gateway/raw-exchange.js';
import { SHAPES, type Shape } from './testing/raw-shapes.js';

const LEGAL: Shape = ['a legal request, behind all of them', 'GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 200];

let gateway: GatewayProcess;
const answers = new Map<string, RawAnswer>();

/** All at once, some on one connection each: none may touch another. */
beforeAll(async () => {
  gateway = await GatewayProcess.start({
    environment: { TOKENOK_LOG_LEVEL: 'debug', TOKENOK_DATADIR: 'mistyped', TOKENOK_PUBLIC_URL: 'https://gateway.example' },
  });
  await Promise.all(
    SHAPES.map(async ([name, bytes, , end]: Shape) => {
      const shape = bytes.replaceAll('{admin}', ADMIN_TOKEN);
      answers.set(name, await exchangeRaw(gateway.url, shape, { isCut: end === 'cut' }));
    }),
  );
  answers.set(LEGAL[0], await exchangeRaw(gateway.url, LEGAL[1]));
});

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  removeDirectories();
});

const headOf = (text: string): string => text.replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n/, '').split('\r\n\r\n', 1)[0] ?? '';

describe('raw HTTP', () => {
  it.each([...SHAPES, LEGAL].map(([name, , status]) => [name, status] as const))('%s', (name, status) => {
    const wanted = Array.isArray(status) ? status : [status];
    expect(answers.get(name)?.statuses).toEqual(wanted);
  });

  it('has each shape by a name of its own, and more than a hundred', () => {
    expect(new Set(SHAPES.map(([name]) => name)).size).toBe(SHAPES.length);
    expect(SHAPES.length).toBeGreaterThan(100);
  });

  it('is answered with an id, and with what protects whoever reads it, whatever was wrong', () => {
    const bare = [...answers].filter(([, { statuses }]) => statuses.length > 0).map(([name, { text }]) => [name, headOf(text)] as const);
    const lacking = (header: RegExp): string[] => bare.filter(([, head]) => !header.test(head)).map(([name]) => name);
    expect(lacking(/^x-request-id: req_[0-9a-z]{26}$/m)).toEqual([]);
    expect(lacking(/^x-content-type-options: nosniff$/m)).toEqual([]);
    expect(lacking(/^content-security-policy: default-src 'none'/m)).toEqual([]);
    expect(lacking(/^strict-transport-security: max-age=/m)).toEqual([]);
    expect(lacking(/^cache-control: /m)).toEqual([]);
  });

  it('says what is wrong in JSON', () => {
    const silent = [...answers].filter(([name, { statuses, text }]) => {
      const isHead = /^HEAD/.test(SHAPES.find((shape) => shape[0] === name)?.[1] ?? '');
      return (statuses[0] ?? 0) >= 400 && !isHead && !/content-type: application\/(problem\+)?json/i.test(headOf(text));
    });
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('leaves nothing in the log but a mistyped variable and, at debug, that clients went away', () => {
    const lines = gateway.err
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { level: number; msg: string });
    const told = lines.filter(({ level }) => level > 20).map(({ msg }) => msg);
    expect(told.filter((msg) => !msg.startsWith('ulimit'))).toEqual([
      'TOKENOK_DATADIR is not known and has no effect: is TOKENOK_DATA_DIR meant?',
    ]);
    expect(lines.map(({ msg }) => msg)).toContain('A client went away before its request had come');
  });
});
