import { jest } from '@jest/globals';
import { differences } from './golden.js';
import { playScenario } from './scenario.js';
import { projectRoot } from './stage.js';

/** Ten seconds alone; gateways start five times, on a machine that is busy. */
jest.setTimeout(180_000);

describe('the log of one scenario with a fixed clock and fixed randomness', () => {
  it('is recorded byte for byte as it was, and every answer is what it was', async () => {
    expect(differences(await playScenario(projectRoot()))).toEqual([]);
  });
});
