import type { ReactElement } from 'react';
import { Card } from '../src/ui/show/card.js';
import { Money } from '../src/ui/money/money.js';
import type { MoneyProps } from '../src/ui/money/money.js';
import { Part } from './part.js';

const CASES: readonly (MoneyProps & { readonly name: string })[] = [
  { name: 'From one cent: cents strong', amount: '412.38401725', currency: 'USD', decimals: 9 },
  { name: 'Below: what counts is strong', amount: '0.0024336', currency: 'USD', decimals: 9 },
  { name: 'One nano', amount: '0.000000001', currency: 'USD', decimals: 9 },
  { name: 'Thousands', amount: '1204.18', currency: 'USD', decimals: 9 },
  { name: 'Negative, true minus', amount: '-1.50', currency: 'USD', decimals: 9 },
  { name: 'Movement, signed', amount: '250.00', currency: 'USD', decimals: 9, signed: true },
  { name: 'Zero', amount: '0.00', currency: 'USD', decimals: 9 },
  { name: 'No amount', amount: null, currency: 'USD', decimals: 9 },
  { name: 'Nine decimals that matter', amount: '0.00', currency: 'USD', decimals: 9, proof: true, total: true, unit: true },
  { name: 'Yen: no minor unit', amount: '48213.00', currency: 'JPY', unit: true },
  { name: 'Yen with nanos', amount: '48213.40726', currency: 'JPY', unit: true },
  { name: 'Summary', amount: '286.40488165', currency: 'USD', summary: true, unit: true },
  { name: 'Total: double rule', amount: '286.40488165', currency: 'USD', decimals: 9, total: true, unit: true },
];

export function MoneyPart(): ReactElement {
  return (
    <Part title="Money">
      <Card>
        {CASES.map(({ name, ...money }) => (
          <div key={name} className="gallery-money">
            <span>{name}</span>
            <Money {...money} />
          </div>
        ))}
        <div className="gallery-money">
          <span>Figure of a page</span>
          <Money amount="-412.38401725" currency="USD" size="figure" unit />
        </div>
        <div className="gallery-money">
          <span>Figure, below one cent</span>
          <Money amount="0.0024336" currency="USD" decimals={9} size="figure" unit />
        </div>
        <div className="gallery-money">
          <span>Sub-figure</span>
          <Money amount="18.42" currency="USD" size="sub" unit />
        </div>
      </Card>
    </Part>
  );
}
