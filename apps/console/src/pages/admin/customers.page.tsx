import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api, told } from '../../api/client.js';
import { Button } from '../../ui/controls/button.js';
import { Page } from '../../parts/page.js';
import { useTexts, type Translate } from '../../i18n/i18n.js';
import { Empty } from '../../ui/show/empty.js';
import { Status } from '../../ui/show/status.js';
import { Time } from '../../ui/show/time.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';
import { NewCustomer } from './new-customer.js';
import './customers.css';

/** Who is a customer here, and since when. */
export function CustomersPage(): ReactNode {
  const t = useTexts();
  const [isNew, openNew] = useState(false);
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['customers'],
    queryFn: ({ pageParam }) => told(api.GET('/admin/customers', { params: { query: pageParam === '' ? {} : { cursor: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: ({ has_more, next_cursor }) => (has_more ? next_cursor : undefined),
  });
  const rows = data?.pages.flatMap((page) => page.data);
  return (
    <Page
      title={t('customers.title')}
      acts={
        isNew ? null : (
          <Button kind="primary" icon={<Plus size={16} aria-hidden="true" />} onPress={() => openNew(true)}>
            {t('customers.new')}
          </Button>
        )
      }
    >
      {isNew ? <NewCustomer onDone={() => openNew(false)} /> : null}
      <Table
        label={t('customers.title')}
        columns={columnsOf(t)}
        rows={rows ?? []}
        rowId={({ id }) => id}
        isLoading={rows === undefined}
        empty={<Empty title={t('customers.none')} />}
        narrow={({ name, email, currency, created_at, status }) => ({
          what: name ?? t('customers.erased'),
          amount: currency,
          status: email ?? <State status={status} />,
          when: <Time at={created_at} as="full" precision="day" />,
        })}
      />
      {hasNextPage ? (
        <div>
          <Button busy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {t('customers.next')}
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

interface Customer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly currency: string;
  readonly created_at: string;
  readonly status: string;
}

const columnsOf = (t: Translate): readonly Column<Customer>[] => [
  { id: 'name', head: t('customers.name'), cell: ({ name }) => name ?? t('customers.erased') },
  { id: 'email', head: t('customers.email'), cell: ({ email }) => email ?? t('customers.erased'), drop: 2 },
  { id: 'currency', head: t('customers.currency'), cell: ({ currency }) => currency, drop: 3 },
  { id: 'since', head: t('customers.since'), cell: ({ created_at }) => <Time at={created_at} as="full" precision="day" />, drop: 3 },
  { id: 'status', head: t('customers.status'), cell: ({ status }) => <State status={status} />, drop: 1 },
];

function State({ status }: Pick<Customer, 'status'>): ReactNode {
  const t = useTexts();
  return <Status kind={status === 'active' ? 'done' : 'ended'}>{t(`customers.status.${status}`)}</Status>;
}
