import { page, type Page, type PageQuery } from '../http/output/lists.js';
import type { InvitationDocument } from './members.document.js';

/** One page of ids that are all at hand, in order. */
export function idsPage(list: string, { limit, after }: PageQuery, ids: readonly string[]): Page<string> {
  const [last] = after ?? [];
  const behind = [...ids].sort().filter((id) => last === undefined || id > last);
  return page(list, behind, limit, (id) => [id]);
}

/** One page of invitations, oldest first. */
export function invitationsPage({ limit, after }: PageQuery, invitations: readonly InvitationDocument[]): Page<InvitationDocument> {
  const [last] = after ?? [];
  return page(
    'invitations',
    invitations.filter(({ id }) => last === undefined || id > last),
    limit,
    ({ id }) => [id],
  );
}
