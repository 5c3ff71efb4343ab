import { Trans } from '@lingui/react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Money } from '../../ui/money/money.js';
import type { Overview } from './home.data.js';

/** What is there, what goes, and how long it lasts. */
export function Figures({ overview }: { readonly overview: Overview }): ReactNode {
  const t = useTexts();
  const { customer } = useHere();
  const { currency, balance, today, month, runway_days: days } = overview;
  return (
    <dl className="ui-card home-figures">
      <div className="home-figure-first">
        <dt>{t('home.available')}</dt>
        <dd>
          <Money amount={balance.available} currency={currency} size="figure" unit />
        </dd>
        <dd className="home-quiet">
          <Trans id="home.held" components={{ 0: <Money amount={balance.held} currency={currency} /> }} />
        </dd>
      </div>
      <div>
        <dt>{t('home.today')}</dt>
        <dd>
          <Money amount={today.charge} currency={currency} size="sub" unit />
        </dd>
        <dd className="home-quiet">{t('home.requests_of', { count: today.requests })}</dd>
      </div>
      <div>
        <dt>{t('home.month')}</dt>
        <dd>
          <Money amount={month.charge} currency={currency} size="sub" unit />
        </dd>
        <dd className="home-quiet">{t('home.requests_of', { count: month.requests })}</dd>
      </div>
      <div>
        <dt>{t('home.lasts')}</dt>
        <dd className="home-sub">{days === null ? '–' : t('home.days', { count: days })}</dd>
        <dd className="home-quiet">{days === null ? t('home.no_pace') : t('home.pace')}</dd>
        <dd className="home-link">
          <Link to="/c/$customer/billing" params={{ customer }}>
            {t('app.billing')}
          </Link>
        </dd>
      </div>
    </dl>
  );
}
