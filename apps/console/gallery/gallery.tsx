import type { ReactElement } from 'react';
import { Logo } from '../src/ui/show/logo.js';
import { ChartParts } from './charts.js';
import { ControlParts } from './controls.js';
import { MoneyPart } from './money.js';
import { OverlayParts } from './overlays.js';
import { ShowParts } from './shows.js';
import { TableParts } from './tables.js';

export function Gallery(): ReactElement {
  return (
    <div className="gallery">
      <h1>
        <Logo />
      </h1>
      <MoneyPart />
      <ControlParts />
      <ShowParts />
      <OverlayParts />
      <TableParts />
      <ChartParts />
    </div>
  );
}
