import type { RouteOptions, onResponseHookHandler } from 'fastify';
import { settingsOf } from '../route/route-settings.js';

/** Upper bounds in seconds: an answer from memory, one durable write, a short completion, a long one. */
const BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;
const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

interface Series {
  readonly status: string;
  /** One more than the bounds: the last is +Inf. */
  readonly counts: Float64Array;
  sumSeconds: number;
}

/** Status of an answer, and the time from its request's arrival to its last byte. */
export type RouteLatency = (status: number, elapsedMs: number) => void;

/**
 * Latency of each route by class of status. prom-client's histogram hashes its labels at each observation; here a route knows
 * its own counters, and an observation is two additions. The exposition format is written when `/metrics` is read.
 */
export class HttpMetrics {
  readonly #routes = new Map<string, readonly Series[]>();

  /** Adds the observation to the route as it is registered; HEAD routes that Fastify derives count as routes of their own. */
  observe(route: RouteOptions): void {
    if (settingsOf(route).isHot === true) return; // told by who takes it
    const latency = this.of(Array.isArray(route.method) ? route.method.join('|') : route.method, route.url);
    const hook: onResponseHookHandler = (_request, reply, done) => {
      latency(reply.statusCode, reply.elapsedTime);
      done();
    };
    route.onResponse = [...[route.onResponse ?? []].flat(), hook];
  }

  /** Of one route: to be told of each answer. */
  of(methods: string, url: string): RouteLatency {
    const series = this.#series(`method="${methods}",route="${escaped(url)}"`);
    return (status, elapsedMs) => record(series, status, elapsedMs / 1_000);
  }

  #series(labels: string): readonly Series[] {
    const known = this.#routes.get(labels);
    if (known !== undefined) return known;
    const series = STATUS_CLASSES.map((status) => ({ status, counts: new Float64Array(BOUNDS_SECONDS.length + 1), sumSeconds: 0 }));
    this.#routes.set(labels, series);
    return series;
  }

  /** https://prometheus.io/docs/instrumenting/exposition_formats/ ; series that were never observed are left out. */
  text(): string {
    const lines = [
      '# HELP tokenok_http_request_duration_seconds Time to the last byte of the answer.',
      '# TYPE tokenok_http_request_duration_seconds histogram',
    ];
    for (const [labels, perClass] of this.#routes) {
      for (const series of perClass) lines.push(...histogramLines(`${labels},status="${series.status}"`, series));
    }
    return `${lines.join('\n')}\n`;
  }
}

function record(perClass: readonly Series[], status: number, seconds: number): void {
  const series = perClass[Math.min(4, Math.max(0, Math.floor(status / 100) - 1))];
  if (series === undefined) return;
  let bucket = 0;
  while (bucket < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[bucket]!) bucket++;
  series.counts[bucket]!++;
  series.sumSeconds += seconds;
}

function histogramLines(labels: string, series: Series): string[] {
  const name = 'tokenok_http_request_duration_seconds';
  let total = 0;
  const lines = [...series.counts].map((count, index) => {
    total += count;
    return `${name}_bucket{${labels},le="${BOUNDS_SECONDS[index] ?? '+Inf'}"} ${total}`;
  });
  return total === 0 ? [] : [...lines, `${name}_sum{${labels}} ${series.sumSeconds}`, `${name}_count{${labels}} ${total}`];
}

function escaped(label: string): string {
  return label.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
