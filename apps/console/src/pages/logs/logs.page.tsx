import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { API_PATH, API_URL } from '../../api/base.js';
import { Refused } from '../../api/problem.js';
import { nothingYet } from '../../api/queries.js';
import { useHere } from '../../parts/customer.js';
import { Page } from '../../parts/page.js';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../../ui/controls/button.js';
import { Card, Notice } from '../../ui/show/card.js';
import { Code } from '../../ui/show/code.js';
import { Empty, NothingMatches } from '../../ui/show/empty.js';
import { DownloadIcon, TailIcon } from '../../ui/icons/icons.js';
import { snippet } from '../../ui/snippets/snippets.js';
import { LogsFilterBar } from './logs-filter-bar.js';
import { LogsTable } from './logs-table.js';
import { keyNamesQuery, logQuery, pageOf, totalsQuery, type LogRow } from './log.js';
import { logFilter, queryOf, searchOfTokens, type LogFilter } from './log-filter.js';
import { ShownProvider } from './shown.js';
import { useTail, type Tail } from './tail.js';
import './logs.css';

const TOTALS_AFTER_MS = 1_000;

/** What happened just now. Filters and the switch of the tail stand in the address; a receipt opens beside the list. */
export function LogsPage(): ReactNode {
  const t = useTexts();
  const here = useHere();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const { request } = useParams({ strict: false });
  const key = JSON.stringify(logFilter(search));
  const filter = useMemo(() => JSON.parse(key) as LogFilter, [key]);
  const query = new URLSearchParams({ ...queryOf(filter), customer: here.customer }).toString();
  const log = useLog(filter, search['tail'] === 'on', query);
  const keys = useQuery(keyNamesQuery(here)).data;
  const shown = useMemo(
    () => ({ ids: log.rows.map(({ id }) => id), keyName: (id: string) => keys?.find((each) => each.id === id)?.name ?? id }),
    [log.rows, keys],
  );
  return (
    <ShownProvider value={shown}>
      <div className={request === undefined ? 'logs' : 'logs logs-open'}>
        <div className="logs-list">
          <Page title={t('app.logs')} width="wide" acts={<Acts query={query} tail={log.tail} isOn={search['tail'] === 'on'} />}>
            <LogsFilterBar filter={filter} totals={log.totals} />
            <List log={log} isFiltered={key !== '{}'} />
          </Page>
        </div>
        <Outlet />
      </div>
    </ShownProvider>
  );
}

interface Log {
  readonly rows: readonly LogRow[];
  readonly totals: ReturnType<typeof useTotals>;
  readonly tail: Tail;
  readonly isLoading: boolean;
  readonly refusal: string | undefined;
  readonly onEnd: (() => void) | undefined;
}

function useLog(filter: LogFilter, isTailed: boolean, query: string): Log {
  const { customer, api } = useHere();
  const asked = { customer, api, filter };
  const list = useInfiniteQuery({
    ...logQuery(asked),
    throwOnError: (error, query) => nothingYet(error, query) && !(error instanceof Refused),
  });
  const listed = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const catchUp = async (): Promise<readonly LogRow[]> => {
    const known = new Set(listed.map(({ id }) => id));
    const { data, next_cursor: next } = await pageOf(asked, null);
    const missed = data.filter(({ id }) => !known.has(id));
    // More than a page was missed: the list begins anew.
    if (listed.length > 0 && next !== null && missed.length === data.length) await list.refetch();
    return list.data === undefined ? [] : missed;
  };
  const tail = useTail({ isOn: isTailed && !list.isError, query, catchUp });
  const rows = useMemo(() => {
    const came = new Set([...tail.rows, ...tail.waiting].map(({ id }) => id));
    return [...tail.rows, ...listed.filter(({ id }) => !came.has(id))];
  }, [listed, tail.rows, tail.waiting]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onEnd = hasNextPage && !isFetchingNextPage && !list.isError ? () => void fetchNextPage() : undefined;
  // A page of a rare filter may have no row at all, and a cursor to go on with.
  const isBare = rows.length === 0 && onEnd !== undefined;
  useEffect(() => {
    if (isBare) void fetchNextPage();
  }, [isBare, fetchNextPage]);
  return {
    rows,
    totals: useTotals(filter, tail.rows.length + tail.waiting.length),
    tail,
    isLoading: list.isPending || (rows.length === 0 && hasNextPage),
    refusal: list.error instanceof Refused ? list.error.message : undefined,
    onEnd,
  };
}

/** Anew when rows came. */
function useTotals(filter: LogFilter, came: number) {
  const { customer, api } = useHere();
  const { data, refetch } = useQuery(totalsQuery({ customer, api, filter }));
  useEffect(() => {
    if (came === 0) return undefined;
    const timer = setTimeout(() => void refetch(), TOTALS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [came, refetch]);
  return data;
}

function Acts({ query, tail, isOn }: { readonly query: string; readonly tail: Tail; readonly isOn: boolean }): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const turn = (): void =>
    void navigate({ to: '.', replace: true, search: ((before: object) => ({ ...before, tail: isOn ? undefined : 'on' })) as never });
  const word = !isOn ? 'logs.tail_off' : tail.state === 'lost' ? 'logs.tail_lost' : 'logs.tail_on';
  return (
    <>
      <a
        className="ui-button ui-button-default ui-button-normal"
        href={`${API_PATH}me/request-logs?format=csv&${query}`}
        aria-label={t('logs.csv_long')}
        download
      >
        <DownloadIcon size={16} aria-hidden="true" />
        {t('logs.csv')}
      </a>
      <Button pressed={isOn} icon={<TailIcon size={16} aria-hidden="true" />} label={t('logs.tail')} onPress={turn}>
        {t(word)}
      </Button>
    </>
  );
}

function List({ log, isFiltered }: { readonly log: Log; readonly isFiltered: boolean }): ReactNode {
  const t = useTexts();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const at = useRef({ isOver: false, isAway: false });
  const { tail, rows } = log;
  const note = (change: Partial<typeof at.current>): void => {
    Object.assign(at.current, change);
    tail.hold(at.current.isOver || at.current.isAway);
  };
  const clear = (): void =>
    void navigate({ to: '.', search: ((before: object) => ({ ...before, ...searchOfTokens([], 'UTC') })) as never });
  if (log.refusal !== undefined)
    return (
      <Notice kind="bad" act={<Button onPress={clear}>{t('ui.clear_filters')}</Button>}>
        {log.refusal}
      </Notice>
    );
  const showWaiting = (): void => {
    tail.show();
    box.current?.querySelector('.ui-table-scrolls')?.scrollTo({ top: 0 });
  };
  return (
    <Card flush className="logs-card">
      {tail.waiting.length === 0 ? null : (
        <button type="button" className="logs-new" onClick={showWaiting}>
          {t('logs.new', { count: tail.waiting.length })}
        </button>
      )}
      <div
        ref={box}
        className="logs-box"
        onPointerEnter={({ pointerType }) => note({ isOver: pointerType === 'mouse' })}
        onPointerLeave={() => note({ isOver: false })}
        onScrollCapture={({ target }) => note({ isAway: (target as Element).scrollTop > 0 })}
      >
        <LogsTable
          rows={rows}
          fresh={tail.fresh}
          isLoading={log.isLoading}
          onEnd={log.onEnd}
          empty={isFiltered ? <NothingMatches onClear={clear} /> : <NoneYet />}
        />
      </div>
    </Card>
  );
}

function NoneYet(): ReactNode {
  const t = useTexts();
  const code = snippet('curl', { baseUrl: API_URL, model: 'tokenok-fast' });
  return <Empty title={t('logs.none')} command={<Code code={code} label="curl" />} children={t('logs.none_why')} />;
}
