import { LifeWatch, type ObservedLife } from './life-watch.js';
import { MemoryStore } from '#membership/memory';

/** Others beat, an observer looks every two seconds; a script says what goes wrong. */
async function watched(options: { readonly own?: string } = {}) {
  const { lives } = new MemoryStore();
  let nowMs = 0;
  let out = false;
  const list = async () => {
    if (out) throw new Error('the store does not answer');
    return lives.list();
  };
  const watch = new LifeWatch({ lives: { list }, clockMs: () => nowMs, ...options });
  for (const life of ['me', 'other']) await lives.begin(life, {});
  return {
    /** So many looks, two seconds apart, each after a beat of those named. */
    look: async (times: number, ...beating: readonly string[]): Promise<ObservedLife['state'] | undefined> => {
      let state: ObservedLife['state'] | undefined;
      for (let time = 0; time < times; time += 1) {
        nowMs += 2_000;
        for (const life of beating) await lives.beat(life, {});
        state = (await watch.observe().catch(() => [])).find(({ life }) => life === 'other')?.state;
      }
      return state;
    },
    pass: (ms: number) => void (nowMs += ms),
    storeIsOut: (now: boolean) => void (out = now),
    end: (life: string) => lives.end(life),
  };
}

describe('a watched life', () => {
  it('is presumed dead when it has not beaten for ten seconds of reads, not sooner, and lives again with its next beat', async () => {
    const { look } = await watched();
    expect(await look(3, 'other')).toBe('alive');
    expect(await look(4)).toBe('alive');
    expect(await look(1)).toBe('dead');
    expect(await look(1, 'other')).toBe('alive');
  });

  it('is not presumed dead because the observer itself was away', async () => {
    const { look, pass } = await watched();
    await look(2);
    pass(60_000);
    expect(await look(1)).toBe('alive');
    expect(await look(5)).toBe('dead');
  });

  it('is not presumed dead because the store was: after an outage everybody has the whole time again', async () => {
    const { look, storeIsOut } = await watched();
    await look(4);
    storeIsOut(true);
    await look(30);
    storeIsOut(false);
    expect(await look(5)).toBe('alive');
    expect(await look(1)).toBe('dead');
  });

  it('is not presumed dead while no beat arrives in the store, the observer’s own not either', async () => {
    const { look } = await watched({ own: 'me' });
    await look(2, 'me', 'other');
    expect(await look(60)).toBe('alive');
    expect(await look(5, 'me')).toBe('alive');
    expect(await look(1, 'me')).toBe('dead');
  });

  it('that has ended is ended, however long ago it beat', async () => {
    const { look, end } = await watched();
    await look(1, 'other');
    await end('other');
    expect(await look(20)).toBe('ended');
  });
});
