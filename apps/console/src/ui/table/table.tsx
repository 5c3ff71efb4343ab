import './table.css';
import type { ReactElement, ReactNode } from 'react';
import { useMemo } from 'react';
import { tableFeatures, useTable } from '@tanstack/react-table';
import { useTexts } from '../../i18n/i18n.js';
import { Skeleton } from '../show/skeleton.js';
import { ArrowDownIcon, ArrowUpIcon } from '../show/icons.js';
import type { MenuAct } from '../overlay/menu.js';
import { TableBody } from './table-body.js';

export interface Column<Row> {
  readonly id: string;
  /** With its unit: "Charge, USD". */
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right, words at the left. */
  readonly figures?: boolean;
  /** Dropped first when there is little room: 1 stays longest. None: it always stays. */
  readonly drop?: 1 | 2 | 3;
  readonly sortable?: boolean;
  /** The sum of the whole filter, from the server. */
  readonly total?: ReactNode;
  readonly mono?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** The two lines of a row below 640 px: what · amount, status · when. */
export interface NarrowRow {
  readonly what: ReactNode;
  readonly amount?: ReactNode;
  readonly status?: ReactNode;
  readonly when?: ReactNode;
}

export interface TableProps<Row> {
  /** What it is a table of, for a screen reader. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly narrow?: (row: Row) => NarrowRow;
  /** A row that opens something is a link: Enter, a middle click and "open in a new tab" work. */
  readonly href?: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly chosen?: string | undefined;
  readonly rowName?: (row: Row) => string;
  readonly acts?: (row: Row) => readonly MenuAct[];
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** 36; 32 dense; 52 with two lines. */
  readonly rowHeight?: 32 | 36 | 52;
  /** Long lists: own scroll, only the rows in sight are in the document. The box around has to give it a height. */
  readonly virtual?: boolean;
  readonly isLoading?: boolean;
  readonly empty?: ReactNode;
  /** Rows that just came: drawn in accent-soft for a second. */
  readonly isNew?: (row: Row) => boolean;
  /** Virtual lists: near the end of what is loaded. */
  readonly onEnd?: () => void;
  readonly totalLabel?: ReactNode;
}

const features = tableFeatures({});

/** Order, filter and totals are the server's: the table only draws. */
export function Table<Row extends object>(props: TableProps<Row>): ReactElement {
  const { label, columns, rows, rowId, rowHeight = 36, isLoading = false, empty, narrow } = props;
  const defs = useMemo(() => columns.map(({ id }) => ({ id })), [columns]);
  const table = useTable({ features, columns: defs, data: rows, getRowId: rowId });
  const ordered = table.getRowModel().rows.map(({ original }) => original);
  if (isLoading) return <Skeleton rows={6} />;
  if (rows.length === 0 && empty) return <>{empty}</>;
  const hasActs = props.acts !== undefined;
  return (
    <TableBody
      {...props}
      rows={ordered}
      className={`ui-table ui-table-${rowHeight} ${narrow ? 'ui-table-narrows' : ''}`}
      label={label}
      head={<Head {...props} hasActs={hasActs} />}
      foot={columns.some(({ total }) => total !== undefined) ? <Foot columns={columns} label={props.totalLabel} hasActs={hasActs} /> : null}
    />
  );
}

function Head<Row>({ columns, sort, onSort, hasActs }: TableProps<Row> & { readonly hasActs: boolean }): ReactElement {
  const t = useTexts();
  return (
    <thead className="ui-table-head">
      <tr>
        {columns.map((column) => {
          const direction = sort?.column === column.id ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
          return (
            <th key={column.id} scope="col" className={classOf(column)} aria-sort={column.sortable ? (direction ?? 'none') : undefined}>
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className="ui-table-sort"
                  onClick={() => onSort({ column: column.id, isDescending: direction !== 'descending' })}
                >
                  {column.head}
                  {direction === 'descending' ? <ArrowDownIcon size={12} aria-hidden="true" /> : null}
                  {direction === 'ascending' ? <ArrowUpIcon size={12} aria-hidden="true" /> : null}
                </button>
              ) : (
                column.head
              )}
            </th>
          );
        })}
        {hasActs ? (
          <th className="ui-table-acts">
            <span className="ui-sr">{t('ui.acts_of', { name: '' })}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

/** A rule above, the double rule under each sum. */
function Foot<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly label: ReactNode;
  readonly hasActs: boolean;
}): ReactElement {
  const { columns, label, hasActs } = props;
  const t = useTexts();
  return (
    <tfoot className="ui-table-foot">
      <tr>
        {columns.map((column, at) =>
          at === 0 ? (
            <th key={column.id} scope="row" className={classOf(column)}>
              {label ?? t('ui.total')}
            </th>
          ) : (
            <td key={column.id} className={classOf(column)}>
              {column.total}
            </td>
          ),
        )}
        {hasActs ? <td /> : null}
      </tr>
    </tfoot>
  );
}

export function classOf<Row>({ figures, drop, mono }: Column<Row>): string {
  return [figures ? 'ui-table-figures' : '', drop ? `ui-table-drop-${drop}` : '', mono ? 'ui-table-mono' : ''].filter(Boolean).join(' ');
}
