import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { EnvironmentError, type EnvironmentVariables } from './environment.reader.js';
import { parseEnvironment } from './environment.js';
import { VERSION } from './version.js';

const problems = (variables: EnvironmentVariables): readonly string[] => {
  try {
    parseEnvironment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
};

describe('the environment', () => {
  it('has a default for everything', () => {
    const environment = parseEnvironment({});
    expect(environment).toMatchObject({ port: 8080, host: '127.0.0.1', masterKey: undefined, stripe: undefined, logLevel: 'info' });
    expect(environment.keepResponsesDays).toBe(30);
    expect(environment.dataDir).toBe(`${process.cwd()}/data`);
    expect(Object.isFrozen(environment)).toBe(true);
  });

  it('is read as the blueprint lays down', () => {
    const key = randomBytes(32);
    const environment = parseEnvironment({
      PORT: '0',
      HOST: '::1',
      TOKENOK_DATA_DIR: '/srv/tokenok',
      TOKENOK_MASTER_KEY: key.toString('base64'),
      STRIPE_SECRET_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_1',
      TOKENOK_PAYMENTS_ACME_PAY_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    });
    expect(environment).toMatchObject({ port: 0, host: '::1', dataDir: '/srv/tokenok', masterKey: key });
    expect([...environment.paymentSecrets.keys()]).toEqual(['acme_pay']);
  });

  it.each([
    ['1048576', 1_048_576],
    ['512M', 512 * 1_024 ** 2],
    ['2 GiB', 2 * 1_024 ** 3],
    ['2048kb', 2 * 1_024 ** 2],
  ])('lets bodies and answers take %s', (given, bytes) =>
    expect(parseEnvironment({ TOKENOK_MEMORY_BUDGET: given }).memoryBudgetBytes).toBe(bytes),
  );

  it('lets bodies and answers take a quarter of the heap where nothing else is said', () =>
    expect(parseEnvironment({}).memoryBudgetBytes).toBe(Math.floor(getHeapStatistics().heap_size_limit / 4)));

  it.each(['0', '1048575', '512X', '-1', '1.5G', '99999999999G', 'much'])('lets bodies and answers not take %s', (given) =>
    expect(problems({ TOKENOK_MEMORY_BUDGET: given })).toEqual([
      'TOKENOK_MEMORY_BUDGET must be a number of bytes, 1M or more (for example 512M)',
    ]),
  );

  it('takes two secrets of a payment provider in one variable, and the same secret under one name only', () => {
    const [one = '', two = ''] = [1, 2].map((byte) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`);
    const both = parseEnvironment({
      TOKENOK_PAYMENTS_ACME_SECRET: `${one}, ${two}`,
      STRIPE_SECRET_KEY: 'sk',
      STRIPE_WEBHOOK_SECRET: 'a,b',
    });
    expect(both.paymentSecrets.get('acme')).toEqual([one, two]);
    expect(both.stripe?.webhookSecrets).toEqual(['a', 'b']);
    const wanted = 'one secret, or two values of one variable, separated by a comma while one is replaced';
    for (const wrong of [`${one},`, `,${one}`, `${one},,${two}`, `${one},${two},${one}`]) {
      expect(problems({ TOKENOK_PAYMENTS_ACME_SECRET: wrong })).toEqual([`TOKENOK_PAYMENTS_ACME_SECRET must be ${wanted}`]);
    }
    expect(problems({ TOKENOK_PAYMENTS_ACME_SECRET: `${one},short` })).toHaveLength(1);
    const shared = { TOKENOK_PAYMENTS_ACME_SECRET: `${one},${two}`, TOKENOK_PAYMENTS_ACME_NEW_SECRET: two.replace('whsec_', '') };
    expect(problems(shared)).toEqual([
      'TOKENOK_PAYMENTS_ACME_SECRET and TOKENOK_PAYMENTS_ACME_NEW_SECRET have a secret in common: two secrets of one provider are two values of one variable, separated by a comma',
    ]);
  });

  it.each(['0', '365'])('keeps responses for %s days', (days) =>
    expect(parseEnvironment({ TOKENOK_KEEP_RESPONSES_DAYS: days }).keepResponsesDays).toBe(Number(days)),
  );

  it.each(['366', '-1', '1.5', '1e2', 'always'])('does not keep responses for %s days', (days) =>
    expect(problems({ TOKENOK_KEEP_RESPONSES_DAYS: days })).toEqual([
      'TOKENOK_KEEP_RESPONSES_DAYS must be a whole number of days, 0 to 365',
    ]),
  );

  it('sends mail where a server and a sender are given, with links that lead back', () => {
    const url = { TOKENOK_SMTP_URL: 'smtps://me:secret@mail.example' };
    const both = { ...url, TOKENOK_MAIL_FROM: 'Tokenok <no-reply@example.com>' };
    expect(parseEnvironment({})).toMatchObject({ mail: undefined, signUp: 'off' });
    expect(parseEnvironment({ ...both, TOKENOK_SIGNUP: 'open' })).toMatchObject({
      mail: { smtpUrl: 'smtps://me:secret@mail.example', from: 'Tokenok <no-reply@example.com>' },
      signUp: 'open',
    });
    expect(problems(url)).toEqual(['TOKENOK_MAIL_FROM must be set where TOKENOK_SMTP_URL is']);
    expect(problems({ TOKENOK_MAIL_FROM: 'a@b.example' })).toEqual(['TOKENOK_SMTP_URL must be set where TOKENOK_MAIL_FROM is']);
    expect(problems({ TOKENOK_SIGNUP: 'open' })).toEqual([
      'TOKENOK_SMTP_URL must be set where TOKENOK_SIGNUP is open: an address is proven by mail',
    ]);
    expect(problems({ TOKENOK_SIGNUP: 'yes' })).toEqual(['TOKENOK_SIGNUP must be off or open']);
    expect(problems({ ...both, HOST: '0.0.0.0' })).toEqual([
      'TOKENOK_PUBLIC_URL must be set where TOKENOK_SMTP_URL is and HOST is not the loopback: links in mails begin with it',
    ]);
    expect(problems({ ...both, HOST: '0.0.0.0', TOKENOK_PUBLIC_URL: 'https://ai.example' })).toEqual([]);
    const wrong = { TOKENOK_SMTP_URL: 'http://secret.example', TOKENOK_MAIL_FROM: 'one@a.example, two@b.example' };
    expect(problems(wrong)).toEqual([
      'TOKENOK_SMTP_URL must be a URL that begins with smtp:// or smtps://',
      'TOKENOK_MAIL_FROM must be an e-mail address, or a name and an address: Tokenok <no-reply@example.com>',
    ]);
  });

  it('says by whom it is reached, and for how long it drains', () => {
    const environment = parseEnvironment({
      TOKENOK_PUBLIC_URL: 'https://Gateway.example/ai/',
      TOKENOK_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      TOKENOK_ALLOWED_HOSTS: 'Metadata.Internal,[fe80::1]',
      TOKENOK_DRAIN_SECONDS: '0',
    });
    expect(environment.publicUrl?.href).toBe('https://gateway.example/ai/');
    expect([environment.trustedProxies.has('10.9.9.9'), environment.trustedProxies.has('11.0.0.1')]).toEqual([true, false]);
    expect([...environment.allowedHosts]).toEqual(['metadata.internal', 'fe80::1']);
    expect(environment.drainSeconds).toBe(0);
    const unset = parseEnvironment({});
    expect([unset.publicUrl, unset.trustedProxies.has('127.0.0.1'), unset.allowedHosts.size, unset.drainSeconds]).toEqual([
      undefined,
      false,
      0,
      10,
    ]);
  });

  it.each([
    ['TOKENOK_PUBLIC_URL', 'gateway.example'],
    ['TOKENOK_PUBLIC_URL', 'https://u:p@gateway.example'],
    ['TOKENOK_PUBLIC_URL', 'https://gateway.example/?a'],
    ['TOKENOK_TRUSTED_PROXIES', 'nginx'],
    ['TOKENOK_ALLOWED_HOSTS', 'a b'],
    ['TOKENOK_ALLOWED_HOSTS', ','],
    ['TOKENOK_DRAIN_SECONDS', '601'],
    ['TOKENOK_DRAIN_SECONDS', '-1'],
    ['TOKENOK_DRAIN_SECONDS', '1.5'],
  ])('refuses %s=%s', (name, value) => expect(problems({ [name]: value })).toEqual([expect.stringMatching(`^${name} must be `)]));

  it('names every variable that is wrong at once, and what is wanted', () => {
    const found = problems({
      PORT: '80800',
      TOKENOK_MASTER_KEY: 'c2hvcnQ=',
      TOKENOK_ADMIN_TOKEN: 'short',
      TOKENOK_ADMIN_EMAIL: 'nobody',
      HOST: 'a b',
    });
    expect(found.map((problem) => problem.split(' ')[0]).sort()).toEqual(
      ['HOST', 'PORT', 'TOKENOK_ADMIN_EMAIL', 'TOKENOK_ADMIN_TOKEN', 'TOKENOK_MASTER_KEY'].sort(),
    );
    expect(found.every((problem) => problem.includes(' must be '))).toBe(true);
  });

  it('never repeats a value', () => {
    const secret = 'xyzzy-plugh';
    const names = ['PORT', 'HOST', 'EVENTSTORE_URL', 'MONGODB_URL', 'TOKENOK_MASTER_KEY', 'TOKENOK_ADMIN_TOKEN', 'TOKENOK_ADMIN_PASSWORD'];
    const wrong = Object.fromEntries(
      [...names, 'STRIPE_API_BASE', 'TOKENOK_PAYMENTS_A_SECRET', 'TOKENOK_LOG_LEVEL'].map((name) => [name, `${secret} !`]),
    );
    expect(problems(wrong).length).toBeGreaterThan(8);
    expect(problems(wrong).join()).not.toContain('xyzzy');
  });

  it.each([
    'TOKENOK_MASTER_KEY',
    'TOKENOK_ADMIN_TOKEN',
    'TOKENOK_ADMIN_PASSWORD',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'TOKENOK_PAYMENTS_ACME_SECRET',
  ])('refuses an empty %s', (name) => {
    expect(problems({ [name]: '' })).toContainEqual(`${name} is empty: set it, or unset it`);
    expect(problems({ [name]: '  ' })).toContainEqual(`${name} is empty: set it, or unset it`);
  });

  it('refuses half a configuration of Stripe', () => {
    expect(problems({ STRIPE_SECRET_KEY: 'sk_1' })).toEqual(['STRIPE_WEBHOOK_SECRET must be set where STRIPE_SECRET_KEY is']);
  });

  describe('of an installation on engines', () => {
    const engines = { EVENTSTORE_URL: 'esdb://127.0.0.1:2113', MONGODB_URL: 'mongodb://127.0.0.1:27017' };
    const TOKENOK_MASTER_KEY = randomBytes(32).toString('base64');

    it('has both engines and the master key', () => {
      expect(parseEnvironment({ ...engines, TOKENOK_MASTER_KEY }).engines).toEqual({
        eventStoreUrl: engines.EVENTSTORE_URL,
        mongodbUrl: engines.MONGODB_URL,
      });
      expect(problems(engines)).toEqual([expect.stringMatching(/^TOKENOK_MASTER_KEY must be set where EVENTSTORE_URL is/)]);
    });

    it.each([
      ['EVENTSTORE_URL', 'MONGODB_URL'],
      ['MONGODB_URL', 'EVENTSTORE_URL'],
    ] as const)('is refused with %s alone', (given, missing) => {
      const found = problems({ [given]: engines[given], TOKENOK_MASTER_KEY });
      expect(found).toEqual([expect.stringMatching(new RegExp(`^${missing} must be set where ${given} is`))]);
      expect(found.join()).not.toContain('127.0.0.1');
    });
  });

  it('knows the version of package.json', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version: VERSION });
  });
});
