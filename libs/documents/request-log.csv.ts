import type { RequestRow } from '#projections';
import { csv, type Column } from './csv.js';
import { HEADS, type HeadLanguage } from './heads.js';

const text = <Name extends string>(name: Name, of: Column<RequestRow>['of']) => ({ name, kind: 'text', of }) as const;
const number = <Name extends string>(name: Name, of: Column<RequestRow>['of']) => ({ name, kind: 'number', of }) as const;

const COLUMNS = [
  text('id', (row) => row.id),
  text('time', (row) => row.time),
  text('started_at', (row) => row.started_at),
  text('status', (row) => row.status),
  text('model', (row) => row.model),
  text('requested_model', (row) => row.requested_model),
  text('provider', (row) => row.provider),
  number('attempts', (row) => row.attempts.length),
  number('input_tokens', (row) => row.usage.input_tokens),
  number('cached_input_tokens', (row) => row.usage.cached_input_tokens),
  number('cache_write_tokens', (row) => row.usage.cache_write_tokens),
  number('output_tokens', (row) => row.usage.output_tokens),
  number('reasoning_tokens', (row) => row.usage.reasoning_tokens),
  text('usage_source', (row) => row.usage.source),
  number('charge', (row) => row.charge),
  text('currency', (row) => row.currency),
  text('price_version', (row) => row.formula?.price_version),
  number('latency_ms', (row) => row.latency_ms),
  text('key_id', (row) => row.key),
  text('reason', (row) => row.reason),
  number('cache_write_1h_tokens', (row) => row.usage.cache_write_1h_tokens ?? 0),
  number('input_audio_tokens', (row) => row.usage.input_audio_tokens ?? 0),
  number('cached_input_audio_tokens', (row) => row.usage.cached_input_audio_tokens ?? 0),
  number('output_audio_tokens', (row) => row.usage.output_audio_tokens ?? 0),
  text('service_tier', (row) => row.service_tier),
  text('unpriced', (row) => row.unpriced.join(' ')),
  text('outcome', (row) => row.outcome),
  text('finish', (row) => row.finish),
  text('finish_told', (row) => row.finish_told),
  text('usage_marks', (row) => (row.usage.marks ?? []).join(' ')),
] as const;

const heads: Readonly<Record<HeadLanguage, Readonly<Record<(typeof COLUMNS)[number]['name'], string>>>> = HEADS;

/** The request log with all its rows, in the order they come. */
export function requestLogCsv(rows: AsyncIterable<RequestRow>, language?: HeadLanguage): AsyncGenerator<string> {
  return csv(COLUMNS, rows, language && heads[language]);
}
