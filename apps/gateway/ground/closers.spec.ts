import { Closers } from './closers.js';

describe('closing', () => {
  it('goes by phase, and within a phase from the last registered to the first', async () => {
    const closers = new Closers();
    const closed: string[] = [];
    closers.register('stores', 'events', () => void closed.push('events'));
    closers.register('directory', 'lock', () => void closed.push('lock'));
    closers.register('requests', 'pipeline', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      closed.push('pipeline');
    });
    closers.register('stores', 'read models', () => void closed.push('read models'));
    await closers.closeAll();
    expect(closed).toEqual(['pipeline', 'read models', 'events', 'lock']);
  });

  it('goes on after a closer that fails, and names it', async () => {
    const closers = new Closers();
    const closed: string[] = [];
    closers.register('directory', 'lock', () => void closed.push('lock'));
    closers.register('stores', 'events', () => Promise.reject(new Error('stuck')));
    expect((await closers.closeAll()).map(({ name }) => name)).toEqual(['events']);
    expect(closed).toEqual(['lock']);
  });

  it('happens once', async () => {
    const closers = new Closers();
    let closed = 0;
    closers.register('stores', 'events', () => void closed++);
    await Promise.all([closers.closeAll(), closers.closeAll()]);
    expect(closed).toBe(1);
  });
});
