import { Trans } from '@lingui/react';
import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { written } from '../../ui/show/zoned.js';
import { Meter } from '../../ui/charts/sparkline.js';
import { Money } from '../../ui/money/money.js';
import { shareOfAmounts } from '../../ui/money/share.js';
import { Card } from '../../ui/show/card.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import { useZone } from '../../ui/show/zone.js';
import type { Lot, Lots } from './books.js';
import { dayName } from './month.js';

/** The balance by where it comes from, in the order in which it is spent. */
export function LotsCard({ lots }: { readonly lots: Lots | undefined }): ReactNode {
  const t = useTexts();
  return (
    <Card title={t('billing.lots')} note={t('billing.lots_order')}>
      {lots === undefined ? <Skeleton rows={3} as="text" /> : null}
      {lots?.lots === null ? <p className="billing-quiet">{t('billing.lots_many')}</p> : null}
      {lots?.lots?.length === 0 ? <p className="billing-quiet">{t('billing.lots_none')}</p> : null}
      {lots?.lots?.length ? (
        <ul className="billing-lots">
          {lots.lots.map((lot) => (
            <LotLine key={lot.id} lot={lot} currency={lots.currency} />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function LotLine({ lot, currency }: { readonly lot: Lot; readonly currency: string }): ReactNode {
  const t = useTexts();
  const zone = useZone();
  const dayOf = (moment: string, isLong: boolean): string => dayName(written(Date.parse(moment), zone).slice(0, 10), localeTag(), isLong);
  return (
    <li className="billing-lot">
      <div className="billing-lot-line">
        <span>
          <strong>{t(`billing.lot.${lot.kind}`)}</strong> <span className="billing-quiet">{dayOf(lot.granted_at, false)}</span>
        </span>
        <Money amount={lot.remaining} currency={currency} />
      </div>
      <Meter
        part={shareOfAmounts(lot.remaining, lot.granted)}
        label={t('billing.lot_left', { left: `${lot.remaining} ${currency}`, amount: `${lot.granted} ${currency}` })}
      />
      <div className="billing-lot-line billing-quiet">
        <span>
          <Trans id="billing.lot_of" components={{ 0: <Money amount={lot.granted} currency={currency} /> }} />
        </span>
        <span>{lot.expires_at === null ? t('billing.expires_never') : t('billing.expires', { day: dayOf(lot.expires_at, true) })}</span>
      </div>
    </li>
  );
}
