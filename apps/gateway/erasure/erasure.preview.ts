/** What an erasure takes away, and what it leaves, with the reason: shown before it is done. `code` is stable, the texts are for people. */
export interface ErasurePreview {
  readonly id: string;
  readonly is_erased: boolean;
  readonly erased: readonly { readonly code: string; readonly what: string; readonly count?: number }[];
  readonly stays: readonly { readonly code: string; readonly what: string; readonly why: string; readonly count?: number }[];
}

/** Every event and what is counted from it, whoever is erased. */
const LOG_STAYS = {
  code: 'events',
  what: 'Every recorded event, with ids, times and ciphertexts that nothing opens any more',
  why: 'Each event is chained to the next by its hash; the books could not be checked without them',
};
const BACKUPS_STAY = {
  code: 'backups',
  what: 'Copies of vault.db in backups that were made before',
  why: 'They hold the key until they are deleted: keep them only for a short time',
};

export interface CustomerFigures {
  readonly id: string;
  readonly isErased: boolean;
  readonly keys: number;
  readonly members: number;
  /** With its currency; undefined before the books are open. */
  readonly balance: string | undefined;
}

export function customerPreview({ id, isErased, keys, members, balance }: CustomerFigures): ErasurePreview {
  return {
    id,
    is_erased: isErased,
    erased: [
      { code: 'name_and_email', what: 'Name and e-mail: shown as "erased" everywhere' },
      { code: 'api_keys', what: 'API keys: revoked at once, none can be made any more', count: keys },
      { code: 'members', what: 'Memberships: nobody reaches this customer any more', count: members },
      { code: 'kept_responses', what: 'Responses that are kept to be gone on from' },
      { code: 'payment_facts', what: 'What payment processors said of payments that were assigned by hand' },
      { code: 'answers', what: 'Answers that were kept for an Idempotency-Key and name them' },
    ],
    stays: [
      LOG_STAYS,
      {
        code: 'ledger',
        what: `Entries, charges, statements and the balance${balance === undefined ? '' : ` (${balance})`}, under the ids of customer and account`,
        why: 'They are the books: they have to be kept, and sum to zero only together',
      },
      {
        code: 'requests',
        what: 'The request log: times, models, tokens and charges, and no word of what was asked or answered',
        why: 'Each charge is explained by it',
      },
      {
        code: 'names_of_keys',
        what: 'Names of API keys, and reasons that admins gave, as they were typed',
        why: 'They stand in the clear in recorded events: keep personal data out of them',
      },
      {
        code: 'people',
        what: 'People who were members, with their own sign-in',
        why: 'They are people of their own, and may belong to others: erase each by himself',
        count: members,
      },
      {
        code: 'providers',
        what: 'What providers have kept of requests by their own rules',
        why: 'It is not ours to delete: ask the provider',
      },
      BACKUPS_STAY,
    ],
  };
}

export interface PersonFigures {
  readonly id: string;
  readonly isErased: boolean;
  readonly sessions: number;
  readonly memberships: number;
  /** Customers that nobody owns then. */
  readonly ownedAlone: number;
}

export function personPreview({ id, isErased, sessions, memberships, ownedAlone }: PersonFigures): ErasurePreview {
  return {
    id,
    is_erased: isErased,
    erased: [
      { code: 'email', what: 'E-mail: shown as "erased" everywhere, and free for another person' },
      { code: 'sign_in', what: 'Password, passkeys, one-time codes and recovery codes: nobody signs in as this person any more' },
      { code: 'sessions', what: 'Open sessions, with the browsers and addresses that they came from', count: sessions },
      { code: 'memberships', what: 'Memberships of customers, and the role of the installation', count: memberships },
      { code: 'preferences', what: 'Language and time zone' },
    ],
    stays: [
      LOG_STAYS,
      {
        code: 'actor',
        what: 'Who did what, under the id of the person',
        why: 'The audit log has to tell one from another; the id leads to no name any more',
      },
      {
        code: 'password_hash',
        what: 'The hash of the password (argon2id), sealed under the master key',
        why: 'It stands in recorded events; nobody can sign in by it',
      },
      {
        code: 'owned_customers',
        what: 'Customers that this person owned alone: nobody owns them then',
        why: 'They are customers of their own: invite another owner, or erase them too',
        count: ownedAlone,
      },
      BACKUPS_STAY,
    ],
  };
}
