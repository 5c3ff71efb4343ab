import { baseUrlHint, meantPath } from './meant-path.js';
import { dialectOf } from './error-dialects.js';

const ROOT = 'http://127.0.0.1:8080';

describe('a path under a wrong base URL', () => {
  it.each([
    ['/chat/completions', '/v1/chat/completions', 'openai'],
    ['/v1/v1/chat/completions', '/v1/chat/completions', 'openai'],
    ['/v1/v1/v1/responses', '/v1/responses', 'openai'],
    ['/responses?x=1', '/v1/responses', 'openai'],
    ['//v1//embeddings/', '/v1/embeddings', 'openai'],
    ['/openai/v1/completions', '/v1/completions', 'openai'],
    ['/models', '/v1/models', 'openai'],
    ['/v1/v1/models/openai/gpt-4.1-mini', '/v1/models/openai/gpt-4.1-mini', 'openai'],
    ['/messages', '/v1/messages', 'anthropic'],
    ['/messages/count_tokens', '/v1/messages/count_tokens', 'anthropic'],
    ['/v1/v1/messages?beta=true', '/v1/messages', 'anthropic'],
    ['/anthropic/v1/messages', '/v1/messages', 'anthropic'],
  ] as const)('%s is known as %s, in its dialect', (path, meant, dialect) => {
    expect(meantPath(path)).toBe(meant);
    expect(dialectOf(path, {})).toBe(dialect);
  });

  it('is in the dialect of whoever asks, where both have it', () =>
    expect(dialectOf('/models', { 'anthropic-version': '2023-06-01' })).toBe('anthropic'));

  it.each([
    '/v1/chat/completions',
    '/v1/models/a/b',
    '/admin/models',
    '/me/messages',
    '/v1',
    '/v1/messages/batches',
    '/nowhere/chat/completions',
  ])('%s is none', (path) => expect(meantPath(path)).toBeUndefined());

  it.each([
    ['/chat/completions', 'the base URL must be http://127.0.0.1:8080/v1,'],
    ['/v1/v1/messages', 'the base URL must be http://127.0.0.1:8080, because this client adds /v1'],
    ['/v1/v1/chat/completions', 'one /v1 too many: it must be http://127.0.0.1:8080/v1,'],
  ])('%s is told how it would be right', (path, words) => {
    const meant = meantPath(path)!;
    const hint = baseUrlHint(path, meant, ROOT);
    expect(hint).toContain(words);
    expect(hint).toContain(`goes to ${ROOT}${meant}`);
  });
});
