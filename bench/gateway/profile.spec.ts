import { selfTimes } from './profile.js';

const frame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber });

describe('a CPU profile', () => {
  it('gives each function the time until the next sample, wherever it was called from, and idle time apart', () =>
    expect(
      selfTimes({
        nodes: [
          { id: 1, callFrame: frame('(idle)') },
          { id: 2, callFrame: frame('decide', 'file:///x/dist/libs/ledger/account.decider.js', 11) },
          { id: 3, callFrame: frame('decide', 'file:///x/dist/libs/ledger/account.decider.js', 11) },
          { id: 4, callFrame: frame('', 'file:///x/node_modules/undici/lib/core/util.js', 4) },
        ],
        samples: [1, 2, 3, 4, 1],
        timeDeltas: [0, 5_000, 2_000, 3_000, 1_000],
      }),
    ).toEqual({
      idleMs: 5,
      busyMs: 6,
      functions: [
        { name: 'decide  libs/ledger/account.decider.js:12', ms: 5 },
        { name: '(anonymous)  undici/lib/core/util.js:5', ms: 1 },
      ],
    }));
});
