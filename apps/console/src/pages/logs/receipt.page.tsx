import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Refused } from '../../api/problem.js';
import { nothingYet } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Money } from '../../ui/money/money.js';
import { Panel, PanelSection } from '../../ui/overlay/panel.js';
import { Notice } from '../../ui/show/card.js';
import { Id } from '../../ui/show/id.js';
import { Skeleton } from '../../ui/show/skeleton.js';
import { Status } from '../../ui/show/status.js';
import { Time } from '../../ui/show/time.js';
import { Books } from './receipt-books.js';
import { Cost } from './receipt-cost.js';
import { Happened, LeftOut } from './receipt-happened.js';
import { Proof } from './receipt-proof.js';
import { receiptQuery } from './receipt.query.js';
import type { Receipt } from './receipt.js';
import { shortModel, statusOf, useShown } from './shown.js';
import './receipt.css';

/** What did it cost, did it work. Beside the list it was opened from; its address opens it by itself. */
export function ReceiptPage(): ReactNode {
  const t = useTexts();
  const { request } = useParams({ from: '/c/$customer/logs/$request' });
  const { customer } = useHere();
  const navigate = useNavigate();
  const { ids } = useShown();
  const { data, error } = useQuery({
    ...receiptQuery(customer, request),
    throwOnError: (failed, query) => nothingYet(failed, query) && !(failed instanceof Refused),
  });
  const at = ids.indexOf(request);
  const walk = (id: string | undefined): (() => void) | undefined =>
    id === undefined
      ? undefined
      : () => void navigate({ to: '/c/$customer/logs/$request', params: { customer, request: id }, search: true as never, replace: true });
  return (
    <Panel
      label={t('app.receipt_of', { id: request })}
      title={
        <span className="receipt-title">
          {t('receipt.title')} <Id id={request} most={globalThis.matchMedia('(width < 640px)').matches ? 16 : 30} icon />
        </span>
      }
      onClose={() => void navigate({ to: '/c/$customer/logs', params: { customer }, search: true as never })}
      onPrevious={at < 0 ? undefined : walk(ids[at - 1])}
      onNext={at < 0 ? undefined : walk(ids[at + 1])}
    >
      {error instanceof Refused ? <Notice kind="bad">{error.message}</Notice> : null}
      {data === undefined && error === null ? <Skeleton rows={12} as="text" /> : null}
      {data === undefined ? null : <Whole receipt={data} />}
    </Panel>
  );
}

function Whole({ receipt }: { readonly receipt: Receipt }): ReactNode {
  return (
    <>
      <Head receipt={receipt} />
      <Happened receipt={receipt} />
      <Cost receipt={receipt} />
      <Books receipt={receipt} />
      <LeftOut receipt={receipt} />
      <Proof receipt={receipt} />
    </>
  );
}

function Head({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const t = useTexts();
  const { keyName } = useShown();
  const { kind, word } = statusOf(receipt, t);
  const isSecond = receipt.status === 'succeeded' && receipt.attempts.length > 1;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['receipt.asked_for', receipt.requested_model],
    ['receipt.answered_by', <span title={receipt.model}>{shortModel(receipt.model)}</span>],
    ['receipt.key', keyName(receipt.key_id)],
    ['receipt.when', <Time at={receipt.started_at} as="full" precision="millisecond" />],
  ];
  return (
    <PanelSection>
      <div className="receipt-lead">
        <Money amount={receipt.charge} currency={receipt.currency} size="figure" decimals={9} unit />
        <Status kind={kind}>{isSecond ? t('receipt.after_others', { count: receipt.attempts.length }) : word}</Status>
      </div>
      <dl className="receipt-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {receipt.cut_by_limit ? <Notice>{t('receipt.cut', { limit: receipt.output_limit ?? 0 })}</Notice> : null}
    </PanelSection>
  );
}
