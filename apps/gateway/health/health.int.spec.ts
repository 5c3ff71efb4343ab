import { Controller, Get, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { startTestGateway, type TestGateway } from '../testing/gateway.js';
import { Metrics } from '../ground/metrics.js';
import { Readiness } from '../ground/readiness.js';

let failure: string | undefined;
let warning: string | undefined;

@Controller()
class Feature implements OnModuleInit {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}
  onModuleInit(): void {
    this.readiness.register('projector', () => failure);
    this.readiness.register('late', () => (failure === 'late' ? new Promise<string>(() => undefined) : undefined));
    this.readiness.registerWarning('vault', () => warning);
    this.metrics.addSource(() => 'tokenok_feature_total 1\n');
  }
  @Get('feature/:id')
  read(): object {
    return {};
  }
}
@Module({ controllers: [Feature] })
class FeatureModule {}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway([FeatureModule]);
});
afterAll(() => gateway.stop());
const get = async (path: string): Promise<[number, string]> => {
  const response = await fetch(`${gateway.url}${path}`);
  return [response.status, await response.text()];
};

describe('health', () => {
  it('is fine as long as the process answers', async () => {
    expect(await get('/healthz')).toEqual([200, '{"status":"ok"}']);
  });

  it('is ready when every registered check is', async () => {
    expect(await get('/readyz')).toEqual([200, '{"status":"ready"}']);
    failure = '5 events behind';
    expect(await get('/readyz')).toEqual([503, '{"status":"not_ready","failures":{"projector":"5 events behind"}}']);
    failure = 'late';
    expect((await get('/readyz'))[1]).toContain('"late":"does not answer"');
    failure = undefined;
  });
});

describe('a warning', () => {
  it('is told beside both answers, and makes nothing unready', async () => {
    warning = 'lacks somebody';
    expect(await get('/readyz')).toEqual([200, '{"status":"ready","warnings":{"vault":"lacks somebody"}}']);
    failure = 'away';
    expect(await get('/readyz')).toEqual([
      503,
      '{"status":"not_ready","failures":{"projector":"away"},"warnings":{"vault":"lacks somebody"}}',
    ]);
    failure = warning = undefined;
  });
});

describe('metrics', () => {
  it('count the answers of each route, not of each path', async () => {
    await get('/feature/1');
    await get('/feature/2');
    const [, text] = await get('/metrics');
    expect(text).toContain('tokenok_http_request_duration_seconds_count{method="GET",route="/feature/:id",status="2xx"} 2\n');
    expect(text).toMatch(/tokenok_http_request_duration_seconds_bucket\{method="GET",route="\/feature\/:id",status="2xx",le="\+Inf"\} 2\n/);
    expect(text).toContain('tokenok_http_requests_in_flight 1\n');
  });

  it('tell the delay of the event loop, and what features add', async () => {
    const [status, text] = await get('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('tokenok_feature_total 1\n');
  });

  it('a request that succeeds logs nothing', () => {
    expect(gateway.logged()).toBe('');
  });
});
