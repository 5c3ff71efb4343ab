import { LifeEndedError } from '../lives.port.js';
import { LifeWatch } from '../life-watch.js';
import type { LifeStore } from '../lives.port.js';

/** What every store of lives must pass. */
export function livesContract(name: string, open: () => LifeStore | Promise<LifeStore>): void {
  describe(`lives on ${name}`, () => {
    let lives: LifeStore;
    beforeAll(async () => {
      lives = await open();
    });
    afterAll(() => lives.close());
    const found = async (life: string) => (await lives.list()).find((each) => each.life === life);

    it('begin once, rise with each beat and tell what they are', async () => {
      await lives.begin('a', { version: '1' });
      await lives.begin('a', { version: 'other' });
      expect(await found('a')).toEqual({ life: 'a', beats: 1, ended: false, info: { version: '1' } });
      await lives.beat('a', { version: '2' });
      expect(await found('a')).toEqual({ life: 'a', beats: 2, ended: false, info: { version: '2' } });
    });

    it('stand beside each other', async () => {
      await Promise.all(['b', 'c', 'd'].map((life) => lives.begin(life, {})));
      expect((await lives.list()).map(({ life }) => life)).toEqual(expect.arrayContaining(['b', 'c', 'd']));
    });

    it('do not beat when they never began or were ended, by whomever', async () => {
      await lives.begin('e', {});
      await lives.end('e');
      await lives.end('e');
      await lives.begin('e', {});
      await expect(lives.beat('e', {})).rejects.toThrow(LifeEndedError);
      await expect(lives.beat('nobody', {})).rejects.toMatchObject({ code: 'LIFE_ENDED', life: 'nobody' });
      expect(await found('e')).toMatchObject({ beats: 1, ended: true });
    });

    it('hear with their next beat what was asked of them last, once, and nothing once they have ended', async () => {
      await Promise.all(['i', 'j'].map((life) => lives.begin(life, {})));
      await lives.ask('i', 'this');
      await lives.ask('i', 'that');
      await lives.ask('nobody', 'that');
      expect([await lives.beat('j', {}), await lives.beat('i', {}), await lives.beat('i', {})]).toEqual([undefined, 'that', undefined]);
      await lives.end('i');
      await lives.ask('i', 'more');
      expect(await found('i')).toMatchObject({ beats: 3, ended: true });
    });

    it('are judged by whoever watches them', async () => {
      let nowMs = 0;
      await Promise.all(['f', 'g', 'h'].map((life) => lives.begin(life, {})));
      await lives.end('h');
      const watch = new LifeWatch({ lives, clockMs: () => nowMs });
      for (; nowMs <= 10_000; nowMs += 2_000) {
        await watch.observe();
        await lives.beat('f', {});
      }
      const states = Object.fromEntries((await watch.observe()).map(({ life, state }) => [life, state]));
      expect(states).toMatchObject({ f: 'alive', g: 'dead', h: 'ended' });
    });
  });
}
