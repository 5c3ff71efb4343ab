import { rowsOf, type PageQuery, type RowReader, type TypedPage } from '#read-model';
import { uncollected, type UncollectedRow } from './uncollected.projection.js';

/** Newest first. Throws `UnknownCursorError`. */
export function readUncollected(models: RowReader, page: Pick<PageQuery, 'limit' | 'cursor'>): Promise<TypedPage<UncollectedRow>> {
  return rowsOf(models, uncollected).find({ ...page, index: 'by_time', equals: ['all'], order: 'descending' });
}
