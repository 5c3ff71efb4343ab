import { useQuery } from '@tanstack/react-query';
import { nothingYet } from '../../api/queries.js';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { Button } from '../../ui/controls/button.js';
import { Card } from '../../ui/show/card.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import { Activity } from './activity.js';
import { Connect } from './connect.js';
import { Figures } from './figures.js';
import { overviewQuery, type Overview } from './home.data.js';
import { LatestRequests } from './latest.js';
import './home.css';

/** Can I go on calling, and for how long. */
export function HomePage(): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const { data } = useQuery({ ...overviewQuery(customer, api), throwOnError: nothingYet });
  if (data) return <Loaded key={customer} overview={data} />;
  return (
    <Page title={t('app.home')}>
      <Card>
        <Skeleton as="figure" />
      </Card>
      <Card>
        <Skeleton rows={6} as="text" />
      </Card>
    </Page>
  );
}

function Loaded({ overview }: { readonly overview: Overview }): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const search: object = useSearch({ strict: false });
  const connect = 'connect' in search ? search.connect : undefined;
  // It stays when the first request comes, to be seen turning green; the next visit has it behind its button.
  const [isFirstRun] = useState(overview.first_request_at === null);
  const show = (value: string | undefined): void => void navigate({ to: '.', search: { connect: value } as never, replace: true });
  const isShown = isFirstRun ? connect !== 'hide' : connect === 'show';
  const acts = isShown ? undefined : <Button onPress={() => show(isFirstRun ? undefined : 'show')}>{t('home.connect')}</Button>;
  return (
    <Page title={t('app.home')} acts={acts}>
      <Figures overview={overview} />
      <div className={isShown ? 'home-grid' : 'home-one'}>
        {isShown ? <Connect overview={overview} onHide={() => show(isFirstRun ? 'hide' : undefined)} /> : null}
        <Activity overview={overview} />
      </div>
      <LatestRequests overview={overview} />
    </Page>
  );
}
