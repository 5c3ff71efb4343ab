import type { ReactNode } from 'react';
import type { MenuAct } from '../overlay/menu.js';

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

export function classOf<Row>({ figures, drop, mono }: Column<Row>): string {
  return [figures ? 'ui-table-figures' : '', drop ? `ui-table-drop-${drop}` : '', mono ? 'ui-table-mono' : ''].filter(Boolean).join(' ');
}
