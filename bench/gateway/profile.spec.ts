import { selfTimes, type CpuProfile } from './profile.js';

const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });
const DECIDER = 'file:///x/dist/libs/ledger/account.decider.js';

const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('decide', DECIDER, 11) },
    { id: 3, callFrame: frame('decide', DECIDER, 11) },
    { id: 4, callFrame: frame('', 'file:///x/node_modules/undici/lib/core/util.js', 4) },
    { id: 5, callFrame: frame('writev') },
  ],
  startTime: 100_000,
  samples: [1, 2, 3, 4, 5, 1],
  timeDeltas: [0, 5_000, 2_000, 3_000, 1_000, 4_000],
};

describe('a CPU profile', () => {
  it('gives each function the time until the next sample, wherever it was called from, and idle time apart', () =>
    expect(selfTimes(profile, { from: 0, to: Infinity })).toEqual({
      idleMs: 5,
      busyMs: 10,
      functions: [
        { name: 'decide  libs/ledger/account.decider.js:12', ms: 5 },
        { name: 'writev', ms: 4 },
        { name: '(anonymous)  undici/lib/core/util.js:5', ms: 1 },
      ],
      areas: [
        { name: 'libs/ledger', ms: 5 },
        { name: '(native)', ms: 4 },
        { name: 'undici', ms: 1 },
      ],
    }));

  it('counts nothing from before or after the load', () =>
    expect(selfTimes(profile, { from: 106_000, to: 108_000 })).toMatchObject({
      idleMs: 0,
      busyMs: 2,
      areas: [{ name: 'libs/ledger', ms: 2 }],
    }));
});
