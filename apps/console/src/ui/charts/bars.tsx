import './bars.css';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { forPixels } from '../money/typed-amount.js';
import type { BarCanvas } from './canvas.js';
import type { Colour } from './colours.js';

export interface BarSeries {
  readonly name: string;
  readonly colour: Colour;
  /** The API's texts, one a bucket; null: none. */
  readonly values: readonly (string | null)[];
}

export interface Bucket {
  /** Under the bar: "1 Nov"; in the readout: "Wed 18 Nov". */
  readonly label: string;
  readonly longLabel?: string;
  readonly isRunning?: boolean;
}

export interface BarsProps {
  /** "Spend per day, USD". */
  readonly label: string;
  readonly buckets: readonly Bucket[];
  /** Six at most, then one of colour 0: the others. Stacked in this order from below. */
  readonly series: readonly BarSeries[];
  /** Of all series, by bucket, from the server. */
  readonly totals?: readonly (string | null)[];
  /** How a value looks: `<Money>` or a count. */
  readonly format: (value: string | null) => ReactNode;
  readonly height?: number;
}

/** Stacked bars by hour or day. The legend is the readout: it says the values of the bar under the pointer or the arrow keys. */
export function Bars(props: BarsProps): ReactElement {
  const { label, buckets } = props;
  const t = useTexts();
  const [isTable, setTable] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const shown = Math.min(chosen ?? buckets.length - 1, buckets.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: buckets.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(buckets.length - 1, to)));
  };
  return (
    <figure className="ui-bars" aria-label={label}>
      <Readout {...props} at={shown} />
      {isTable ? (
        <AsTable {...props} />
      ) : (
        <div
          className="ui-bars-plot"
          role="group"
          tabIndex={0}
          aria-label={label}
          onKeyDown={onKeyDown}
          onMouseLeave={() => setChosen(undefined)}
        >
          <Plot {...props} chosen={chosen} onPoint={setChosen} />
        </div>
      )}
      <div className="ui-bars-foot">
        <Button kind="quiet" size="small" onPress={() => setTable(!isTable)}>
          {t(isTable ? 'ui.as_chart' : 'ui.as_table')}
        </Button>
      </div>
    </figure>
  );
}

function Readout({ label, buckets, series, totals, format, at }: BarsProps & { readonly at: number }): ReactElement {
  const t = useTexts();
  const bucket = buckets[at];
  const when = bucket ? (bucket.longLabel ?? bucket.label) : '';
  return (
    <div className="ui-bars-readout" aria-live="polite" aria-atomic="true">
      <div className="ui-bars-sum">
        <span className="ui-bars-name">{label}</span>
        <span className="ui-bars-value">
          {totals ? format(totals[at] ?? null) : null}
          <span className="ui-bars-when">{bucket?.isRunning ? `${when}, ${t('ui.running')}` : when}</span>
        </span>
      </div>
      {series.map(({ name, colour, values }) => (
        <div key={name} className="ui-bars-entry">
          <span className={`ui-bars-line ui-c${colour}`} aria-hidden="true" />
          <span className="ui-bars-name" title={name}>
            {name}
          </span>
          <span className="ui-bars-value">{format(values[at] ?? null)}</span>
        </div>
      ))}
    </div>
  );
}

function AsTable({ label, buckets, series, totals, format }: BarsProps): ReactElement {
  const t = useTexts();
  return (
    <div className="ui-bars-table" tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.when')}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {totals ? <th scope="col">{t('ui.total')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket, at) => (
            <tr key={`${at}:${bucket.label}`}>
              <th scope="row">{bucket.longLabel ?? bucket.label}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{format(values[at] ?? null)}</td>
              ))}
              {totals ? <td>{format(totals[at] ?? null)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PlotProps extends BarsProps {
  readonly chosen: number | undefined;
  readonly onPoint: (bucket: number | undefined) => void;
}

const TICK = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** The canvas comes by itself after the page: its room is there from the start. */
function Plot({ buckets, series, height = 260, chosen, onPoint }: PlotProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<BarCanvas>(undefined);
  const point = useRef(onPoint);
  point.current = onPoint;

  useEffect(() => {
    const target = box.current;
    if (!target) return undefined;
    let isGone = false;
    const drawing = {
      colours: series.map(({ colour }) => colour),
      heights: series.map(({ values }) => buckets.map((_, at) => forPixels(values[at]))),
      labels: buckets.map(({ label }) => label),
      isRunning: (at: number) => buckets[at]?.isRunning === true,
      tick: (value: number) => TICK.format(value),
      onPoint: (at: number | undefined) => (at === undefined ? undefined : point.current(at)),
    };
    void import('./canvas.js').then(({ drawBars }) => {
      if (!isGone) canvas.current = drawBars(target, drawing, target.clientWidth, height);
    });
    const resized = new ResizeObserver(() => canvas.current?.resize(target.clientWidth, height));
    const themed = new MutationObserver(() => canvas.current?.resize(target.clientWidth, height));
    resized.observe(target);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'lang'] });
    return () => {
      isGone = true;
      resized.disconnect();
      themed.disconnect();
      canvas.current?.destroy();
      canvas.current = undefined;
    };
  }, [buckets, series, height]);

  useEffect(() => canvas.current?.choose(chosen), [chosen]);
  return <div ref={box} className={`ui-bars-canvas ui-bars-canvas-${height > 200 ? 'tall' : 'low'}`} />;
}
