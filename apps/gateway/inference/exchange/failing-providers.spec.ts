import type { Logger } from 'pino';
import { FailingProviders } from './failing-providers.js';

function failing() {
  const logged: unknown[] = [];
  const clock = { atMs: 1_000, nowMs: () => clock.atMs };
  const providers = new FailingProviders({ info: (fields: unknown) => logged.push(fields) } as unknown as Logger, clock);
  const fail = (provider: string, kind: string) => providers.note({ request: 'req_1', provider, upstream_model: 'm', kind });
  return { logged, clock, fail, lastOf: (provider: string) => providers.lastOf({ provider, upstream_model: 'm' }) };
}

describe('a provider that fails', () => {
  it('is told at once, by provider and kind', () => {
    const { logged, fail } = failing();
    fail('acme', '500');
    fail('acme', 'connect_failed');
    fail('other', '500');
    expect(logged).toMatchObject([
      { count: 1, provider: 'acme', kind: '500', request: 'req_1' },
      { count: 1, provider: 'acme', kind: 'connect_failed' },
      { count: 1, provider: 'other', kind: '500' },
    ]);
  });

  it('is known by when it failed last', () => {
    const { clock, fail, lastOf } = failing();
    fail('acme', '500');
    clock.atMs += 10;
    fail('acme', '500');
    expect([lastOf('acme'), lastOf('other')]).toEqual([1_010, undefined]);
  });

  it('is told once a minute, with how often it was', () => {
    const { logged, clock, fail } = failing();
    for (let time = 0; time < 5; time += 1) fail('acme', '500');
    expect(logged).toHaveLength(1);
    clock.atMs += 60_000;
    fail('acme', '500');
    expect(logged).toMatchObject([{ count: 1 }, { count: 5 }]);
  });
});
