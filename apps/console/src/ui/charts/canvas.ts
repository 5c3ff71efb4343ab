import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { Colour } from './colours.js';

/** What is drawn: heights only; every value that a person reads comes from the text beside. */
export interface Drawing {
  readonly colours: readonly Colour[];
  /** By series, then by bucket. */
  readonly heights: readonly (readonly number[])[];
  readonly labels: readonly string[];
  /** Still filling: hatched. */
  readonly isRunning: (bucket: number) => boolean;
  readonly tick: (value: number) => string;
  readonly onPoint: (bucket: number | undefined) => void;
}

export interface BarCanvas {
  readonly resize: (width: number, height: number) => void;
  readonly choose: (bucket: number | undefined) => void;
  readonly destroy: () => void;
}

const LABEL_PX = 72;
const GRID = 4;

/** Colours are read from the custom properties at each drawing, so that a change of theme needs only one. */
export function drawBars(target: HTMLElement, drawing: Drawing, width: number, height: number): BarCanvas {
  const count = drawing.labels.length;
  const sums = drawing.labels.map((_, at) => drawing.heights.reduce((sum, series) => sum + (series[at] ?? 0), 0));
  let chosen: number | undefined;
  const colour = (name: string) => getComputedStyle(target).getPropertyValue(name).trim();
  const font = () => `11px ${getComputedStyle(target).fontFamily}`;
  const steps = niceSteps(Math.max(...sums, 0));
  const axis = { stroke: () => colour('--text-3'), font: font(), ticks: { show: false } };
  const plot = new uPlot(
    {
      width,
      height,
      padding: [8, 4, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: [-0.5, Math.max(count, 1) - 0.5] }, y: { range: [0, steps.at(-1) ?? 1] } },
      axes: [
        {
          ...axis,
          size: 24,
          gap: 4,
          grid: { show: false },
          splits: (self) => labelled(self, count),
          values: (_, at) => at.map((each) => drawing.labels[each] ?? ''),
        },
        {
          ...axis,
          size: 44,
          gap: 6,
          grid: { stroke: () => colour('--line-soft'), width: 1 },
          splits: () => steps,
          values: (_, at) => at.map(drawing.tick),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        drawClear: [(self) => lightUp(self, chosen, colour('--hover'))],
        draw: [(self) => stack(self, drawing, colour)],
        setCursor: [(self) => drawing.onPoint(self.cursor.idx ?? undefined)],
      },
    },
    [drawing.labels.map((_, at) => at), sums],
    target,
  );
  return {
    resize: (wide, high) => plot.setSize({ width: wide, height: high }),
    choose: (bucket) => {
      chosen = bucket;
      plot.redraw(false, true);
    },
    destroy: () => plot.destroy(),
  };
}

/** Zero, then three to five lines at 1, 2 or 5 times a power of ten. */
export function niceSteps(most: number): number[] {
  if (most <= 0) return [0, 1];
  const raw = most / GRID;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw) ?? raw;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

function labelled(plot: uPlot, count: number): number[] {
  const fit = Math.max(1, Math.floor(plot.width / LABEL_PX));
  const every = Math.max(1, Math.ceil(count / fit));
  return Array.from({ length: Math.ceil(count / every) }, (_, at) => at * every);
}

const barWidth = (plot: uPlot): number => Math.abs(plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true));

function lightUp(plot: uPlot, bucket: number | undefined, colour: string): void {
  if (bucket === undefined) return;
  const width = barWidth(plot);
  plot.ctx.fillStyle = colour;
  plot.ctx.fillRect(plot.valToPos(bucket, 'x', true) - width / 2, plot.bbox.top, width, plot.bbox.height);
}

function stack(plot: uPlot, drawing: Drawing, colour: (name: string) => string): void {
  const width = Math.max(1, Math.round(barWidth(plot) * 0.72));
  const gap = devicePixelRatio;
  drawing.labels.forEach((_, bucket) => {
    const left = Math.round(plot.valToPos(bucket, 'x', true) - width / 2);
    let below = 0;
    drawing.heights.forEach((series, at) => {
      const value = series[bucket] ?? 0;
      if (value <= 0) return;
      const bottom = Math.round(plot.valToPos(below, 'y', true)) - (below > 0 ? gap : 0);
      below += value;
      const top = Math.min(Math.round(plot.valToPos(below, 'y', true)), bottom - 1);
      const paint = colour(`--c${drawing.colours[at] ?? 0}`);
      const isHatched = drawing.colours[at] === 0 || drawing.isRunning(bucket);
      fill(plot.ctx, { left, top, width, height: bottom - top }, paint, isHatched);
    });
  });
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function fill(context: CanvasRenderingContext2D, { left, top, width, height }: Box, paint: string, isHatched: boolean): void {
  context.fillStyle = paint;
  if (!isHatched) return context.fillRect(left, top, width, height);
  const step = 5 * devicePixelRatio;
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = paint;
  context.lineWidth = 2.5 * devicePixelRatio;
  context.beginPath();
  // One pattern for the whole canvas: lines go on from segment to segment.
  for (let at = Math.floor((left + top) / step) * step; at < left + width + top + height + step; at += step) {
    context.moveTo(at - top + step, top - step);
    context.lineTo(at - top - height - step, top + height + step);
  }
  context.stroke();
  context.restore();
}
