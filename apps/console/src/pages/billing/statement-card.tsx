import type { ReactNode } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { Money } from '../../ui/money/money.js';
import { mostDecimals } from '../../ui/money/share.js';
import { Card } from '../../ui/show/card.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import type { Lots, Month } from './books.js';
import { dayName } from './month.js';

const ORDER = ['payment', 'credit', 'usage', 'expiry', 'adjustment'] as const;

interface StatementCardProps {
  readonly month: Month | undefined;
  readonly lots: Lots | undefined;
  /** What the last line is called: of the running month now, of a moment then, of a month that is over its end. */
  readonly when: 'now' | 'then' | 'end';
}

/** The proof of the balance: what it began with, what was added and taken, what it came to. */
export function StatementCard({ month, lots, when }: StatementCardProps): ReactNode {
  const t = useTexts();
  if (month === undefined) {
    return (
      <Card title={t('billing.statement')}>
        <Skeleton rows={5} as="text" />
      </Card>
    );
  }
  const { currency, opening_balance: opening, closing_balance: closing, sums } = month;
  const lines = ORDER.flatMap((type) => sums.find((sum) => sum.type === type) ?? []);
  const decimals = mostDecimals([opening, closing, ...lines.map(({ amount }) => amount)]);
  return (
    <Card title={t('billing.statement')}>
      <dl className="billing-lines">
        <div>
          <dt>{t('billing.opening', { day: dayName(`${month.period}-01`, localeTag()) })}</dt>
          <dd>
            <Money amount={opening} currency={currency} decimals={decimals} />
          </dd>
        </div>
        {lines.map(({ type, amount }) => (
          <div key={type}>
            <dt>{t(`billing.type.${type}`)}</dt>
            <dd>
              <Money amount={amount} currency={currency} decimals={decimals} signed />
            </dd>
          </div>
        ))}
        <div className="billing-total">
          <dt>{t(`billing.balance_${when}`)}</dt>
          <dd>
            <Money amount={closing} currency={currency} size="sub" unit total />
          </dd>
        </div>
        {when === 'end' || lots?.available == null ? null : <Parts lots={lots} />}
      </dl>
    </Card>
  );
}

function Parts({ lots: { available, held, currency } }: { readonly lots: Lots }): ReactNode {
  const t = useTexts();
  return (
    <>
      <div>
        <dt>{t('billing.of_it_available')}</dt>
        <dd>
          <Money amount={available} currency={currency} />
        </dd>
      </div>
      <div>
        <dt>{t('billing.of_it_held')}</dt>
        <dd>
          <Money amount={held} currency={currency} />
        </dd>
      </div>
    </>
  );
}
