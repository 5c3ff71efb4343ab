import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { RowMenu } from '../overlay/menu.js';
import { classOf } from './columns.js';
import type { TableProps } from './columns.js';

type BodyProps<Row> = TableProps<Row> & { readonly className: string; readonly head: ReactNode; readonly foot: ReactNode };

export function TableBody<Row>(props: BodyProps<Row>): ReactElement {
  return props.virtual ? <VirtualBody {...props} /> : <PlainBody {...props} />;
}

function PlainBody<Row>(props: BodyProps<Row>): ReactElement {
  return (
    <div className="ui-table-box">
      <table className={props.className} aria-label={props.label} onKeyDown={walk}>
        {props.head}
        <tbody>
          {props.rows.map((row) => (
            <Line key={props.rowId(row)} row={row} table={props} />
          ))}
        </tbody>
        {props.foot}
      </table>
    </div>
  );
}

/** Two empty rows keep the room of what is out of sight: heights as attributes, for the CSP knows no inline style. */
function VirtualBody<Row>(props: BodyProps<Row>): ReactElement {
  const { rows, rowHeight = 36, columns, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (props.narrow && globalThis.matchMedia('(max-width: 639.9px)').matches ? NARROW_ROW : rowHeight),
    overscan: 12,
  });
  const shown = virtualizer.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const isAtEnd = (shown.at(-1)?.index ?? 0) >= rows.length - 1 && rows.length > 0;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, rows.length, onEnd]);
  const room = (height: number) => (
    <tr aria-hidden="true" className="ui-table-room">
      <td colSpan={columns.length + 1} height={height} />
    </tr>
  );
  return (
    <div ref={scroller} className="ui-table-box ui-table-scrolls" tabIndex={0} role="region" aria-label={props.label}>
      <table className={props.className} aria-label={props.label} aria-rowcount={rows.length + 1} onKeyDown={walk}>
        {props.head}
        <tbody>
          {above > 0 ? room(above) : null}
          {shown.map(({ index }) => {
            const row = rows[index];
            return row === undefined ? null : <Line key={props.rowId(row)} row={row} table={props} index={index} />;
          })}
          {below > 0 ? room(below) : null}
        </tbody>
        {props.foot}
      </table>
    </div>
  );
}

const NARROW_ROW = 64;

function Line<Row>({ row, table, index }: { readonly row: Row; readonly table: TableProps<Row>; readonly index?: number }): ReactElement {
  const { columns, rowId, chosen, acts, rowName, narrow, isNew } = table;
  const isChosen = chosen !== undefined && rowId(row) === chosen;
  const two = narrow?.(row);
  const names = ['ui-row', isChosen ? 'ui-row-chosen' : '', table.href ? 'ui-row-opens' : '', isNew?.(row) ? 'ui-row-new' : ''];
  return (
    <tr className={names.filter(Boolean).join(' ')} aria-rowindex={index === undefined ? undefined : index + 2}>
      {columns.map((column, at) => (
        <td key={column.id} className={`${two ? 'ui-row-wide' : ''} ${classOf(column)}`}>
          {at === 0 ? (
            <Opens row={row} table={table} isChosen={isChosen}>
              {column.cell(row)}
            </Opens>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
      {two ? (
        <td className="ui-row-narrow" colSpan={columns.length}>
          <Opens row={row} table={table} isChosen={isChosen}>
            <span className="ui-row-two">
              <span className="ui-row-what">{two.what}</span>
              <span className="ui-row-amount">{two.amount}</span>
              <span className="ui-row-status">{two.status}</span>
              <span className="ui-row-when">{two.when}</span>
            </span>
          </Opens>
        </td>
      ) : null}
      {acts ? (
        <td className="ui-table-acts">
          {acts(row).length === 0 ? null : <RowMenu name={rowName?.(row) ?? rowId(row)} acts={acts(row)} />}
        </td>
      ) : null}
    </tr>
  );
}

interface OpensProps<Row> {
  readonly row: Row;
  readonly table: TableProps<Row>;
  readonly isChosen: boolean;
  readonly children: ReactNode;
}

/** A link over the whole row. A plain click goes by the page's own router. */
function Opens<Row>({ row, table, isChosen, children }: OpensProps<Row>): ReactElement {
  const { href, onOpen } = table;
  if (!href) return <>{children}</>;
  const onClick = (event: MouseEvent) => {
    if (!onOpen || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(row);
  };
  return (
    <a className="ui-row-link" href={href(row)} aria-current={isChosen ? 'true' : undefined} onClick={onClick} draggable={false}>
      {children}
    </a>
  );
}

/** ↑ and ↓ walk the rows that open. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.ui-row-link')].filter((link) => link.offsetParent !== null);
  const at = links.findIndex((link) => link === document.activeElement);
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
