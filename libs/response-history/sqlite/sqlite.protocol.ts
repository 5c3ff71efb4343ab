import type { SetAside, SqliteTable } from './sqlite.table.js';

/** What is asked of the thread: any method of the table, by its name. */
export type Method = Exclude<keyof SqliteTable, 'close'>;

export type ToTable = { readonly call: number; readonly method: Method; readonly args: readonly unknown[] } | { readonly close: true };

export type FromTable =
  | { readonly ready: true }
  | { readonly cannotOpen: string }
  /** What was there is damaged: it begins empty. */
  | { readonly setAside: SetAside }
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly fault: string };
