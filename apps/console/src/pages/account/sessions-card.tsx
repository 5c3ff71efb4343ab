import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { Card } from '../../ui/show/card.js';
import { Time } from '../../ui/show/time.js';
import type { Column } from '../../ui/table/columns.js';
import { Table } from '../../ui/table/table.js';

interface Open {
  readonly id: string;
  readonly current: boolean;
  readonly last_used_at: string;
  readonly address: string | null;
  readonly client: string | null;
}

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await ask<{ readonly data: readonly Open[] }>('GET', 'session/sessions')).data,
});

/** Where the person is signed in; each ends by a press. */
export function SessionsCard(): ReactNode {
  const t = useTexts();
  const { data } = useQuery(sessionsQuery);
  const attempt = useAttempt();
  const end = async (path: string): Promise<void> => {
    await ask('DELETE', path);
    await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  const columns: readonly Column<Open>[] = [
    { id: 'client', head: t('account.client'), cell: (open) => <Which open={open} /> },
    { id: 'address', head: t('account.address'), cell: ({ address }) => address ?? '–' },
    { id: 'used', head: t('account.last_use'), cell: ({ last_used_at: at }) => <Time at={at} /> },
  ];
  const others = (data ?? []).filter(({ current }) => !current).length;
  const endOthers =
    others === 0 ? null : (
      <Button size="small" busy={attempt.isRunning} onPress={() => attempt.run(() => end('session/sessions'))}>
        {t('account.end_others')}
      </Button>
    );
  return (
    <Card title={t('account.sessions')} end={endOthers} flush>
      <FormRefusal text={attempt.refusal} />
      <Table
        label={t('account.sessions')}
        columns={columns}
        rows={data ?? []}
        rowId={({ id }) => id}
        rowName={({ client }) => client ?? t('account.unknown_client')}
        isLoading={data === undefined}
        narrow={(open) => ({
          what: <Which open={open} />,
          status: open.address ?? '–',
          when: <Time at={open.last_used_at} />,
        })}
        acts={({ id, current }) =>
          current
            ? []
            : [
                {
                  id: 'end',
                  title: t('account.end'),
                  isDestructive: true,
                  onAct: () => attempt.run(() => end(`session/sessions/${encodeURIComponent(id)}`)),
                },
              ]
        }
      />
    </Card>
  );
}

function Which({ open: { client, current } }: { readonly open: Open }): ReactNode {
  const t = useTexts();
  return (
    <span className="account-who">
      {client ?? t('account.unknown_client')}
      {current ? <small>{t('account.this_one')}</small> : null}
    </span>
  );
}
