import fc from 'fast-check';
import { EMPTY_TIP, seal, type JsonObject, type RecordedEvent, type StreamTip } from '#event-store';
import type { KeyEvent } from '../identity/api-key.events.js';
import { Directory, directoryPlace, evolveDirectory, type DirectoryRow } from './index.js';
import { DirectoryGapError } from './directory.js';
import { directoryStream } from './directory.row.js';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 1) + seconds * 1_000).toISOString();

/** A log of sealed events as a store would give them back, one second apart. */
class Log {
  readonly events: RecordedEvent[] = [];
  readonly #tips = new Map<string, StreamTip>();

  add(stream: string, type: string, data: object): this {
    const time = at(this.events.length);
    const metadata = { actor: 'system', cause: 'test', effective: time, recorded: time, version: 1 };
    const id = `e${this.events.length}`;
    const { events, tip } = seal(stream, this.#tips.get(stream) ?? EMPTY_TIP, [{ id, type, data: data as JsonObject, metadata }]);
    this.#tips.set(stream, tip);
    const position = BigInt(this.events.length + 1);
    for (const event of events) {
      const parsed = { data: JSON.parse(event.data) as JsonObject, metadata: JSON.parse(event.metadata) as RecordedEvent['metadata'] };
      this.events.push({ position, stream, revision: tip.revision, id, type, ...parsed });
    }
    return this;
  }

  directory(): Directory {
    const directory = new Directory((provider, ciphertext) => `${provider}:${ciphertext}`);
    for (const event of this.events) directory.apply(event);
    return directory;
  }

  rows(): DirectoryRow[] {
    const rows = new Map<string, DirectoryRow>();
    for (const event of this.events) rows.set(event.stream, evolveDirectory(rows.get(event.stream), event));
    return [...rows.values()];
  }
}

const price = [
  ['input', '1.00'],
  ['cached_input', '1.00'],
  ['cache_write', '1.00'],
  ['output', '2.00'],
];
const issued = (key: string, more: object = {}): KeyEvent['data'] => ({
  key,
  customer: 'cus_1',
  account: 'acc_1',
  name: key,
  prefix: 'tok_Ab3d',
  hash: `${key}-0`,
  scopes: ['inference'],
  ...more,
});
const basics = (): Log =>
  new Log()
    .add('customer-cus_1', 'CustomerRegistered', {
      customer: 'cus_1',
      account: 'acc_1',
      currency: 'USD',
      time_zone: 'UTC',
      name: 'n',
      email: 'e',
    })
    .add('key-key_1', 'KeyIssued', issued('key_1'))
    .add('provider-openai', 'ProviderConfigured', { provider: 'openai', protocol: 'openai', base_url: 'http://h/v1', credential: 'c1' })
    .add('model-openai/one', 'ModelConfigured', {
      model: 'openai/one',
      targets: [{ provider: 'openai', upstream_model: 'one', priority: 0, weight: 1 }],
    })
    .add('model-openai/one', 'ModelPriced', { model: 'openai/one', currency: 'USD', price })
    .add('alias-fast', 'AliasPointed', { alias: 'fast', targets: [{ model: 'openai/one', priority: 2, weight: 3 }] });

describe('finding a key', () => {
  const status = (log: Log, hash: string, now = at(100)): string | undefined => log.directory().findKey(hash, now)?.status;

  it('knows an active key with its customer, and no other hash', () => {
    expect(basics().directory().findKey('key_1-0', at(9))).toMatchObject({
      status: 'active',
      key: { key: 'key_1' },
      customer: { account: 'acc_1' },
    });
    expect(status(basics(), 'nope')).toBeUndefined();
  });

  it('lets a rotated secret work until its overlap ends, and not at that very moment', () => {
    const log = basics().add('key-key_1', 'KeyRotated', { key: 'key_1', prefix: 'p', hash: 'new', previous_valid_until: at(50) });
    expect(status(log, 'new')).toBe('active');
    expect(status(log, 'key_1-0', at(49))).toBe('active');
    expect(status(log, 'key_1-0', at(50))).toBe('rotated');
  });

  it('forgets secrets of long ago with the next rotation', () => {
    const log = basics()
      .add('key-key_1', 'KeyRotated', { key: 'key_1', prefix: 'p', hash: 'h1', previous_valid_until: at(6) })
      .add('key-key_1', 'KeyRotated', { key: 'key_1', prefix: 'p', hash: 'h2', previous_valid_until: at(60) });
    expect(status(log, 'key_1-0', at(8))).toBeUndefined();
    expect(status(log, 'h1', at(8))).toBe('active');
  });

  it('ends with its expiry at that very moment, old secrets included', () => {
    const log = basics()
      .add('key-key_2', 'KeyIssued', issued('key_2', { expires_at: at(20) }))
      .add('key-key_2', 'KeyRotated', { key: 'key_2', prefix: 'p', hash: 'new', previous_valid_until: at(90) });
    expect([status(log, 'new', at(19)), status(log, 'new', at(20)), status(log, 'key_2-0', at(20))]).toEqual([
      'active',
      'expired',
      'expired',
    ]);
  });

  it('says that a key is revoked before anything else', () =>
    expect(status(basics().add('key-key_1', 'KeyRevoked', { key: 'key_1' }), 'key_1-0')).toBe('revoked'));

  it('says that the customer is suspended, and stops saying so', () => {
    const log = basics().add('customer-cus_1', 'CustomerSuspended', { customer: 'cus_1' });
    expect(status(log, 'key_1-0')).toBe('suspended');
    expect(status(log.add('customer-cus_1', 'CustomerReinstated', { customer: 'cus_1' }), 'key_1-0')).toBe('active');
  });
});

describe('resolving a model', () => {
  it('finds it by its id and by an alias, priced', () => {
    const directory = basics().directory();
    expect(directory.resolveModel('openai/one')).toMatchObject({
      choices: [{ model: { id: 'openai/one', priceVersion: 'model-openai/one@1' } }],
    });
    expect(directory.resolveModel('fast')).toMatchObject({
      requested: 'fast',
      choices: [{ model: { id: 'openai/one' }, priority: 2, weight: 3 }],
    });
    expect(directory.resolveModel('fast')?.choices[0]?.model.price[3]).toEqual({ component: 'output', perMillion: 2_000_000_000n });
    expect(directory.resolveModel('slow')).toBeUndefined();
  });

  it('shows a key only what its policy allows, in lists and suggestions too', () => {
    const directory = basics().directory();
    const policy = { models: ['fast'] };
    expect(directory.resolveModel('openai/one', policy)).toBeUndefined();
    expect(directory.listModels(policy).map(({ name }) => name)).toEqual(['fast']);
    expect(directory.nearestModel('openai/onee', policy)).toBeUndefined();
    expect(directory.nearestModel('openai/onee')).toBe('openai/one');
  });

  it('never suggests what was asked for, nor a name that leads nowhere', () => {
    const directory = basics().add('model-openai/one', 'ModelRemoved', { model: 'openai/one' }).directory();
    expect(directory.nearestModel('fast')).toBeUndefined();
    expect(directory.nearestModel('fasta')).toBeUndefined();
  });

  it('takes a new price at once', () => {
    const log = basics().add('model-openai/one', 'ModelPriced', { model: 'openai/one', currency: 'USD', price: [['input', '5.00']] });
    expect(log.directory().resolveModel('fast')?.choices[0]?.model).toMatchObject({
      priceVersion: 'model-openai/one@2',
      recordedPrice: [['input', '5.00']],
    });
  });

  it('never shows a model between the two events that make it', () => {
    const log = basics().add('model-two', 'ModelConfigured', { model: 'two', targets: [] });
    expect(log.directory().resolveModel('two')).toBeUndefined();
  });
});

describe('the directory', () => {
  it('opens a credential once, and anew when it changes', () => {
    const log = basics();
    const directory = log.directory();
    expect(directory.provider('openai')).toEqual({ id: 'openai', protocol: 'openai', baseUrl: 'http://h/v1', credential: 'openai:c1' });
    expect(directory.provider('openai')).toBe(directory.provider('openai'));
    log.add('provider-openai', 'ProviderConfigured', { provider: 'openai', protocol: 'openai', base_url: 'http://h/v1', credential: 'c2' });
    directory.apply(log.events.at(-1)!);
    expect(directory.provider('openai')?.credential).toBe('openai:c2');
  });

  it('lists in order of id, page by page, stable while rows arrive', () => {
    const log = new Log();
    for (const name of ['m/c', 'm/a', 'm/b']) log.add(`model-${name}`, 'ModelConfigured', { model: name, targets: [] });
    const directory = log.directory();
    const names = (after: string | undefined, limit: number) =>
      directory.list('model', { ...(after ? { after } : {}), limit }).map(({ model }) => model);
    expect([names(undefined, 2), names('m/b', 2), names('m/c', 2)]).toEqual([['m/a', 'm/b'], ['m/c'], []]);
    log.add('model-m/bb', 'ModelConfigured', { model: 'm/bb', targets: [] });
    directory.apply(log.events.at(-1)!);
    expect(names('m/b', 2)).toEqual(['m/bb', 'm/c']);
  });

  it('passes over what it knows and what is not its own, and refuses a gap', () => {
    const log = basics().add('account-acc_1-2026-11', 'AccountOpened', {});
    const directory = log.directory();
    const before = JSON.stringify(directory.row('key', 'key_1'));
    log.events.forEach((event) => directory.apply(event));
    expect(JSON.stringify(directory.row('key', 'key_1'))).toBe(before);
    const later = { ...log.events[1]!, revision: 5n };
    expect(() => directory.apply(later)).toThrow(DirectoryGapError);
  });

  it('refuses an event that it does not know rather than losing what it changed', () =>
    expect(() => new Log().add('key-key_9', 'KeyPainted', { key: 'key_9' }).directory()).toThrow(
      'KeyPainted version 1 in key-key_9 is unknown',
    ));

  it('names its streams both ways', () => {
    for (const stream of [
      'customer-cus_1',
      'key-key_1',
      'provider-a-b',
      'model-openai/gpt-4.1-mini',
      'alias-x-y',
      'admin-adm_1',
      'person-per_1',
      'address-aGFzaA',
      'installation',
    ]) {
      expect(directoryStream(directoryPlace(stream)!)).toBe(stream);
    }
    expect(directoryPlace('account-acc_1-2026-11')).toBeUndefined();
  });

  it('is the same from rows and tail as from all events, wherever they are split', () => {
    const log = basics()
      .add('key-key_1', 'KeyRotated', { key: 'key_1', prefix: 'p', hash: 'new', previous_valid_until: at(50) })
      .add('customer-cus_1', 'CustomerSuspended', { customer: 'cus_1' })
      .add('key-key_2', 'KeyIssued', issued('key_2'))
      .add('customer-cus_1', 'CustomerReinstated', { customer: 'cus_1' });
    const whole = log.directory();
    fc.assert(
      fc.property(fc.nat(log.events.length), fc.nat(log.events.length), (split, overlap) => {
        const head = new Log();
        head.events.push(...log.events.slice(0, split));
        const directory = new Directory(() => '');
        directory.load(JSON.parse(JSON.stringify(head.rows())) as DirectoryRow[]);
        for (const event of log.events.slice(Math.max(0, split - overlap))) directory.apply(event);
        for (const { kind, id } of log.rows()) expect(directory.row(kind, id)).toEqual(whole.row(kind, id));
        for (const hash of ['key_1-0', 'new', 'key_2-0']) expect(directory.findKey(hash, at(20))).toEqual(whole.findKey(hash, at(20)));
        expect(directory.keysOf('cus_1')).toEqual(whole.keysOf('cus_1'));
        expect(directory.listModels()).toEqual(whole.listModels());
        expect(directory.customerOfAccount('acc_1')).toEqual(whole.customerOfAccount('acc_1'));
      }),
    );
  });
});
