import './table.css';
import type { ReactElement, ReactNode } from 'react';
import { useMemo } from 'react';
import { tableFeatures, useTable } from '@tanstack/react-table';
import { useTexts } from '../../i18n/i18n.js';
import { Skeleton } from '../show/skeleton.js';
import { ArrowDownIcon, ArrowUpIcon } from '../icons/icons.js';
import { classOf } from './columns.js';
import type { Column, TableProps } from './columns.js';
import { TableBody } from './table-body.js';

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
            <span className="visually-hidden">{t('ui.acts_of', { name: '' })}</span>
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
