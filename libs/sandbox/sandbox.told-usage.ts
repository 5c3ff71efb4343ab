/** Tokens that the provider shall tell, whatever was said. `prompt` is with what was read from and written to a cache, `completion` with reasoning. */
export type ToldUsage = Readonly<Partial<Record<UsageName, number>>>;

type UsageName = 'prompt' | 'cached' | 'written' | 'written_1h' | 'audio_in' | 'completion' | 'reasoning' | 'audio_out';

/** `written_1h` is a part of `written`, as `audio_in` is of `prompt` and `audio_out` of `completion`. */
const NAMES: readonly string[] = [
  'prompt',
  'cached',
  'written',
  'written_1h',
  'audio_in',
  'completion',
  'reasoning',
  'audio_out',
] satisfies UsageName[];

/** `prompt:10,completion:0`. Undefined: a name that there is not, or no count. */
export function readSandboxUsage(value: string): ToldUsage | undefined {
  const told: Record<string, number> = {};
  for (const pair of value.split(',')) {
    const [name = '', count = ''] = pair.trim().split(':');
    if (!NAMES.includes(name) || !/^\d{1,15}$/.test(count)) return undefined;
    told[name] = Number(count);
  }
  return told;
}
