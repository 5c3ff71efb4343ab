import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { CLIENTS, snippet } from './snippets.js';

const VALUES = { baseUrl: 'https://ai.harbor.example/', model: 'openai/gpt-4.1-mini' };

describe('code for a client', () => {
  it('is a command that works as it stands', () => {
    expect(snippet('curl', { ...VALUES, key: 'tok_7fQm' })).toBe(
      [
        'export TOKENOK_KEY=tok_7fQm',
        'curl https://ai.harbor.example/v1/chat/completions \\',
        '  -H "Authorization: Bearer $TOKENOK_KEY" \\',
        `  -H 'Content-Type: application/json' \\`,
        `  -d '{"model":"openai/gpt-4.1-mini","messages":[{"role":"user","content":"Hello"}]}'`,
      ].join('\n'),
    );
  });

  it.each(CLIENTS)('for %s names base URL and model, and the key only where it is given', (client) => {
    expect(snippet(client, VALUES)).toContain('https://ai.harbor.example');
    expect(snippet(client, VALUES)).not.toContain('example//');
    expect(snippet(client, VALUES)).toContain('openai/gpt-4.1-mini');
    expect(snippet(client, VALUES)).toContain('TOKENOK_KEY');
    expect(snippet(client, { ...VALUES, key: 'tok_secret' })).toContain('tok_secret');
  });

  it('carries a whole conversation and its limit', () => {
    const messages = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { role: 'user', content: 'three' },
    ] as const;
    for (const client of ['curl', 'python', 'node', 'ai-sdk'] as const) {
      const code = snippet(client, { ...VALUES, messages, maxTokens: 64 });
      for (const part of ['one', 'assistant', 'two', 'three', '64']) expect(code).toContain(part);
    }
  });

  it('reaches the shell as it was written, whatever the prompt', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', 'é', '🙂', 'a', ' ', '!'), maxLength: 12 }),
        (prompt) => {
          const script = snippet('curl', { ...VALUES, prompt }).replace(/^curl /, 'printf %s\\\\0 ');
          const words = execFileSync('sh', ['-c', script], { env: { TOKENOK_KEY: 'k' }, encoding: 'utf8' }).split('\0');
          const sent = JSON.parse(words[6] ?? '') as { readonly messages: readonly { readonly content: string }[] };
          expect(sent.messages[0]?.content).toBe(prompt);
        },
      ),
      { numRuns: 40 },
    );
  });
});
