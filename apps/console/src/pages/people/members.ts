import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { told, type Api } from '../../api/client.js';

export const ROLES = ['owner', 'developer', 'finance', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface Member {
  readonly person: string;
  /** Null: erased. */
  readonly email: string | null;
  readonly role: Role;
  readonly is_proven: boolean;
  readonly since: string;
  readonly is_you: boolean;
}

export interface Invitation {
  readonly id: string;
  readonly email: string | null;
  readonly role: Role;
  readonly expires_at: string;
}

const ALL = { params: { query: { limit: 1_000 } } };

export const membersQuery = (customer: string, api: Api) =>
  queryOptions({
    queryKey: ['people', customer],
    queryFn: async () => (await told(api.GET('/me/people', ALL))).data as readonly Member[],
  });

export const invitationsQuery = (customer: string, api: Api) =>
  queryOptions({
    queryKey: ['invitations', customer],
    queryFn: async () => (await told(api.GET('/me/people/invitations', ALL))).data as readonly Invitation[],
  });

/** Both lists: one act may change the other. */
export function useAgain(customer: string): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ['people', 'invitations', 'session'].map((name) =>
        client.invalidateQueries({ queryKey: name === 'session' ? [name] : [name, customer] }),
      ),
    );
}
