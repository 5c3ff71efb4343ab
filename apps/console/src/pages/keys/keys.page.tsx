import { useInfiniteQuery } from '@tanstack/react-query';
import { nothingYet } from '../../api/queries.js';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTexts, type Translate } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { Button } from '../../ui/controls/button.js';
import { Segmented } from '../../ui/controls/segmented.js';
import { Money } from '../../ui/money/money.js';
import { toast } from '../../ui/overlay/toast.js';
import { Card } from '../../ui/show/card.js';
import { Empty } from '../../ui/show/empty.js';
import { PlusIcon } from '../../ui/icons/icons.js';
import { Time } from '../../ui/show/time.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import { CreateKey } from './create-key.js';
import { RevokeKey, RotateKey } from './key-acts.js';
import { keysQuery, type Key, type ShownKey, type Show } from './keys.data.js';
import { KeyStatus, UsedOn } from './key-status.js';
import { ShownKeyDialog } from './shown-key.js';
import './keys.css';

type Open = { readonly act: 'create' } | { readonly act: 'rotate' | 'revoke'; readonly row: Key } | undefined;

/** Who may spend. Which keys are shown stands in the address; a secret nowhere but in its one view. */
export function KeysPage(): ReactNode {
  const t = useTexts();
  const { may } = useHere();
  const navigate = useNavigate();
  const search: object = useSearch({ strict: false });
  const [open, setOpen] = useState<Open>();
  const [shown, setShown] = useState<ShownKey>();
  const shows: Show = 'show' in search && search.show === 'all' ? 'all' : 'current';
  const close = (): void => setOpen(undefined);
  const reveal = (key: ShownKey): void => {
    close();
    setShown(key);
  };
  const canWrite = may('keys.write');
  const create = (
    <Button kind="primary" icon={<PlusIcon size={16} aria-hidden="true" />} onPress={() => setOpen({ act: 'create' })}>
      {t('keys.create')}
    </Button>
  );
  return (
    <Page title={t('app.keys')} explained={t('keys.explained')} width="wide" acts={canWrite ? create : undefined}>
      <div className="keys-bar">
        <Segmented
          label={t('keys.show')}
          options={[
            { value: 'current', label: t('keys.show_current') },
            { value: 'all', label: t('keys.show_all') },
          ]}
          value={shows}
          onChange={(value) => void navigate({ to: '.', search: (value === 'all' ? { show: value } : {}) as never, replace: true })}
        />
      </div>
      <KeysTable show={shows} canWrite={canWrite} onAct={setOpen} />
      {open?.act === 'create' ? <CreateKey onClose={close} onCreated={reveal} /> : null}
      {open?.act === 'rotate' ? <RotateKey row={open.row} onClose={close} onRotated={reveal} /> : null}
      {open?.act === 'revoke' ? (
        <RevokeKey
          row={open.row}
          onClose={close}
          onRevoked={() => {
            close();
            toast(t('keys.is_revoked', { name: open.row.name ?? open.row.prefix }));
          }}
        />
      ) : null}
      {shown ? <ShownKeyDialog shown={shown} onStored={() => setShown(undefined)} /> : null}
    </Page>
  );
}

interface KeysTableProps {
  readonly show: Show;
  readonly canWrite: boolean;
  readonly onAct: (open: Open) => void;
}

function KeysTable({ show, canWrite, onAct }: KeysTableProps): ReactNode {
  const t = useTexts();
  const { customer, api, membership } = useHere();
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...keysQuery(customer, api, show),
    throwOnError: nothingYet,
  });
  const rows = data?.pages.flatMap((page) => page.data);
  const nameOf = (row: Key): string => row.name ?? t('keys.erased');
  const acts = (row: Key) =>
    row.status === 'revoked' || row.status === 'expired'
      ? []
      : [
          { id: 'rotate', title: t('keys.rotate'), onAct: () => onAct({ act: 'rotate', row }) },
          { id: 'revoke', title: t('keys.revoke'), isDestructive: true, onAct: () => onAct({ act: 'revoke', row }) },
        ];
  return (
    <>
      <Card flush>
        <Table
          label={t('app.keys')}
          columns={columnsOf(t, membership.currency)}
          rows={rows ?? []}
          rowId={({ id }) => id}
          rowName={nameOf}
          rowHeight={52}
          isLoading={rows === undefined}
          {...(canWrite && { acts })}
          empty={<Empty title={t('keys.none')}>{canWrite ? t('keys.none_why') : t('keys.none_ask')}</Empty>}
          narrow={(row) => ({
            what: nameOf(row),
            amount: <Money amount={row.spent_today} currency={membership.currency} unit />,
            status: <KeyStatus row={row} />,
            when: <UsedOn day={row.last_used_on} />,
          })}
        />
      </Card>
      {hasNextPage ? (
        <div>
          <Button busy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {t('keys.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const columnsOf = (t: Translate, currency: string): readonly Column<Key>[] => [
  {
    id: 'name',
    head: t('keys.name'),
    cell: ({ name, prefix }) => (
      <span className="keys-two">
        <strong className="keys-name">{name ?? t('keys.erased')}</strong>
        <code className="keys-prefix">{prefix}…</code>
      </span>
    ),
  },
  { id: 'scopes', head: t('keys.scopes'), cell: ({ scopes }) => scopes.join(', '), drop: 2 },
  {
    id: 'spent',
    head: t('keys.spent', { currency }),
    figures: true,
    cell: ({ spent_today }) => <Money amount={spent_today} currency={currency} />,
    drop: 1,
  },
  { id: 'created', head: t('keys.created'), cell: ({ created_at }) => <Time at={created_at} as="full" precision="day" />, drop: 3 },
  { id: 'used', head: t('keys.used'), cell: ({ last_used_on }) => <UsedOn day={last_used_on} />, drop: 1 },
  { id: 'expires', head: t('keys.expires'), cell: ({ expires_at }) => <Time at={expires_at} as="full" precision="day" />, drop: 2 },
  { id: 'status', head: t('keys.status'), cell: (row) => <KeyStatus row={row} /> },
];
