import { afterAll, describe, expect, it } from '@jest/globals';
import { emptyDirectory, removeDirectories } from './testing/data-directory.js';
import { tokenok } from './testing/tokenok.js';

afterAll(removeDirectories);

describe('tokenok project', () => {
  it('says where the projector runs when the stores are embedded, and ends with 2', async () => {
    const { code, stdout, stderr } = await tokenok(['project']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^tokenok: EVENTSTORE_URL and MONGODB_URL are not set: .* the projector runs inside the gateway\n$/);
  });

  it('names every mistake in the environment at once, and no value', async () => {
    const { code, stderr } = await tokenok(['project'], { EVENTSTORE_URL: 'http://sesame', PORT: 'sesame' });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^tokenok: EVENTSTORE_URL must be [^\n]+\ntokenok: MONGODB_URL must be set [^\n]+\ntokenok: PORT must be [^\n]+\n$/,
    );
    expect(stderr).not.toContain('sesame');
  });
});

describe('tokenok serve', () => {
  it('refuses a data directory in which nothing would be kept', async () => {
    const { code, stderr } = await tokenok(['serve', '--data-dir', emptyDirectory()], { EVENTSTORE_URL: 'esdb://127.0.0.1:2113' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^tokenok: EVENTSTORE_URL is set/);
  });
});
