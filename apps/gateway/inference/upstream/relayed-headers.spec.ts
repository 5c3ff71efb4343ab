import { relayedHeaders } from './relayed-headers.js';

const relayed = (headers: Record<string, string>) => relayedHeaders(headers, (text) => text.replace('ours', '*'));

describe('the headers of a provider’s answer that go on', () => {
  it('are its limits, its waits and its time, without what names us, and nothing else', () => {
    const limits = { 'x-ratelimit-remaining-tokens': '12', 'anthropic-ratelimit-tokens-reset': '2026-11-30T10:00:00Z' };
    const told = { ...limits, 'openai-processing-ms': '7', 'retry-after': '3', 'x-should-retry': 'true' };
    expect(relayed({ ...told, 'openai-organization': 'ours', 'set-cookie': 'a=b', server: 'x', 'x-request-id': 'y' })).toEqual(told);
    expect(relayed({ 'x-ratelimit-scope': 'of ours' })).toEqual({ 'x-ratelimit-scope': 'of *' });
  });

  it.each([
    ['9'.repeat(400), '60'],
    ['0.2', '1'],
    ['-5', '0'],
    ['Wed, 21 Oct 2099 07:28:00 GMT', '60'],
    ['soon', '60'],
  ])('make no client wait longer than a minute: retry-after %s is %s', (value, wait) =>
    expect(relayed({ 'retry-after': value })).toEqual({ 'retry-after': wait }),
  );

  it('are few and short, however many there are: the answer is charged, and a client has to be able to read it', () => {
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x-ratelimit-${index}`, 'v'.repeat(128)]));
    expect(JSON.stringify(relayed(many)).length).toBeLessThan(8_192);
    expect(relayed({ 'x-ratelimit-a': 'v'.repeat(129), [`x-ratelimit-${'a'.repeat(53)}`]: '1' })).toEqual({});
  });
});
