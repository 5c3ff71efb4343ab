import { collectDefaultMetrics, Registry } from 'prom-client';
import { HttpMetrics } from '../http/server/http-metrics.js';
import { HttpTraffic } from '../http/server/http-traffic.js';

/** Text that a feature adds to `/metrics` in the exposition format, made when it is asked for. */
export type MetricsSource = () => string | Promise<string>;

/** Gauges and counters of prom-client, and of features whose observations have to be cheaper than prom-client's. */
export class Metrics {
  readonly registry = new Registry();
  readonly #sources: MetricsSource[] = [];

  constructor(http: HttpMetrics, traffic: HttpTraffic) {
    // Includes nodejs_eventloop_lag_*: the delay of the event loop, which every request feels.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 10 });
    this.addSource(() => http.text());
    this.addSource(() => gauge('tokenok_http_requests_in_flight', 'Requests whose answer has not ended.', traffic.inFlight));
  }

  addSource(source: MetricsSource): void {
    this.#sources.push(source);
  }

  async text(): Promise<string> {
    const texts = await Promise.all([this.registry.metrics(), ...this.#sources.map((source) => source())]);
    return [...texts.map((text) => text.trimEnd()), ''].join('\n');
  }
}

export function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}
