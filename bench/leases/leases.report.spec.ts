import { formatReport } from '../harness/report.js';
import type { GatewayResult } from './hot-balance.js';
import { figuresOf, reportLeases, type Measured, type Scene } from './leases.report.js';

const NONE = { appends: 0, conflicts: 0, faults: 0, events: 0, reads: 0, eventsRead: 0 };

function result(changes: Partial<GatewayResult> = {}): GatewayResult {
  return {
    requests: 1_000,
    onAccount: 0,
    failed: {},
    refused: 0,
    elapsedMs: 2_000,
    cpuMs: 100,
    chargedNanos: 1n,
    holdsMs: Float64Array.of(1, 2, 3),
    counts: { account: NONE, lease: { ...NONE, appends: 200 }, granted: 1 },
    ...changes,
  };
}

const WITH: Scene = { gateways: 2, withLeases: true, units: 1n, isScarce: false };
const WITHOUT: Scene = { ...WITH, withLeases: false };

function report(measured: readonly Measured[]) {
  return reportLeases([WITH, WITHOUT], measured, { runs: 1, seconds: 2, clients: 64 });
}

describe('what several gateways did to one balance', () => {
  it('is counted over all of them, streams of accounts and leases alike', () => {
    const other = result({
      onAccount: 500,
      elapsedMs: 4_000,
      holdsMs: Float64Array.of(9),
      counts: { account: { ...NONE, appends: 200, conflicts: 40, eventsRead: 2_000 }, lease: NONE, granted: 1 },
    });
    expect(figuresOf([result(), other])).toEqual({
      requestsPerSecond: 500,
      holdP50Ms: 3,
      holdP99Ms: 9,
      conflictsPerThousandAppends: 100,
      appendsPerThousandRequests: 200,
      readPerRequest: 1,
      leasesPerThousandRequests: 1,
      onAccountPercent: 25,
      failedPerThousand: 0,
      cpuUs: 100,
    });
  });

  it('is compared within a round: with leases over without', () => {
    const rounds = [1, 10].flatMap((speed): Measured[] => [
      { scene: WITH, results: [result({ requests: 300 * speed })], problems: [] },
      { scene: WITHOUT, results: [result({ requests: 100 * speed })], problems: [] },
    ]);
    const [table] = report(rounds).tables;
    expect(table?.rows.map(([name, , ratio]) => [name, ratio])).toEqual([
      ['2 gateways, leases', '3.00'],
      ['2 gateways, without', '1.00'],
    ]);
  });

  it('is a problem where leases lose a request or the books do not match, and a finding where there are none', () => {
    const failed = { CONFLICT: 2 };
    expect(report([{ scene: WITH, results: [result({ failed })], problems: ['the balance is gone'] }]).problems).toEqual([
      '2 gateways, leases: 2 requests failed: CONFLICT',
      '2 gateways, leases: the balance is gone',
    ]);
    const found = report([{ scene: WITHOUT, results: [result({ failed })], problems: [] }]);
    expect(found.problems).toEqual([]);
    expect(formatReport(found)).toContain('failed/1k');
  });
});
