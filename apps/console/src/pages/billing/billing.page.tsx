import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { API_PATH } from '../../api/base.js';
import { nothingYet } from '../../api/queries.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { AsOfSlider, type AsOfMark } from '../../ui/charts/as-of-slider.js';
import { Button } from '../../ui/controls/button.js';
import { Card } from '../../ui/show/card.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import { lotsQuery, monthQuery, type Month, type Movement } from './books.js';
import { LotsCard } from './lots-card.js';
import { boundsOf, monthBeside, monthName } from './month.js';
import { MovementsTable } from './movements-table.js';
import { StatementCard } from './statement-card.js';
import './billing.css';

const MARKS: Partial<Record<Movement['type'], AsOfMark['kind']>> = { payment: 'top_up', credit: 'credit', adjustment: 'correction' };

/** What was the balance at that moment, and what led to it. Month and moment stand in the address. */
export function BillingPage(): ReactNode {
  const t = useTexts();
  const { customer, api, membership } = useHere();
  const router = useRouter();
  const search: object = useSearch({ strict: false });
  const { period, as_of: asOf } = search as { readonly period?: string; readonly as_of?: string };
  const asked = { customer, api, period, asOf };
  const whole = useQuery({ ...monthQuery({ ...asked, asOf: undefined }), throwOnError: nothingYet }).data;
  const then = useQuery({ ...monthQuery(asked), throwOnError: nothingYet }).data;
  const isPast = whole !== undefined && period !== undefined && period < whole.as_of.slice(0, 7) && asOf === undefined;
  const end = isPast ? new Date(boundsOf(period, membership.time_zone).toMs - 1).toISOString() : undefined;
  const lots = useQuery({ ...lotsQuery({ customer, api, asOf: asOf ?? end }), enabled: whole !== undefined }).data;
  const logs = router.buildLocation({ to: '/c/$customer/logs', params: { customer } }).href;
  return (
    <Page title={t('app.billing')} acts={<CsvLink customer={customer} period={whole?.period} asOf={asOf} />}>
      <Card>{whole === undefined ? <Skeleton rows={4} as="text" /> : <AsOf month={whole} asOf={asOf} zone={membership.time_zone} />}</Card>
      <div className="billing-grid">
        <MovementsTable month={then} logsOf={(search) => `${router.history.createHref(logs)}?${search}`} />
        <div className="billing-side">
          <StatementCard month={then} lots={lots} when={asOf !== undefined ? 'then' : isPast ? 'end' : 'now'} />
          <LotsCard lots={lots} />
        </div>
      </div>
    </Page>
  );
}

function CsvLink({
  customer,
  period,
  asOf,
}: {
  readonly customer: string;
  readonly period: string | undefined;
  readonly asOf: string | undefined;
}): ReactNode {
  const t = useTexts();
  const query = new URLSearchParams({ customer, format: 'csv', ...(period && { period }), ...(asOf && { as_of: asOf }) });
  return (
    <a
      className="ui-button ui-button-default ui-button-normal"
      href={`${API_PATH}me/billing/statement?${query}`}
      aria-label={t('billing.csv_long')}
      download
    >
      <Download size={16} aria-hidden="true" />
      {t('billing.csv')}
    </a>
  );
}

function AsOf({ month, asOf, zone }: { readonly month: Month; readonly asOf: string | undefined; readonly zone: string }): ReactNode {
  const navigate = useNavigate();
  const bounds = boundsOf(month.period, zone);
  const go = (search: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ to: '.', search: search as never, replace: true });
  const movements = month.movements.map(({ time }) => Date.parse(time));
  const marks = month.movements.flatMap(({ time, type }) => {
    const kind = MARKS[type];
    return kind === undefined ? [] : [{ atMs: Date.parse(time), kind }];
  });
  return (
    <>
      <MonthSwitch month={month} onChange={(period) => go({ period })} />
      <AsOfSlider
        {...bounds}
        marks={marks}
        usage={month.ticks}
        movements={movements}
        value={asOf === undefined ? null : Date.parse(asOf)}
        onChange={(atMs) => go({ period: month.period, as_of: atMs === null ? undefined : new Date(atMs).toISOString() })}
      />
    </>
  );
}

/** The running month is the last one. */
function MonthSwitch({ month, onChange }: { readonly month: Month; readonly onChange: (period: string) => void }): ReactNode {
  const t = useTexts();
  const isRunning = monthBeside(month.period, 1) > month.as_of.slice(0, 7);
  return (
    <div className="billing-month">
      <Button
        kind="quiet"
        size="small"
        label={t('billing.earlier_month')}
        icon={<ChevronLeft size={16} aria-hidden="true" />}
        onPress={() => onChange(monthBeside(month.period, -1))}
      />
      <strong aria-live="polite">{monthName(month.period, localeTag())}</strong>
      {isRunning ? null : (
        <Button
          kind="quiet"
          size="small"
          label={t('billing.later_month')}
          icon={<ChevronRight size={16} aria-hidden="true" />}
          onPress={() => onChange(monthBeside(month.period, 1))}
        />
      )}
    </div>
  );
}
