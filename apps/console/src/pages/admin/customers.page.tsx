import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api, told } from '../../api/client.js';
import { Act } from '../../parts/form.js';
import { Page } from '../../parts/page.js';
import { localeTag, useTexts } from '../../i18n/i18n.js';
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
        <Act kind="primary" icon={<Plus size={16} aria-hidden="true" />} onPress={() => openNew(true)}>
          {t('customers.new')}
        </Act>
      }
    >
      {isNew ? <NewCustomer onDone={() => openNew(false)} /> : null}
      {rows?.length === 0 ? <p>{t('customers.none')}</p> : null}
      {rows === undefined || rows.length === 0 ? null : (
        <div className="customers">
          <table>
            <thead>
              <tr>
                {['name', 'email', 'currency', 'since', 'status'].map((column) => (
                  <th key={column} scope="col">
                    {t(`customers.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, name, email, currency, created_at, status }) => (
                <tr key={id}>
                  <td title={id}>{name ?? t('customers.erased')}</td>
                  <td>{email ?? t('customers.erased')}</td>
                  <td>{currency}</td>
                  <td>
                    <time dateTime={created_at}>
                      {new Intl.DateTimeFormat(localeTag(), { dateStyle: 'medium' }).format(new Date(created_at))}
                    </time>
                  </td>
                  <td>{t(`customers.status.${status}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage ? (
        <div>
          <Act isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {t('customers.next')}
          </Act>
        </div>
      ) : null}
    </Page>
  );
}
