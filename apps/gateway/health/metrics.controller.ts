import { Controller, Get, Header } from '@nestjs/common';
import { ForAnyone } from '../http/route/access.js';
import { Documented, ok } from '../http/route/documented.js';
import { Runs } from '../http/route/runs.js';
import { Metrics } from '../ground/metrics.js';

@ForAnyone()
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get('metrics')
  @Documented({ answer: { ...ok('# HELP …'), mediaType: 'text/plain' } })
  @Runs('Metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.text();
  }
}
