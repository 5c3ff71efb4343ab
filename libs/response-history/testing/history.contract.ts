import type { HistoryStore as ResponseStore, SealedResponse } from '../index.js';

const sealed = (id: string, keptAtMs: number, more: Partial<SealedResponse> = {}): SealedResponse => ({
  ...{ customer: 'cus_ada', id, keptAtMs, input: `v1.input of ${id}`, output: `v1.output of ${id}` },
  ...more,
});

const idsIn = async (store: ResponseStore, customer: string, ids: readonly string[]): Promise<string[]> =>
  (await store.find(customer, ids, 'output')).map(({ id }) => id).sort();

/** What every adapter must pass. `open` opens a place of its own, empty; called again with the same name, that place again, as after a restart. */
export function responsesContract(name: string, open: (place: string) => Promise<ResponseStore>, isDurable: boolean): void {
  describe(`kept responses on ${name}`, () => {
    it('are found by their customer and their id, whole or without their input', async () => {
      const store = await open('found');
      await store.keep(sealed('resp_1', 1_000));
      await store.keep(sealed('resp_2', 2_000));
      const whole = await store.find('cus_ada', ['resp_2', 'resp_none'], 'whole');
      expect(whole).toEqual([{ id: 'resp_2', keptAtMs: 2_000, input: 'v1.input of resp_2', output: 'v1.output of resp_2' }]);
      const output = await store.find('cus_ada', ['resp_1'], 'output');
      expect(output).toEqual([{ id: 'resp_1', keptAtMs: 1_000, input: undefined, output: 'v1.output of resp_1' }]);
      expect(await store.find('cus_ada', [], 'whole')).toEqual([]);
      await store.close();
    });

    it('are nothing to another customer, also where both have the same id', async () => {
      const store = await open('apart');
      await store.keep(sealed('resp_1', 1_000));
      expect(await store.find('cus_bob', ['resp_1'], 'whole')).toEqual([]);
      await store.keep(sealed('resp_1', 1_000, { customer: 'cus_bob', output: 'of bob' }));
      await store.forget('cus_ada', 'resp_1');
      expect(await store.find('cus_bob', ['resp_1'], 'output')).toMatchObject([{ output: 'of bob' }]);
      expect(await store.find('cus_ada', ['resp_1'], 'output')).toEqual([]);
      await store.close();
    });

    it('stand as they were first kept', async () => {
      const store = await open('once');
      await store.keep(sealed('resp_1', 1_000));
      await store.keep(sealed('resp_1', 5_000, { output: 'another' }));
      expect(await store.find('cus_ada', ['resp_1'], 'output')).toMatchObject([{ keptAtMs: 1_000, output: 'v1.output of resp_1' }]);
      await store.close();
    });

    it('take ten mebibytes, and two hundred ids at once', async () => {
      const store = await open('large');
      await store.keep(sealed('resp_0', 1_000, { input: 'x'.repeat(10 * 1024 * 1024) }));
      const ids = Array.from({ length: 200 }, (_, index) => `resp_${index}`);
      for (const id of ids.slice(1)) await store.keep(sealed(id, 1_000));
      const found = await store.find('cus_ada', ids, 'whole');
      expect([found.length, found.find(({ id }) => id === 'resp_0')?.input?.length]).toEqual([200, 10 * 1024 * 1024]);
      await store.close();
    });

    it('lose the oldest of the customer who has too much, and nothing of anybody else', async () => {
      const store = await open('trimmed');
      const hundredBytes = { input: 'i'.repeat(60), output: 'o'.repeat(40) };
      for (const [index, id] of ['resp_3', 'resp_1', 'resp_2', 'resp_0'].entries()) await store.keep(sealed(id, index, hundredBytes));
      await store.keep(sealed('resp_9', 0, { customer: 'cus_bob', ...hundredBytes }));
      await store.trim('cus_ada', 250);
      expect(await idsIn(store, 'cus_ada', ['resp_0', 'resp_1', 'resp_2', 'resp_3'])).toEqual(['resp_0', 'resp_2']);
      await store.trim('cus_ada', 200);
      expect(await idsIn(store, 'cus_ada', ['resp_0', 'resp_1', 'resp_2', 'resp_3'])).toEqual(['resp_0', 'resp_2']);
      expect(await idsIn(store, 'cus_bob', ['resp_9'])).toEqual(['resp_9']);
      await store.close();
    });

    it('are swept once they are old, a few at a time', async () => {
      const store = await open('swept');
      for (let index = 0; index < 5; index += 1) await store.keep(sealed(`resp_${index}`, index, { customer: `cus_${index % 2}` }));
      expect(await store.sweep(3, 2)).toBe(2);
      expect(await store.sweep(3, 2)).toBe(1);
      expect(await store.sweep(3, 2)).toBe(0);
      const ids = [0, 1, 2, 3, 4].map((index) => `resp_${index}`);
      expect([await idsIn(store, 'cus_0', ids), await idsIn(store, 'cus_1', ids)]).toEqual([['resp_4'], ['resp_3']]);
      await store.close();
    });

    it('say that they are not there once the store is closed', async () => {
      const store = await open('closed');
      await store.close();
      await expect(store.find('cus_ada', ['resp_1'], 'whole')).rejects.toMatchObject({ code: 'RESPONSES_UNAVAILABLE' });
      await expect(store.keep(sealed('resp_1', 0))).rejects.toMatchObject({ code: 'RESPONSES_UNAVAILABLE' });
    });

    if (isDurable)
      it('are there after a restart', async () => {
        const before = await open('restarted');
        await before.keep(sealed('resp_1', 1_000));
        await before.close();
        const after = await open('restarted');
        expect(await idsIn(after, 'cus_ada', ['resp_1'])).toEqual(['resp_1']);
        await after.close();
      });
  });
}
