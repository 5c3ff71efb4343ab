import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ACCOUNT_EVENT_TYPES, UnreadableEventError, readAccountEvent, type StoredAccountEvent } from './account.codec.js';
import { ACCOUNT_EVENT_VERSION } from './account.events.js';
import { freezeAccount } from './account.snapshot.js';
import { evolve, type Account } from './account.state.js';
import { imbalance } from './entry.js';
import { goldenScenario, leaseScenario } from './testing/golden-scenario.js';

/**
 * What was written once must be read for good. A golden file is never changed: a new shape gets a new version, a new file and an
 * upcaster. `WRITE_GOLDEN=1` writes those that are missing, and never over one that is there.
 */
const FOLDER = fileURLToPath(new URL('golden/', import.meta.url));
const scenario = [...goldenScenario(), ...leaseScenario()];
const pathOf = (type: string, version: number) => `${FOLDER}${type}.v${version}.json`;
/** What a type may hold beside what it always holds: a file of its own, so that both shapes stay readable. */
const OPTIONAL = {
  'TokensMetered.v1.optional': { kept_at_provider: ['Kw2nHWYtRw6oU8D6uVgA1g'], unpriced: ['audio_tokens'] },
} as const;
const read = (type: string): StoredAccountEvent =>
  JSON.parse(readFileSync(pathOf(type, ACCOUNT_EVENT_VERSION), 'utf8')) as StoredAccountEvent;

function textOf(type: string, optional: object = {}): string {
  const event = scenario.find((each) => each.type === type);
  if (!event) throw new Error(`The golden scenario has no ${type}`);
  const stored = { type, data: { ...event.data, ...optional }, metadata: { effective: event.at, version: ACCOUNT_EVENT_VERSION } };
  return `${JSON.stringify(sorted(stored), null, 2)}\n`;
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
      if (!existsSync(pathOf(type, ACCOUNT_EVENT_VERSION))) writeFileSync(pathOf(type, ACCOUNT_EVENT_VERSION), textOf(type));
    }
  }
  it('stand for every type in every version up to the current one', () => {
    const versions = Array.from({ length: ACCOUNT_EVENT_VERSION }, (_, index) => index + 1);
    const wanted = ACCOUNT_EVENT_TYPES.flatMap((type) => versions.map((version) => `${type}.v${version}.json`));
    const optional = Object.keys(OPTIONAL).map((name) => `${name}.json`);
    expect(readdirSync(FOLDER).sort()).toEqual([...wanted, ...optional].sort());
  });
  it.each(Object.entries(OPTIONAL))('%s is written and read with its optional members', (name, members) => {
    const [type = ''] = name.split('.');
    const text = readFileSync(`${FOLDER}${name}.json`, 'utf8');
    expect(text).toBe(textOf(type, members));
    expect(readAccountEvent(JSON.parse(text) as StoredAccountEvent).data).toMatchObject(members);
  });
  it.each(ACCOUNT_EVENT_TYPES)('%s is written byte for byte as ever', (type) =>
    expect(textOf(type)).toBe(readFileSync(pathOf(type, ACCOUNT_EVENT_VERSION), 'utf8')),
  );
  it.each(ACCOUNT_EVENT_TYPES)('%s is read as it was written', (type) =>
    expect(readAccountEvent(read(type))).toEqual(scenario.find((each) => each.type === type)),
  );
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
  it.each([0, ACCOUNT_EVENT_VERSION + 1, 1.5])('refuses version %p', (version) =>
    expect(() => readAccountEvent({ ...stored, metadata: { ...stored.metadata, version } })).toThrow(UnreadableEventError),
  );
});
