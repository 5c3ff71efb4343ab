import { rowsOf, type CollectionOf, type KeepRow, type RowReader } from '#read-model';

type SessionUse = { readonly used_at: string };

/** One row a session, written by whichever gateway it was used at: no projection leads it, and no rebuild makes it. */
const SESSION_USES: CollectionOf<SessionUse> = { name: 'session-uses', version: 1, indexes: {} };

/** When sessions were last used, to the minute. A row that is lost makes its session older, never younger. */
export interface SessionUses {
  /** Milliseconds since 1970. */
  find(session: string): Promise<number | undefined>;
  /** Not waited for. */
  keep(session: string, usedAtMs: number): void;
  forget(session: string, atMs: number): void;
}

export function sessionUses(models: RowReader, keep: KeepRow): SessionUses {
  const rows = rowsOf(models, SESSION_USES);
  return {
    find: async (session) => {
      const { row } = await rows.get(session);
      return row && Date.parse(row.used_at);
    },
    keep: (session, usedAtMs) => {
      keep(SESSION_USES, { key: session, row: { used_at: new Date(usedAtMs).toISOString() }, position: BigInt(usedAtMs) });
    },
    forget: (session, atMs) => keep(SESSION_USES, { key: session, row: undefined, position: BigInt(atMs) + 1n }),
  };
}
