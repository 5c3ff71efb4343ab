import { readFileSync } from 'node:fs';
import { DIRECTIVES, NOTHING, readDirectives } from './sandbox.directives.js';

const page = readFileSync('docs/sandbox.md', 'utf8');
const names = Object.keys(DIRECTIVES);
const examples = page.split('\n').filter((line) => /^(?:LIMIT=\d+; )?(?:openai|anthropic|responses) /.test(line));
const usedBy = (client: string): string[] =>
  examples
    .filter((line) => line.replace(/^LIMIT=\d+; /, '').startsWith(client))
    .flatMap((line) => [...line.matchAll(/\[sandbox(?:@\w+)?:([a-z-]+)/g)].map(([, name]) => name!));

describe('docs/sandbox.md and the directives', () => {
  it('has a row for every one, and for no other', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(names);
  });

  it.each(['openai', 'anthropic'])('has an example of every one for %s, and no example of another', (client) => {
    const used = new Set(usedBy(client));
    expect(names.filter((name) => !used.has(name))).toEqual([]);
  });

  it('has examples that are understood, but for the two of mistakes', () => {
    const mistaken = examples.filter((line) => typeof readDirectives(line, 'm') === 'string');
    expect(mistaken.map((line) => /\[sandbox:([^\]]*)/.exec(line)?.[1])).toEqual(['statsu=500', 'status=soon']);
  });

  it('names every component of a usage', () => {
    const told = readDirectives(
      '[sandbox:usage=prompt:1,cached:2,written:3,written_1h:4,audio_in:5,completion:6,reasoning:7,audio_out:8]',
      'm',
    );
    for (const name of Object.keys((told as typeof NOTHING).usage)) expect(page).toContain(`\`${name}\``);
    expect(readDirectives('[sandbox:usage=promt:1]', 'm')).toMatch(/does not take/);
  });
});

describe('directives', () => {
  it('that name a model are for that model only, colons in it included', () => {
    const text = '[sandbox@a/b:8b:status=500] [sandbox@other:delay=5] [sandbox:tokens=3]';
    expect(readDirectives(text, 'a/b:8b')).toEqual({ ...NOTHING, status: 500, tokens: 3 });
    expect(readDirectives(text, 'other')).toEqual({ ...NOTHING, delayMs: 5, tokens: 3 });
  });

  it.each([
    'status=200',
    'status=600',
    'delay=-1',
    'delay=',
    'chunk-bytes=0',
    'no-done=1',
    'finish=never',
    'error-type=a b',
    'tier=',
    'usage=',
  ])('%s is no value of it', (directive) => expect(readDirectives(`[sandbox:${directive}]`, 'm')).toMatch(/does not take this value/));

  it('that there are not are answered with those that there are', () =>
    expect(readDirectives('[sandbox:constructor=1]', 'm')).toMatch(/no such directive, but delay, /));
});
