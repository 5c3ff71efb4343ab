import { nearestName } from '#catalog';
import { unknownVariables } from './known-variables.js';

const told = (...names: string[]): readonly string[] =>
  unknownVariables(Object.fromEntries(names.map((name) => [name, 'xyzzy'])), nearestName);

describe('variables that nobody reads', () => {
  it.each([
    ['TOKENOK_DATADIR', 'TOKENOK_DATA_DIR'],
    ['TOKENOK_TRUSTED_PROXY', 'TOKENOK_TRUSTED_PROXIES'],
    ['TOKENOK_ADMIN_PASS', 'TOKENOK_ADMIN_PASSWORD'],
    ['TOKENOK_MASTERKEY', 'TOKENOK_MASTER_KEY'],
    ['tokenok_log_level', 'TOKENOK_LOG_LEVEL'],
    ['TOKENOK_PORT', 'PORT'],
    ['TOKENOK_MONGODB_URL', 'MONGODB_URL'],
    ['TOKENOK_PAYMENT_ACME_SECRET', 'TOKENOK_PAYMENTS_ACME_SECRET'],
    ['TOKENOK_PAYMENTS_ACME_SECRETS', 'TOKENOK_PAYMENTS_ACME_SECRET'],
  ])('%s may have been %s', (name, meant) => expect(told(name)).toEqual([`${name} is not known and has no effect: is ${meant} meant?`]));

  it('may resemble nothing', () =>
    expect(told('TOKENOK_XYLOPHONES_TUNED')).toEqual(['TOKENOK_XYLOPHONES_TUNED is not known and has no effect']));

  it('are told all at once, in order, and never with a value', () => {
    expect(told('TOKENOK_B', 'TOKENOK_A')).toHaveLength(2);
    expect(told('TOKENOK_B', 'TOKENOK_A')[0]).toMatch(/^TOKENOK_A /);
    expect(told('TOKENOK_B').join()).not.toContain('xyzzy');
  });

  it.each(['TOKENOK_DATA_DIR', 'TOKENOK_DRAIN_SECONDS', 'TOKENOK_PAYMENTS_ACME_PAY_SECRET', 'TOKENOK_SECRETS_DIR', 'PATH', 'MY_TOKENOK_X'])(
    'are not %s',
    (name) => expect(told(name)).toEqual([]),
  );
});
