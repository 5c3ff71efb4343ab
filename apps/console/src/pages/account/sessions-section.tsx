import { useQuery } from '@tanstack/react-query';
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

interface OpenSession {
  readonly id: string;
  readonly current: boolean;
  readonly opened_at: string;
  readonly last_used_at: string | null;
  readonly address: string | null;
  readonly client: string | null;
}

const QUERY = {
  queryKey: ['sessions'],
  queryFn: async () => (await ask<{ data: readonly OpenSession[] }>('GET', 'session/sessions')).data,
};

/** Where one is signed in: one, or all others, can be ended from here. */
export function SessionsSection(): ReactNode {
  const t = useTexts();
  const { data } = useQuery(QUERY);
  const attempt = useAttempt();
  const end = async (path: string): Promise<void> => {
    await ask('DELETE', path);
    await queries.invalidateQueries({ queryKey: QUERY.queryKey });
  };
  const client = (row: OpenSession): ReactNode => (
    <span className="account-client">
      {row.client ?? '–'}
      {row.current ? <small>{t('account.session_current')}</small> : null}
    </span>
  );
  const columns: readonly Column<OpenSession>[] = [
    { id: 'client', head: t('account.session_client'), cell: client },
    { id: 'address', head: t('account.session_address'), cell: ({ address }) => address ?? '–', drop: 1 },
    { id: 'opened', head: t('account.session_opened'), cell: ({ opened_at: at }) => <Time at={at} />, drop: 2 },
    { id: 'used', head: t('account.session_used'), cell: ({ last_used_at: at, opened_at: opened }) => <Time at={at ?? opened} /> },
  ];
  const others = (data ?? []).some(({ current }) => !current);
  return (
    <Card
      title={t('account.sessions')}
      flush
      end={
        others ? (
          <Button size="small" busy={attempt.isRunning} onPress={() => attempt.run(() => end('session/sessions'))}>
            {t('account.sessions_end')}
          </Button>
        ) : null
      }
    >
      <FormRefusal text={attempt.refusal} />
      <Table
        label={t('account.sessions')}
        columns={columns}
        rows={data ?? []}
        rowId={({ id }) => id}
        rowName={({ client: name, id }) => name ?? id}
        isLoading={data === undefined}
        acts={({ id, current }) =>
          current
            ? []
            : [
                {
                  id: 'end',
                  title: t('account.session_end'),
                  isDestructive: true,
                  onAct: () => attempt.run(() => end(`session/sessions/${id}`)),
                },
              ]
        }
        narrow={(row) => ({
          what: client(row),
          status: row.address ?? '–',
          when: <Time at={row.last_used_at ?? row.opened_at} />,
        })}
      />
    </Card>
  );
}
