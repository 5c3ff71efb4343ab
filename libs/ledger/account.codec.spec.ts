import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ACCOUNT_EVENT_TYPES, UnreadableEventError, readAccountEvent, versionOf, type StoredAccountEvent } from './account.codec.js';
import type { AccountEvent, AccountEventOf, AccountEventType } from './account/account.events.js';
import { freezeAccount } from './account.snapshot.js';
import { evolve, type Account } from './index.js';
import { imbalance } from './account/entry.js';
import { rerate } from './requests/rerate.js';
import {
  askedScenario,
  beyondScenario,
  closingScenario,
  detailedScenario,
  goldenScenario,
  leaseScenario,
  limitedScenario,
  quotedScenario,
} from './testing/golden-scenario.js';

/**
 * What was written once must be read for good. A golden file is never changed: a new shape gets a new version, a new file and an
 * upcaster. `WRITE_GOLDEN=1` writes those that are missing, and never over one that is there.
 */
const FOLDER = fileURLToPath(new URL('golden/', import.meta.url));
const quoted = quotedScenario();
const scenario = [
  ...goldenScenario(),
  ...leaseScenario(),
  ...closingScenario(),
  ...quoted.filter(({ type }) => type === 'RouteQuoted').map(asDecided),
];
const pathOf = (type: string, version: number, variant = '') => `${FOLDER}${type}.v${version}${variant}.json`;
const compactPath = (type: AccountEventType, variant: string) => `${FOLDER}compact/${type}.v${versionOf(type)}${variant}.json`;
const read = (type: AccountEventType, variant = '', version = versionOf(type)): StoredAccountEvent =>
  JSON.parse(readFileSync(pathOf(type, version, variant), 'utf8')) as StoredAccountEvent;

/** Members that came later are optional: the version stays, and files of the type with each of them stand beside the first one. */
const VARIANTS = Object.entries({
  '.details': detailedScenario(),
  '.asked': askedScenario(),
  '.beyond': beyondScenario(),
  '.limited': limitedScenario(),
}).flatMap(([variant, events]) => events.map((event) => ({ type: event.type, variant, event })));

/** The compact shape of version 2, as it stands behind its quote: with the least that there is to say, and with everything. */
const COMPACT = quoted.flatMap(({ type, at, recorded, origin, variant }) =>
  recorded ? [{ type, variant, text: stored(type, recorded, { ...origin, effective: at, version: versionOf(type) }) }] : [],
);

/** Variants of versions that are no longer written. */
const OLDER = [
  ['RequestRouted', 1, '.details'],
  ['TokensMetered', 1, '.details'],
  ['TokensMetered', 1, '.asked'],
] as const;

function asDecided({ type, at, data }: AccountEvent): AccountEvent {
  return { type, at, data } as AccountEvent;
}

function textOf(type: AccountEventType, events: readonly AccountEvent[] = scenario): string {
  const event = events.find((each) => each.type === type);
  if (!event) throw new Error(`The golden scenario has no ${type}`);
  return stored(type, event.data, { effective: event.at, version: versionOf(type) });
}

function stored(type: string, data: object, metadata: object): string {
  return `${JSON.stringify(sorted({ type, data, metadata }), null, 2)}\n`;
}

/** Keys in the order that canonical JSON has. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

describe('golden files', () => {
  if (process.env['WRITE_GOLDEN'] === '1') {
    for (const type of ACCOUNT_EVENT_TYPES) {
      if (!existsSync(pathOf(type, versionOf(type)))) writeFileSync(pathOf(type, versionOf(type)), textOf(type));
    }
    for (const { type, variant, text } of COMPACT) {
      const path = compactPath(type, variant);
      if (!existsSync(path)) writeFileSync(path, text);
    }
    for (const { type, variant, event } of VARIANTS) {
      const path = pathOf(type, versionOf(type), variant);
      if (!existsSync(path)) writeFileSync(path, textOf(type, [event]));
    }
  }
  it('stand for every type in every version up to the current one', () => {
    const wanted = ACCOUNT_EVENT_TYPES.flatMap((type) =>
      Array.from({ length: versionOf(type) }, (_, index) => `${type}.v${index + 1}.json`),
    );
    const variants = VARIANTS.map(({ type, variant }) => `${type}.v${versionOf(type)}${variant}.json`);
    expect(readdirSync(`${FOLDER}compact`).sort()).toEqual(
      COMPACT.map(({ type, variant }) => `${type}.v${versionOf(type)}${variant}.json`).sort(),
    );
    expect(readdirSync(FOLDER).sort()).toEqual(
      [...wanted, ...variants, ...OLDER.map(([type, version, variant]) => `${type}.v${version}${variant}.json`), 'compact'].sort(),
    );
  });
  it.each(ACCOUNT_EVENT_TYPES)('%s is written byte for byte as ever', (type) =>
    expect(textOf(type)).toBe(readFileSync(pathOf(type, versionOf(type)), 'utf8')),
  );
  it.each(ACCOUNT_EVENT_TYPES)('%s is read as it was written', (type) =>
    expect(readAccountEvent(read(type))).toEqual(scenario.find((each) => each.type === type)),
  );
  it.each(VARIANTS)('$type$variant is written and read as ever', ({ type, variant, event: written }) => {
    expect(textOf(type, [written])).toBe(readFileSync(pathOf(type, versionOf(type), variant), 'utf8'));
    const event = readAccountEvent(read(type, variant));
    expect(event).toEqual(written);
    expect(JSON.stringify(event.data)).toBe(JSON.stringify(sorted(event.data)));
    if (event.type === 'TokensMetered') expect(rerate(event.data)).toBeUndefined();
  });
  it.each([...OLDER, ['RequestRouted', 1, ''] as const, ['TokensMetered', 1, ''] as const])(
    '%s of version %i%s is read in the shape of today, and rates again',
    (type, version, variant) => {
      const event = readAccountEvent(read(type, variant, version));
      expect(event.data).toEqual(read(type, variant, version).data);
      if (event.type === 'TokensMetered') expect(rerate(event.data)).toBeUndefined();
    },
  );
  it.each(COMPACT)('$type$variant is written as ever, and read by its quote as if it repeated that', ({ type, variant, text }) => {
    expect(text).toBe(readFileSync(compactPath(type, variant), 'utf8'));
    const { data: quote } = readAccountEvent(read('RouteQuoted')) as AccountEventOf<'RouteQuoted'>;
    const recorded = JSON.parse(text) as StoredAccountEvent;
    const event = readAccountEvent(recorded, { get: (route) => (route === quote.route ? quote : undefined) });
    const decided = quoted.find((each) => each.type === type && each.variant === variant);
    expect(event).toEqual({ type, at: decided?.at, data: decided?.data });
    if (event.type === 'TokensMetered') expect(rerate(event.data)).toBeUndefined();
    expect(() => readAccountEvent(recorded)).toThrow(/names route 3, which is not quoted/);
  });
  it('hold entries that sum to zero', () => {
    for (const { data } of ACCOUNT_EVENT_TYPES.map((type) => readAccountEvent(read(type)))) {
      if ('entry' in data) expect(imbalance(data.entry)).toBeUndefined();
    }
  });
  it('fold into an account, in the order in which they happened', () => {
    const account = goldenScenario()
      .map(({ type }) => readAccountEvent(read(type)))
      .reduce<Account | undefined>((state, event) => evolve(state, event), undefined) as Account;
    expect(freezeAccount(account)).toMatchObject({
      status: 'closed',
      period: '2026-11',
      next: '2026-12',
      holds: [],
      claims: ['payment-stripe-pay_1', 'command-grant', 'command-correction'],
      adjustments: [['adj_1', '-0.75', false]],
      counts: Object.fromEntries(
        goldenScenario()
          .filter(({ type }) => type !== 'AccountOpened')
          .map(({ type }) => [type, 1]),
      ),
    });
  });
});

describe('reading a stored event', () => {
  const stored = read('PaymentReceived');
  it('refuses a type that is no event of an account', () =>
    expect(() => readAccountEvent({ ...stored, type: 'KeyIssued' })).toThrow(UnreadableEventError));
  it('refuses names that objects have by birth', () =>
    expect(() => readAccountEvent({ ...stored, type: 'constructor' })).toThrow(UnreadableEventError));
  it.each([0, versionOf('PaymentReceived') + 1, 1.5])('refuses version %p', (version) =>
    expect(() => readAccountEvent({ ...stored, metadata: { ...stored.metadata, version } })).toThrow(UnreadableEventError),
  );
});
