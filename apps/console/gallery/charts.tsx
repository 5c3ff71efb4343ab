import type { ReactElement } from 'react';
import { useState } from 'react';
import { AsOfSlider } from '../src/ui/charts/as-of-slider.js';
import { Bars } from '../src/ui/charts/bars.js';
import { HealthStrip } from '../src/ui/charts/health-strip.js';
import { Meter, Sparkline } from '../src/ui/charts/sparkline.js';
import { Money } from '../src/ui/money/money.js';
import { Card } from '../src/ui/show/card.js';
import { Part } from './part.js';

const DAYS = Array.from({ length: 30 }, (_, at) => ({ label: `${at + 1} Nov`, longLabel: `${at + 1} Nov 2026`, isRunning: at === 29 }));
const NAMES = ['gpt-4.1-mini', 'claude-sonnet-4', 'gpt-4.1', 'gemini-2.5-flash', 'mistral-large', '4 others'];
const SERIES = NAMES.map((name, series) => ({
  name,
  colour: ([1, 2, 3, 4, 5, 0] as const)[series] ?? 0,
  values: DAYS.map(
    (_, day) => `${Math.round(((60 - series * 9) / (1 + series * 0.7)) * (day % 7 < 5 ? 1 : 0.4) * (1 + ((day * 7) % 5) / 9)) / 10}`,
  ),
}));
const TOTALS = DAYS.map((_, at) => `${10 + at}.5033916`);
const FROM = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;

export function ChartParts(): ReactElement {
  const [asOf, setAsOf] = useState<number | null>(FROM + 22.65 * DAY);
  return (
    <>
      <Part title="Bars" wide>
        <Card flush>
          <Bars
            label="Spend per day, USD"
            buckets={DAYS}
            series={SERIES}
            totals={TOTALS}
            format={(value) => <Money amount={value} currency="USD" />}
          />
        </Card>
      </Part>
      <Part title="As of" wide>
        <Card>
          <AsOfSlider
            fromMs={FROM}
            toMs={FROM + 30 * DAY}
            marks={[
              { atMs: FROM + 2.4 * DAY, kind: 'top_up' },
              { atMs: FROM + 11.3 * DAY, kind: 'credit' },
              { atMs: FROM + 19 * DAY, kind: 'refund' },
              { atMs: FROM + 24.7 * DAY, kind: 'correction' },
            ]}
            usage={Array.from({ length: 240 }, (_, at) => ((at * 37) % 23) / 23)}
            value={asOf}
            onChange={setAsOf}
          />
        </Card>
      </Part>
      <Part title="Small charts">
        <Card>
          <div className="gallery-stack">
            <HealthStrip
              label="azure-eu, last 90 minutes"
              buckets={Array.from({ length: 90 }, (_, at) => ({
                label: `10:${String(at % 60).padStart(2, '0')}`,
                state: at < 9 ? 'none' : at > 60 && at < 66 ? 'down' : at === 36 || at === 37 ? 'slow' : 'good',
              }))}
            />
            <div className="gallery-row">
              <Sparkline values={[3, 4, 4, 6, 7, 7, 9, 8, 7, 5, 6, 4]} />
              <Sparkline values={[]} />
            </div>
            <Meter part={0.37} label="37% of the limit" />
            <Meter part={0.93} label="93% of the limit" state="warn" />
            <Meter part={0.001} label="0.1% of the limit" />
          </div>
        </Card>
      </Part>
    </>
  );
}
