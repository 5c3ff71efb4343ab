import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { Sparkline } from '../../ui/charts/sparkline.js';
import { Card } from '../../ui/show/card.js';
import type { Overview } from './home.data.js';

/** Beside the figures of today the last 24 hours as a line; latencies are of 7 days, and have none. */
export function Activity({ overview }: { readonly overview: Overview }): ReactNode {
  const t = useTexts();
  const { today, hours, latency_ms: latency } = overview;
  const count = new Intl.NumberFormat(localeTag());
  return (
    <Card title={t('home.activity')} flush>
      <dl className="home-activity">
        <Line name={t('home.requests')} note={t('home.of_today')} value={count.format(today.requests)}>
          <Sparkline values={hours.map(({ requests }) => requests)} />
        </Line>
        <Line name={t('home.errors')} note={t('home.of_today')} value={count.format(today.errors)}>
          <Sparkline values={hours.map(({ errors }) => errors)} />
        </Line>
        <Line name={t('home.median')} note={t('home.of_7_days')} value={took(latency.p50)} />
        <Line name="p95" note={t('home.of_7_days')} value={took(latency.p95)} />
      </dl>
    </Card>
  );
}

interface LineProps {
  readonly name: string;
  readonly note: string;
  readonly value: string;
  readonly children?: ReactNode;
}

const Line = ({ name, note, value, children }: LineProps): ReactNode => (
  <div>
    <dt>
      {name} <span className="home-quiet">{note}</span>
    </dt>
    <dd>
      <span className="home-sub">{value}</span>
      {children}
    </dd>
  </div>
);

/** 612 ms, 2.41 s, in the words of the language. */
export function took(ms: number | null): string {
  if (ms === null) return '–';
  const unit = ms < 1_000 ? 'millisecond' : 'second';
  return new Intl.NumberFormat(localeTag(), { style: 'unit', unit, maximumSignificantDigits: 3 }).format(ms < 1_000 ? ms : ms / 1_000);
}
