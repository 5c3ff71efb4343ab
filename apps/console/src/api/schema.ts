/** Made from /api/openapi.json by scripts/console-api.mjs: not written by hand. */
export interface paths {
  '/admin/aliases': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['AliasesController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/aliases/{path}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['AliasesController_read'];
    put: operations['AliasesController_point'];
    post?: never;
    delete: operations['AliasesController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What admins did, newest first */
    get: operations['LedgerController_auditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['CustomersController_list'];
    put?: never;
    post: operations['CustomersController_register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['CustomerApiKeysController_list'];
    put?: never;
    post: operations['CustomerApiKeysController_issue'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/api-keys/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['CustomerApiKeysController_revoke'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/api-keys/{key}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['CustomerApiKeysController_rotate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['CustomerPeopleController_list'];
    put?: never;
    post: operations['CustomerPeopleController_invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/people/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['CustomerPeopleController_listInvitations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{customer}/people/invitations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['CustomerPeopleController_withdraw'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['CustomersController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}/adjustments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Corrects a balance, once for an Idempotency-Key */
    post: operations['CreditsController_adjust'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}/credits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Grants promo or goodwill credit, once for an Idempotency-Key */
    post: operations['CreditsController_grant'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What erasing the customer would take away, and what would stay, and why */
    get: operations['CustomerErasureController_preview'];
    put?: never;
    /** Erases the customer, for good */
    post: operations['CustomerErasureController_erase'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}/reinstate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['CustomersController_reinstate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}/suspend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['CustomersController_suspend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/ledger/contradictions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Payments that were reported again with other facts; nothing was posted for them */
    get: operations['LedgerController_contradictions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/ledger/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Recorded events in order of position: in full, and with `recorded` where their own data name a quote */
    get: operations['LedgerController_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/ledger/trial-balance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Debits and credits by ledger account: equal in each currency */
    get: operations['LedgerController_trialBalance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/ledger/uncollected': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Charges of which a part was not taken, newest first: what their provider told lies beyond the hold */
    get: operations['LedgerController_uncollected'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/ledger/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Verifies chains, entries, trial balance and every charge, and holds the log against vault and read models
     * @description Reads every recorded event. `comparisons` tells what the log was held against: the vault always; the rows of the read models on embedded stores, where they can be folded again within 60 s, else `compared` is false and `tokenok verify` does it. An export is held against its manifest by `tokenok verify --export` alone.
     */
    get: operations['LedgerController_verify'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Changes the password of whoever is signed in, and ends all other sessions of that person */
    put: operations['AdminSessionsController_changePassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ModelsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/models/{path}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ModelsController_read'];
    put: operations['ModelsController_configure'];
    post?: never;
    delete: operations['ModelsController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/payments/unmatched': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Verified payments that could not be credited, and that nobody has assigned yet, newest first */
    get: operations['UnmatchedController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/payments/unmatched/{id}/assign': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Credits an unmatched payment to the customer whose it is, once */
    post: operations['UnmatchedController_assign'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['OperatorsController_list'];
    put?: never;
    post: operations['OperatorsController_invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['OperatorsController_change'];
    post?: never;
    delete: operations['OperatorsController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people/{id}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What erasing the person would take away, and what would stay, and why */
    get: operations['PersonErasureController_preview'];
    put?: never;
    /** Erases the person, for good */
    post: operations['PersonErasureController_erase'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people/{id}/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['OperatorsController_reset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['OperatorsController_listInvitations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/people/invitations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['OperatorsController_withdraw'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/price-imports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['PriceImportsController_list'];
    put?: never;
    /** Drafts what a public price list says of our models. Nothing is in force before it is confirmed */
    post: operations['PriceImportsController_draft'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/price-imports/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['PriceImportsController_read'];
    put?: never;
    post?: never;
    /** Discards a draft. It stays in the history */
    delete: operations['PriceImportsController_discard'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/price-imports/{id}/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Puts rows of a draft in force, all or those that are named. Confirming again finishes what was interrupted */
    post: operations['PriceImportsController_confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/projections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Projections: versions, positions, and their lag in events, in time and by heartbeat */
    get: operations['LedgerController_projections'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ProvidersController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/providers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ProvidersController_read'];
    put: operations['ProvidersController_configure'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/providers/{id}/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Asks the provider for its models now: reachable, and is our credential good? */
    get: operations['ProviderHealthController_check'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends every session of everybody with a role of the installation, on every gateway; the admin token goes on */
    delete: operations['AdminSessionsController_endAll'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['MyProfileController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['MyApiKeysController_list'];
    put?: never;
    post: operations['MyApiKeysController_issue'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/api-keys/{key}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['MyApiKeysController_revoke'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/api-keys/{key}/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['MyApiKeysController_rotate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/balance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is available and what open requests hold; now, or as of a past moment */
    get: operations['BillingController_balance'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/billing/lots': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Credits and payments with what is left of each, in the order in which they are spent; now, or as of a past moment */
    get: operations['LotsController_lots'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/billing/movements': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What moved the balance in a month, usage summed by day, newest first; as of a past moment, too */
    get: operations['MovementsController_movements'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/billing/statement': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The statement of a month, which closes at now while it runs, or of any range; as of a past moment, too. JSON or CSV */
    get: operations['StatementController_statement'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Models and aliases that the caller may use: price, limits, capabilities, and whether they answer
     * @description Of an alias, price and limits are those of the model that is tried first; capabilities those that all of its models have. `status` is what this gateway has seen within five minutes and the account within two hours: `down` where every provider of it failed and none answered, `slow` where some failed, `unknown` where nobody asked.
     */
    get: operations['MyModelsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/overview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Balance, spending today and this month, latency, the last 24 hours and 30 days
     * @description All sums are of requests that have ended. `errors` are those that failed or were abandoned. Days and hours are those of the account’s time zone, the running ones included. `runway_days` is what is available by what the last 7 days took, null where that was nothing; latencies are known to 12 %.
     */
    get: operations['OverviewController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/people': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['MyPeopleController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/people/{person}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['MyPeopleController_change'];
    post?: never;
    delete: operations['MyPeopleController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/people/invitations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['MyPeopleController_listInvitations'];
    put?: never;
    post: operations['MyPeopleController_invite'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/people/invitations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    delete: operations['MyPeopleController_withdraw'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/playground/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A key of one hour for the playground
     * @description A key of one hour with the scope `inference`, named Playground; shown this once.
     */
    post: operations['PlaygroundController_key'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/request-logs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Requests that have ended, newest first; JSON or CSV
     * @description A request without a charge (failed, abandoned, or left before anything came) has zeros in `usage`, all the same as integers: nobody has counted them, so that `source` is `estimated`, as it is never null. That nothing was metered is said by `reason`, which is null for every other request, and by `rating: null` in the receipt. A page of `model`, `provider` or `status` looks at 50,000 requests at most: it may have fewer rows than asked for, or none, and a `next_cursor` with which to go on.
     */
    get: operations['RequestsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/request-logs/tail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Requests as they end, by the same filters
     * @description Server-sent events from now on: `row` (its data a row of the log, its id a position), `skipped` (`{count}`: so many ended at once that these are not told; the list has them), a comment every 15 s, and `end` (`{reason}`: `session_ended` or `stopping`) before the connection is closed. Four at most for a session or a key.
     */
    get: operations['TailController_follow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/request-logs/totals': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What all requests of a filter come to
     * @description Of the whole filter, not of a page. `errors` are those that failed or were abandoned. `is_exact` is false where `from` or `to` cuts an hour with more than 2,000 requests: that hour is counted whole.
     */
    get: operations['RequestsController_totals'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/requests/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The receipt of a request: attempts, tokens, price, formula, entry and events
     * @description A request without a charge (failed, abandoned, or left before anything came) has zeros in `usage`, all the same as integers: nobody has counted them, so that `source` is `estimated`, as it is never null. That nothing was metered is said by `reason`, which is null for every other request, and by `rating: null` in the receipt.
     */
    get: operations['RequestsController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/route-preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Where a request would go, and what it would cost at most
     * @description Where a request would go and what would be held for it, by the code that makes the hold; nothing is held and no provider is asked. What a request names that stands at a provider, or in a kept response, is not looked up.
     */
    post: operations['PlaygroundController_preview'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me/usage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tokens and charges by day (of the account’s time zone) and model, newest first */
    get: operations['BillingController_usage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is signed in, what they may, and what they sign in with */
    get: operations['ProfileController_read'];
    put?: never;
    post: operations['SessionController_open'];
    delete: operations['SessionController_close'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/address': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AddressesController_ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/address/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AddressesController_confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/installation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a page has to know before anybody has signed in */
    get: operations['ProfileController_installation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/invitation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['InvitationController_accept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/invitation/look': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['InvitationController_look'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/passkey': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Signs in by what a passkey has signed */
    post: operations['PasskeySignInController_open'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/passkey/options': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a browser signs in by (PublicKeyCredentialRequestOptionsJSON) */
    post: operations['PasskeySignInController_options'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/passkeys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Keeps the passkey that was made; all other sessions end */
    post: operations['PasskeysController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/passkeys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Takes a passkey away; all other sessions end */
    delete: operations['PasskeysController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/passkeys/options': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a browser makes a passkey by (PublicKeyCredentialCreationOptionsJSON) */
    post: operations['PasskeysController_options'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Changes the password of whoever is signed in, and ends all other sessions of that person */
    put: operations['ProfileController_changePassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/preferences': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Language and time zone; what is absent stays, null leaves it to the browser */
    put: operations['ProfileController_prefer'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/recovery-codes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** New recovery codes, shown once; those before are worth nothing any more, all other sessions end */
    post: operations['TotpController_recoveryCodes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ResetsController_reset'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/reset-request': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ResetsController_ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The open sessions of whoever is signed in */
    get: operations['SessionsController_list'];
    put?: never;
    post?: never;
    /** Ends all but this one, on every gateway */
    delete: operations['SessionsController_endOthers'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Ends one of them, on every gateway */
    delete: operations['SessionsController_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/sign-up': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['SignUpController_ask'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/sign-up/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['SignUpController_confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/step-up': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** For ten minutes this session may do what is sensitive */
    post: operations['StepUpController_stepUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/step-up/passkey': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** For ten minutes this session may do what is sensitive */
    post: operations['PasskeySignInController_stepUp'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/step-up/passkey/options': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a browser steps up by (PublicKeyCredentialRequestOptionsJSON) */
    post: operations['PasskeySignInController_stepUpOptions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/totp': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begins with one-time codes: a secret for the app, shown once */
    post: operations['TotpController_begin'];
    /** Turns one-time codes off, recovery codes with them; all other sessions end */
    delete: operations['TotpController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session/totp/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A code of the app turns one-time codes on; all other sessions end. Recovery codes are shown once */
    post: operations['TotpController_confirm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Models and aliases that the key may use */
    get: operations['ListedModelsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models/{path}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One model or alias */
    get: operations['ListedModelsController_find'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: never;
  responses: {
    /** @description Refused or failed: docs/errors.md */
    refused_anthropic: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': {
          error: {
            message: string;
            type: string;
          };
          request_id: string;
          type: string;
        };
      };
    };
    /** @description Refused or failed: docs/errors.md */
    refused_openai: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': {
          error: {
            code: string | null;
            message: string;
            param: string | null;
            type: string;
          };
        };
      };
    };
    /** @description Refused or failed: docs/errors.md */
    refused_problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': {
          code: string;
          detail: string;
          errors: {
            field: string;
            message: string;
          }[];
          field: string;
          request_id: string;
          status: number;
          title: string;
          type: string;
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  AliasesController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "name": "fast",
           *           "targets": [
           *             {
           *               "model": "openai/gpt-4.1-mini",
           *               "priority": 0,
           *               "weight": 1
           *             }
           *           ],
           *           "pointed_at": "2026-11-23T10:00:00.000Z"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              name: string;
              pointed_at: string;
              targets: {
                model: string;
                priority: number;
                weight: number;
              }[];
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AliasesController_read: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "fast",
           *       "targets": [
           *         {
           *           "model": "openai/gpt-4.1-mini",
           *           "priority": 0,
           *           "weight": 1
           *         }
           *       ],
           *       "pointed_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            name: string;
            pointed_at: string;
            targets: {
              model: string;
              priority: number;
              weight: number;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AliasesController_point: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "targets": [
         *         {
         *           "model": "openai/gpt-4.1-mini",
         *           "priority": 0,
         *           "weight": 1
         *         }
         *       ]
         *     }
         */
        'application/json': {
          targets: {
            model: string;
            priority?: number;
            weight?: number;
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "fast",
           *       "targets": [
           *         {
           *           "model": "openai/gpt-4.1-mini",
           *           "priority": 0,
           *           "weight": 1
           *         }
           *       ],
           *       "pointed_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            name: string;
            pointed_at: string;
            targets: {
              model: string;
              priority: number;
              weight: number;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AliasesController_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_auditLog: {
    parameters: {
      query?: {
        actor?: string;
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "0199…",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "actor": "admin:adm_01kb",
           *           "action": "CreditGranted",
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "2",
           *           "cause": "command-…",
           *           "details": {}
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              action: string;
              actor: string;
              cause: string;
              details: Record<string, never>;
              id: string;
              revision: string;
              stream: string;
              time: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomersController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "cus_01kb",
           *           "account": "acc_01kb",
           *           "name": "Ada Lovelace",
           *           "email": "ada@example.com",
           *           "currency": "USD",
           *           "time_zone": "UTC",
           *           "status": "active",
           *           "suspension_reason": null,
           *           "created_at": "2026-11-23T10:00:00.000Z"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              account: string;
              created_at: string;
              currency: string;
              email: string | null;
              id: string;
              name: string | null;
              status: string;
              suspension_reason: string | null;
              time_zone: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomersController_register: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Ada Lovelace",
         *       "email": "ada@example.com",
         *       "currency": "USD",
         *       "owner": {
         *         "email": "ada@example.com"
         *       }
         *     }
         */
        'application/json': {
          currency: string;
          /** Format: email */
          email: string;
          name: string;
          owner?: {
            /** Format: email */
            email: string;
          };
          time_zone?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "account": "acc_01kb",
           *       "name": "Ada Lovelace",
           *       "email": "ada@example.com",
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "status": "active",
           *       "suspension_reason": null,
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "invitation": {
           *         "id": "inv_01kb",
           *         "email": "bob@example.com",
           *         "role": "owner",
           *         "expires_at": "2026-11-23T10:00:00.000Z",
           *         "mailed": false,
           *         "link": "https://ai.example.com/console/join#cus_01kb.inv_01kb.…"
           *       }
           *     }
           */
          'application/json': {
            account: string;
            created_at: string;
            currency: string;
            email: string | null;
            id: string;
            invitation: {
              email: string | null;
              expires_at: string;
              id: string;
              link: string;
              mailed: boolean;
              role: string;
            };
            name: string | null;
            status: string;
            suspension_reason: string | null;
            time_zone: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerApiKeysController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Only keys of this status; `current`: `active` and `rotating` */
        status?: 'current' | 'active' | 'rotating' | 'expired' | 'revoked';
      };
      header?: never;
      path: {
        customer: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "key_01kb",
           *           "name": "production",
           *           "prefix": "tok_Ab3d",
           *           "scopes": [
           *             "inference",
           *             "billing:read"
           *           ],
           *           "policy": {},
           *           "status": "active",
           *           "created_at": "2026-11-23T10:00:00.000Z",
           *           "expires_at": null,
           *           "rotated_at": null,
           *           "previous_valid_until": null,
           *           "revoked_at": null,
           *           "last_used_on": "2026-11-23",
           *           "spent_today": "0.000168"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              created_at: string;
              expires_at: string | null;
              id: string;
              last_used_on: string | null;
              name: string;
              policy: Record<string, never>;
              prefix: string;
              previous_valid_until: string | null;
              revoked_at: string | null;
              rotated_at: string | null;
              scopes: string[];
              spent_today: string;
              /** @enum {string} */
              status: 'active' | 'rotating' | 'expired' | 'revoked';
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerApiKeysController_issue: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        customer: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "production",
         *       "scopes": [
         *         "inference",
         *         "billing:read"
         *       ]
         *     }
         */
        'application/json': {
          expires_at?: string;
          name: string;
          policy?: {
            models: string[];
          };
          scopes?: string[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "key_01kb",
           *       "name": "production",
           *       "prefix": "tok_Ab3d",
           *       "scopes": [
           *         "inference",
           *         "billing:read"
           *       ],
           *       "policy": {},
           *       "status": "active",
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "expires_at": null,
           *       "rotated_at": null,
           *       "previous_valid_until": null,
           *       "revoked_at": null,
           *       "key": "tok_Ab3d…"
           *     }
           */
          'application/json': {
            created_at: string;
            expires_at: string | null;
            id: string;
            key: string;
            name: string;
            policy: Record<string, never>;
            prefix: string;
            previous_valid_until: string | null;
            revoked_at: string | null;
            rotated_at: string | null;
            scopes: string[];
            /** @enum {string} */
            status: 'active' | 'rotating' | 'expired' | 'revoked';
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerApiKeysController_revoke: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        customer: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerApiKeysController_rotate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        customer: string;
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "overlap_seconds": 3600
         *     }
         */
        'application/json': {
          overlap_seconds?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "key_01kb",
           *       "name": "production",
           *       "prefix": "tok_Ab3d",
           *       "scopes": [
           *         "inference",
           *         "billing:read"
           *       ],
           *       "policy": {},
           *       "status": "active",
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "expires_at": null,
           *       "rotated_at": null,
           *       "previous_valid_until": null,
           *       "revoked_at": null,
           *       "key": "tok_Ab3d…"
           *     }
           */
          'application/json': {
            created_at: string;
            expires_at: string | null;
            id: string;
            key: string;
            name: string;
            policy: Record<string, never>;
            prefix: string;
            previous_valid_until: string | null;
            revoked_at: string | null;
            rotated_at: string | null;
            scopes: string[];
            /** @enum {string} */
            status: 'active' | 'rotating' | 'expired' | 'revoked';
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerPeopleController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        customer: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "person": "per_01kb",
           *           "email": "ada@example.com",
           *           "role": "owner",
           *           "is_proven": true,
           *           "since": "2026-11-23T10:00:00.000Z",
           *           "is_you": true
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              is_proven: boolean;
              is_you: boolean;
              person: string;
              role: string;
              since: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerPeopleController_invite: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        customer: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "bob@example.com",
         *       "role": "developer"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
          /** @enum {unknown} */
          role: 'owner' | 'developer' | 'finance' | 'viewer';
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "inv_01kb",
           *       "email": "bob@example.com",
           *       "role": "developer",
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "mailed": false,
           *       "link": "https://ai.example.com/console/join#cus_01kb.inv_01kb.…"
           *     }
           */
          'application/json': {
            email: string | null;
            expires_at: string;
            id: string;
            link: string;
            mailed: boolean;
            role: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerPeopleController_listInvitations: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        customer: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "inv_01kb",
           *           "email": "bob@example.com",
           *           "role": "developer",
           *           "expires_at": "2026-11-23T10:00:00.000Z",
           *           "invited_at": "2026-11-23T10:00:00.000Z",
           *           "invited_by": null
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              expires_at: string;
              id: string;
              invited_at: string;
              invited_by: string | null;
              role: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerPeopleController_withdraw: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        customer: string;
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomersController_read: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "account": "acc_01kb",
           *       "name": "Ada Lovelace",
           *       "email": "ada@example.com",
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "status": "active",
           *       "suspension_reason": null,
           *       "created_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            account: string;
            created_at: string;
            currency: string;
            email: string | null;
            id: string;
            name: string | null;
            status: string;
            suspension_reason: string | null;
            time_zone: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CreditsController_adjust: {
    parameters: {
      query?: never;
      header: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key': string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "amount": "1.50",
         *       "direction": "credit",
         *       "reason": "Answer lost"
         *     }
         */
        'application/json': {
          amount: string;
          /** @enum {unknown} */
          direction: 'credit' | 'debit';
          reason: string;
          reverses?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "adj_01kb",
           *       "customer_id": "cus_01kb",
           *       "amount": "5.00",
           *       "currency": "USD",
           *       "balance": "5.00",
           *       "reason": "welcome",
           *       "reverses": null
           *     }
           */
          'application/json': {
            amount: string;
            balance: string;
            currency: string;
            customer_id: string;
            id: string;
            reason: string;
            reverses: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CreditsController_grant: {
    parameters: {
      query?: never;
      header: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key': string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "amount": "5.00",
         *       "reason": "Welcome"
         *     }
         */
        'application/json': {
          amount: string;
          expires_at?: string;
          /** @enum {unknown} */
          kind?: 'promo' | 'goodwill';
          reason: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "lot_01kb",
           *       "customer_id": "cus_01kb",
           *       "amount": "5.00",
           *       "currency": "USD",
           *       "balance": "5.00",
           *       "reason": "welcome",
           *       "kind": "promo",
           *       "expires_at": null
           *     }
           */
          'application/json': {
            amount: string;
            balance: string;
            currency: string;
            customer_id: string;
            expires_at: string | null;
            id: string;
            kind: string;
            reason: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerErasureController_preview: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "is_erased": false,
           *       "erased": [
           *         {
           *           "code": "name_and_email",
           *           "what": "Name and e-mail: shown as \"erased\" everywhere"
           *         }
           *       ],
           *       "stays": [
           *         {
           *           "code": "ledger",
           *           "what": "Entries, charges, statements and the balance, under the ids of customer and account",
           *           "why": "They are the books: they have to be kept, and sum to zero only together"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            erased: {
              code: string;
              what: string;
            }[];
            id: string;
            is_erased: boolean;
            stays: {
              code: string;
              what: string;
              why: string;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomerErasureController_erase: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "reason": "Asked for by letter"
         *     }
         */
        'application/json': {
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "status": "erased",
           *       "erased_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            erased_at: string;
            id: string;
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomersController_reinstate: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "reason": "Paid"
         *     }
         */
        'application/json': {
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "account": "acc_01kb",
           *       "name": "Ada Lovelace",
           *       "email": "ada@example.com",
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "status": "active",
           *       "suspension_reason": null,
           *       "created_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            account: string;
            created_at: string;
            currency: string;
            email: string | null;
            id: string;
            name: string | null;
            status: string;
            suspension_reason: string | null;
            time_zone: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  CustomersController_suspend: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "reason": "Unpaid invoice"
         *     }
         */
        'application/json': {
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "account": "acc_01kb",
           *       "name": "Ada Lovelace",
           *       "email": "ada@example.com",
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "status": "active",
           *       "suspension_reason": null,
           *       "created_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            account: string;
            created_at: string;
            currency: string;
            email: string | null;
            id: string;
            name: string | null;
            status: string;
            suspension_reason: string | null;
            time_zone: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_contradictions: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "stream": "payment-stripe-pi_1",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "reported": {}
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              reported: Record<string, never>;
              stream: string;
              time: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_events: {
    parameters: {
      query?: {
        /** @description A position: only events behind it */
        after?: string;
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        stream?: string;
        type?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "position": "42",
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "3",
           *           "id": "0199…",
           *           "type": "TokensMetered",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "data": {},
           *           "metadata": {},
           *           "recorded": {}
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              data: Record<string, never>;
              id: string;
              metadata: Record<string, never>;
              position: string;
              recorded: Record<string, never> | null;
              revision: string;
              stream: string;
              time: string;
              type: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_trialBalance: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "as_of_position": "42",
           *       "balanced": true,
           *       "currencies": [
           *         {
           *           "currency": "USD",
           *           "debit": "10.00",
           *           "credit": "10.00"
           *         }
           *       ],
           *       "accounts": [
           *         {
           *           "account": "2000:acc_01kb",
           *           "currency": "USD",
           *           "debit": "10.00",
           *           "credit": "10.00"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            accounts: {
              account: string;
              credit: string;
              currency: string;
              debit: string;
            }[];
            as_of_position: string;
            balanced: boolean;
            currencies: {
              credit: string;
              currency: string;
              debit: string;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_uncollected: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "request": "req_01kb",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "account": "acc_01kb",
           *           "provider": "openai",
           *           "upstream_model": "gpt-4.1-mini",
           *           "model": "openai/gpt-4.1-mini",
           *           "reason": "beyond_bound",
           *           "usage": {
           *             "input_tokens": 20,
           *             "cached_input_tokens": 0,
           *             "cache_write_tokens": 0,
           *             "output_tokens": 3004,
           *             "reasoning_tokens": 0,
           *             "source": "reported"
           *           },
           *           "currency": "USD",
           *           "rated": "0.0048144",
           *           "charge": "0.000024",
           *           "uncollected": "0.0047904",
           *           "event": {
           *             "stream": "account-acc_01kb-2026-11",
           *             "revision": "3",
           *             "id": "0199…"
           *           }
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              account: string;
              charge: string;
              currency: string;
              event: {
                id: string;
                revision: string;
                stream: string;
              };
              model: string;
              provider: string;
              rated: string;
              reason: string;
              request: string;
              time: string;
              uncollected: string;
              upstream_model: string;
              usage: {
                cache_write_tokens: number;
                cached_input_tokens: number;
                input_tokens: number;
                output_tokens: number;
                reasoning_tokens: number;
                source: string;
              };
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_verify: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "holds": true,
           *       "events": 42,
           *       "as_of_position": "42",
           *       "charges": 7,
           *       "accounts": 1,
           *       "open_holds": 0,
           *       "balanced": true,
           *       "findings": [
           *         {}
           *       ],
           *       "finding_count": 0,
           *       "comparisons": [
           *         {
           *           "with": "vault",
           *           "compared": true,
           *           "detail": "the vault has the key, or the mark of an erasure, of all 2 people whom the events name"
           *         }
           *       ],
           *       "took_ms": 12
           *     }
           */
          'application/json': {
            accounts: number;
            as_of_position: string;
            balanced: boolean;
            charges: number;
            comparisons: {
              compared: boolean;
              detail: string;
              with: string;
            }[];
            events: number;
            finding_count: number;
            findings: Record<string, never>[];
            holds: boolean;
            open_holds: number;
            took_ms: number;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AdminSessionsController_changePassword: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "current_password": "the password of the first start",
         *       "new_password": "another password"
         *     }
         */
        'application/json': {
          current_password?: string;
          new_password: string;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ModelsController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "openai/gpt-4.1-mini",
           *           "targets": [
           *             {
           *               "provider": "openai",
           *               "upstream_model": "gpt-4.1-mini",
           *               "priority": 0,
           *               "weight": 1,
           *               "traits": {}
           *             }
           *           ],
           *           "price": {
           *             "currency": "USD",
           *             "input_per_million": "0.40",
           *             "cached_input_per_million": "0.10",
           *             "cache_write_per_million": "0.40",
           *             "output_per_million": "1.60",
           *             "tiers": [
           *               {
           *                 "above_input_tokens": 200000,
           *                 "input_per_million": "0.80",
           *                 "cached_input_per_million": "0.20",
           *                 "cache_write_per_million": "0.80",
           *                 "output_per_million": "2.40"
           *               }
           *             ],
           *             "service_tiers": {
           *               "flex": {
           *                 "input_per_million": "0.20",
           *                 "cache_write_per_million": "0.20",
           *                 "output_per_million": "0.80"
           *               }
           *             }
           *           },
           *           "price_version": "model-openai/gpt-4.1-mini@1",
           *           "priced_at": "2026-11-23T10:00:00.000Z",
           *           "price_source": {
           *             "import": "pim_01kb",
           *             "list": "litellm",
           *             "list_version": null,
           *             "list_provider": "openai",
           *             "list_model": "gpt-4.1-mini",
           *             "effective_from": null
           *           },
           *           "context_window": 1047576,
           *           "max_output_tokens": 32768,
           *           "default_output_tokens": 1024,
           *           "created_at": "2026-11-23T10:00:00.000Z",
           *           "changed_at": "2026-11-23T10:00:00.000Z"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              changed_at: string;
              context_window: number | null;
              created_at: string;
              default_output_tokens: number | null;
              id: string;
              max_output_tokens: number | null;
              price: {
                cache_write_per_million: string;
                cached_input_per_million: string;
                currency: string;
                input_per_million: string;
                output_per_million: string;
                service_tiers: {
                  flex: {
                    cache_write_per_million: string;
                    input_per_million: string;
                    output_per_million: string;
                  };
                };
                tiers: {
                  above_input_tokens: number;
                  cache_write_per_million: string;
                  cached_input_per_million: string;
                  input_per_million: string;
                  output_per_million: string;
                }[];
              };
              price_source: {
                effective_from: string | null;
                import: string;
                list: string;
                list_model: string;
                list_provider: string;
                list_version: string | null;
              } | null;
              price_version: string;
              priced_at: string;
              targets: {
                priority: number;
                provider: string;
                traits: Record<string, never>;
                upstream_model: string;
                weight: number;
              }[];
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ModelsController_read: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "openai/gpt-4.1-mini",
           *       "targets": [
           *         {
           *           "provider": "openai",
           *           "upstream_model": "gpt-4.1-mini",
           *           "priority": 0,
           *           "weight": 1,
           *           "traits": {}
           *         }
           *       ],
           *       "price": {
           *         "currency": "USD",
           *         "input_per_million": "0.40",
           *         "cached_input_per_million": "0.10",
           *         "cache_write_per_million": "0.40",
           *         "output_per_million": "1.60",
           *         "tiers": [
           *           {
           *             "above_input_tokens": 200000,
           *             "input_per_million": "0.80",
           *             "cached_input_per_million": "0.20",
           *             "cache_write_per_million": "0.80",
           *             "output_per_million": "2.40"
           *           }
           *         ],
           *         "service_tiers": {
           *           "flex": {
           *             "input_per_million": "0.20",
           *             "cache_write_per_million": "0.20",
           *             "output_per_million": "0.80"
           *           }
           *         }
           *       },
           *       "price_version": "model-openai/gpt-4.1-mini@1",
           *       "priced_at": "2026-11-23T10:00:00.000Z",
           *       "price_source": {
           *         "import": "pim_01kb",
           *         "list": "litellm",
           *         "list_version": null,
           *         "list_provider": "openai",
           *         "list_model": "gpt-4.1-mini",
           *         "effective_from": null
           *       },
           *       "context_window": 1047576,
           *       "max_output_tokens": 32768,
           *       "default_output_tokens": 1024,
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "changed_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            changed_at: string;
            context_window: number | null;
            created_at: string;
            default_output_tokens: number | null;
            id: string;
            max_output_tokens: number | null;
            price: {
              cache_write_per_million: string;
              cached_input_per_million: string;
              currency: string;
              input_per_million: string;
              output_per_million: string;
              service_tiers: {
                flex: {
                  cache_write_per_million: string;
                  input_per_million: string;
                  output_per_million: string;
                };
              };
              tiers: {
                above_input_tokens: number;
                cache_write_per_million: string;
                cached_input_per_million: string;
                input_per_million: string;
                output_per_million: string;
              }[];
            };
            price_source: {
              effective_from: string | null;
              import: string;
              list: string;
              list_model: string;
              list_provider: string;
              list_version: string | null;
            } | null;
            price_version: string;
            priced_at: string;
            targets: {
              priority: number;
              provider: string;
              traits: Record<string, never>;
              upstream_model: string;
              weight: number;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ModelsController_configure: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "targets": [
         *         {
         *           "provider": "sandbox",
         *           "upstream_model": "gpt-4.1-mini",
         *           "priority": 0,
         *           "weight": 1,
         *           "cost": {
         *             "currency": "USD",
         *             "input_per_million": "0.35",
         *             "output_per_million": "1.40"
         *           },
         *           "traits": {
         *             "limit_field": "max_tokens",
         *             "refused_fields": [
         *               "seed"
         *             ],
         *             "exclusive_fields": [
         *               [
         *                 "temperature",
         *                 "top_p"
         *               ]
         *             ],
         *             "reasoning": "effort",
         *             "reasoning_field": "reasoning_content",
         *             "strict_schema": true,
         *             "system_role": "system",
         *             "tool_choice": [
         *               "none",
         *               "auto"
         *             ],
         *             "ends_without_done": false,
         *             "output_bound_factor": 1.5
         *           }
         *         }
         *       ],
         *       "price": {
         *         "currency": "USD",
         *         "input_per_million": "0.40",
         *         "cached_input_per_million": "0.10",
         *         "output_per_million": "1.60",
         *         "tiers": [
         *           {
         *             "above_input_tokens": 200000,
         *             "input_per_million": "0.80",
         *             "cached_input_per_million": "0.20",
         *             "output_per_million": "2.40"
         *           }
         *         ],
         *         "service_tiers": {
         *           "flex": {
         *             "input_per_million": "0.20",
         *             "output_per_million": "0.80"
         *           }
         *         }
         *       },
         *       "context_window": 1047576,
         *       "max_output_tokens": 32768
         *     }
         */
        'application/json': {
          context_window?: number;
          default_output_tokens?: number;
          max_output_tokens?: number;
          price: {
            cache_write_1h_per_million?: string;
            cache_write_per_million?: string;
            cached_input_audio_per_million?: string;
            cached_input_per_million?: string;
            currency: string;
            input_audio_per_million?: string;
            input_per_million: string;
            output_audio_per_million?: string;
            output_per_million: string;
            service_tiers?: {
              [key: string]: {
                cache_write_1h_per_million: string;
                cache_write_per_million: string;
                cached_input_audio_per_million: string;
                cached_input_per_million: string;
                input_audio_per_million: string;
                input_per_million: string;
                output_audio_per_million: string;
                output_per_million: string;
                tiers: {
                  above_input_tokens: number;
                  cache_write_1h_per_million?: string;
                  cache_write_per_million?: string;
                  cached_input_audio_per_million?: string;
                  cached_input_per_million?: string;
                  input_audio_per_million?: string;
                  input_per_million?: string;
                  output_audio_per_million?: string;
                  output_per_million?: string;
                }[];
              };
            };
            tiers?: {
              above_input_tokens: number;
              cache_write_1h_per_million?: string;
              cache_write_per_million?: string;
              cached_input_audio_per_million?: string;
              cached_input_per_million?: string;
              input_audio_per_million?: string;
              input_per_million?: string;
              output_audio_per_million?: string;
              output_per_million?: string;
            }[];
          };
          targets: {
            cost?: {
              cache_write_1h_per_million?: string;
              cache_write_per_million?: string;
              cached_input_audio_per_million?: string;
              cached_input_per_million?: string;
              currency: string;
              input_audio_per_million?: string;
              input_per_million: string;
              output_audio_per_million?: string;
              output_per_million: string;
              service_tiers?: {
                [key: string]: {
                  cache_write_1h_per_million: string;
                  cache_write_per_million: string;
                  cached_input_audio_per_million: string;
                  cached_input_per_million: string;
                  input_audio_per_million: string;
                  input_per_million: string;
                  output_audio_per_million: string;
                  output_per_million: string;
                  tiers: {
                    above_input_tokens: number;
                    cache_write_1h_per_million?: string;
                    cache_write_per_million?: string;
                    cached_input_audio_per_million?: string;
                    cached_input_per_million?: string;
                    input_audio_per_million?: string;
                    input_per_million?: string;
                    output_audio_per_million?: string;
                    output_per_million?: string;
                  }[];
                };
              };
              tiers?: {
                above_input_tokens: number;
                cache_write_1h_per_million?: string;
                cache_write_per_million?: string;
                cached_input_audio_per_million?: string;
                cached_input_per_million?: string;
                input_audio_per_million?: string;
                input_per_million?: string;
                output_audio_per_million?: string;
                output_per_million?: string;
              }[];
            };
            priority?: number;
            provider: string;
            traits?: {
              ends_without_done: boolean;
              exclusive_fields: unknown[];
              /** @enum {string} */
              limit_field: 'max_tokens' | 'max_completion_tokens' | 'max_output_tokens' | 'none';
              output_bound_factor: number;
              /** @enum {string} */
              reasoning: 'effort' | 'budget' | 'none';
              /** @enum {string} */
              reasoning_field: 'reasoning_content' | 'reasoning' | 'none';
              refused_fields: string[];
              strict_schema: boolean;
              /** @enum {string} */
              system_role: 'system' | 'developer' | 'user';
              tool_choice: ('none' | 'auto' | 'required' | 'named')[];
            };
            upstream_model: string;
            weight?: number;
          }[];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "openai/gpt-4.1-mini",
           *       "targets": [
           *         {
           *           "provider": "openai",
           *           "upstream_model": "gpt-4.1-mini",
           *           "priority": 0,
           *           "weight": 1,
           *           "traits": {}
           *         }
           *       ],
           *       "price": {
           *         "currency": "USD",
           *         "input_per_million": "0.40",
           *         "cached_input_per_million": "0.10",
           *         "cache_write_per_million": "0.40",
           *         "output_per_million": "1.60",
           *         "tiers": [
           *           {
           *             "above_input_tokens": 200000,
           *             "input_per_million": "0.80",
           *             "cached_input_per_million": "0.20",
           *             "cache_write_per_million": "0.80",
           *             "output_per_million": "2.40"
           *           }
           *         ],
           *         "service_tiers": {
           *           "flex": {
           *             "input_per_million": "0.20",
           *             "cache_write_per_million": "0.20",
           *             "output_per_million": "0.80"
           *           }
           *         }
           *       },
           *       "price_version": "model-openai/gpt-4.1-mini@1",
           *       "priced_at": "2026-11-23T10:00:00.000Z",
           *       "price_source": {
           *         "import": "pim_01kb",
           *         "list": "litellm",
           *         "list_version": null,
           *         "list_provider": "openai",
           *         "list_model": "gpt-4.1-mini",
           *         "effective_from": null
           *       },
           *       "context_window": 1047576,
           *       "max_output_tokens": 32768,
           *       "default_output_tokens": 1024,
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "changed_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            changed_at: string;
            context_window: number | null;
            created_at: string;
            default_output_tokens: number | null;
            id: string;
            max_output_tokens: number | null;
            price: {
              cache_write_per_million: string;
              cached_input_per_million: string;
              currency: string;
              input_per_million: string;
              output_per_million: string;
              service_tiers: {
                flex: {
                  cache_write_per_million: string;
                  input_per_million: string;
                  output_per_million: string;
                };
              };
              tiers: {
                above_input_tokens: number;
                cache_write_per_million: string;
                cached_input_per_million: string;
                input_per_million: string;
                output_per_million: string;
              }[];
            };
            price_source: {
              effective_from: string | null;
              import: string;
              list: string;
              list_model: string;
              list_provider: string;
              list_version: string | null;
            } | null;
            price_version: string;
            priced_at: string;
            targets: {
              priority: number;
              provider: string;
              traits: Record<string, never>;
              upstream_model: string;
              weight: number;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ModelsController_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  UnmatchedController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "unm_9ea152df",
           *           "payment_provider": "acme",
           *           "payment_id": "pay_1",
           *           "reason": "customer_unknown",
           *           "customer_id": null,
           *           "amount": null,
           *           "currency": null,
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "stream": "payment-acme-pay_1",
           *           "reports": [
           *             {
           *               "time": "2026-11-23T10:00:00.000Z",
           *               "reason": "customer_unknown",
           *               "customer_id": null,
           *               "facts": null,
           *               "bytes": 142
           *             }
           *           ]
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              amount: string | null;
              currency: string | null;
              customer_id: string | null;
              id: string;
              payment_id: string;
              payment_provider: string;
              reason: string;
              reports: {
                bytes: number;
                customer_id: string | null;
                facts: string | null;
                reason: string;
                time: string;
              }[];
              stream: string;
              time: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  UnmatchedController_assign: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "customer_id": "cus_01kb",
         *       "amount": "10.00",
         *       "currency": "USD",
         *       "reason": "Named in the bank transfer"
         *     }
         */
        'application/json': {
          amount?: string;
          currency?: string;
          customer_id: string;
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "lot_01kb",
           *       "unmatched_id": "unm_9ea152df",
           *       "customer_id": "cus_01kb",
           *       "balance": "15.00",
           *       "currency": "USD",
           *       "status": "credited"
           *     }
           */
          'application/json': {
            balance: string;
            currency: string;
            customer_id: string;
            id: string;
            status: string;
            unmatched_id: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "person": "per_01kb",
           *           "email": "ada@example.com",
           *           "is_proven": true,
           *           "role": "operator",
           *           "memberships": [
           *             {
           *               "customer": "cus_01kb",
           *               "role": "owner"
           *             }
           *           ]
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              is_proven: boolean;
              memberships: {
                customer: string;
                role: string;
              }[];
              person: string;
              role: string | null;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_invite: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "bob@example.com",
         *       "role": "auditor"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
          /** @enum {unknown} */
          role: 'owner' | 'operator' | 'finance' | 'support' | 'auditor';
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "inv_01kb",
           *       "email": "bob@example.com",
           *       "role": "auditor",
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "mailed": false,
           *       "link": "https://ai.example.com/console/join#cus_01kb.inv_01kb.…"
           *     }
           */
          'application/json': {
            email: string | null;
            expires_at: string;
            id: string;
            link: string;
            mailed: boolean;
            role: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_change: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "role": "owner"
         *     }
         */
        'application/json': {
          /** @enum {unknown} */
          role?: 'owner' | 'operator' | 'finance' | 'support' | 'auditor';
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "email": "ada@example.com",
           *       "is_proven": true,
           *       "role": "operator",
           *       "memberships": [
           *         {
           *           "customer": "cus_01kb",
           *           "role": "owner"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            email: string | null;
            is_proven: boolean;
            memberships: {
              customer: string;
              role: string;
            }[];
            person: string;
            role: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PersonErasureController_preview: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "per_01kb",
           *       "is_erased": false,
           *       "erased": [
           *         {
           *           "code": "name_and_email",
           *           "what": "Name and e-mail: shown as \"erased\" everywhere"
           *         }
           *       ],
           *       "stays": [
           *         {
           *           "code": "ledger",
           *           "what": "Entries, charges, statements and the balance, under the ids of customer and account",
           *           "why": "They are the books: they have to be kept, and sum to zero only together"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            erased: {
              code: string;
              what: string;
            }[];
            id: string;
            is_erased: boolean;
            stays: {
              code: string;
              what: string;
              why: string;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PersonErasureController_erase: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "reason": "Has left the company"
         *     }
         */
        'application/json': {
          reason?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "per_01kb",
           *       "status": "erased",
           *       "erased_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            erased_at: string;
            id: string;
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_reset: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "language": "en"
         *     }
         */
        'application/json': {
          /** @enum {unknown} */
          language?: 'en' | 'zh' | 'ja' | 'ko';
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "mailed": false,
           *       "link": "https://ai.example.com/console/reset#per_01kb.…"
           *     }
           */
          'application/json': {
            link: string;
            mailed: boolean;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_listInvitations: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "inv_01kb",
           *           "email": "bob@example.com",
           *           "role": "developer",
           *           "expires_at": "2026-11-23T10:00:00.000Z",
           *           "invited_at": "2026-11-23T10:00:00.000Z",
           *           "invited_by": null
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              expires_at: string;
              id: string;
              invited_at: string;
              invited_by: string | null;
              role: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OperatorsController_withdraw: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PriceImportsController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "pim_01kb",
           *           "status": "draft",
           *           "source": {
           *             "list": "genai-prices",
           *             "version": "0.1.8",
           *             "url": null,
           *             "sha256": "0c9da229…",
           *             "fetched_at": "2026-11-23T10:00:00.000Z",
           *             "fetched_by": "admin:adm_01kb"
           *           },
           *           "apply": "both",
           *           "markup_ppm": 250000,
           *           "row_counts": {
           *             "proposed": 1,
           *             "unchanged": 0,
           *             "unimportable": 0,
           *             "confirmed": 0,
           *             "applied": 0,
           *             "refused": 0
           *           },
           *           "drafted_at": "2026-11-23T10:00:00.000Z",
           *           "confirmed_at": null,
           *           "confirmed_by": null,
           *           "discarded_at": null,
           *           "discarded_by": null
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              apply: string;
              confirmed_at: string | null;
              confirmed_by: string | null;
              discarded_at: string | null;
              discarded_by: string | null;
              drafted_at: string;
              id: string;
              markup_ppm: number;
              row_counts: {
                applied: number;
                confirmed: number;
                proposed: number;
                refused: number;
                unchanged: number;
                unimportable: number;
              };
              source: {
                fetched_at: string;
                fetched_by: string;
                list: string;
                sha256: string;
                url: string | null;
                version: string | null;
              };
              status: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PriceImportsController_draft: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "source": "genai-prices",
         *       "providers": {},
         *       "models": [
         *         {
         *           "id": "openai/gpt-4.1",
         *           "provider": "sandbox",
         *           "list_provider": "openai",
         *           "list_model": "gpt-4.1"
         *         }
         *       ],
         *       "markup_ppm": 250000
         *     }
         */
        'application/json': {
          /** @enum {unknown} */
          apply?: 'cost' | 'price' | 'both';
          list?: string;
          markup_ppm?: number;
          models?: {
            id: string;
            list_model: string;
            list_provider: string;
            provider: string;
            upstream_model?: string;
          }[];
          providers?: Record<string, never>;
          /** @enum {unknown} */
          source: 'genai-prices' | 'litellm';
          url?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pim_01kb",
           *       "status": "draft",
           *       "source": {
           *         "list": "genai-prices",
           *         "version": "0.1.8",
           *         "url": null,
           *         "sha256": "0c9da229…",
           *         "fetched_at": "2026-11-23T10:00:00.000Z",
           *         "fetched_by": "admin:adm_01kb"
           *       },
           *       "apply": "both",
           *       "markup_ppm": 250000,
           *       "row_counts": {
           *         "proposed": 1,
           *         "unchanged": 0,
           *         "unimportable": 0,
           *         "confirmed": 0,
           *         "applied": 0,
           *         "refused": 0
           *       },
           *       "drafted_at": "2026-11-23T10:00:00.000Z",
           *       "confirmed_at": null,
           *       "confirmed_by": null,
           *       "discarded_at": null,
           *       "discarded_by": null,
           *       "rows": [
           *         {
           *           "model": "openai/gpt-4.1",
           *           "status": "proposed",
           *           "code": null,
           *           "message": null,
           *           "compared_with": "model-openai/gpt-4.1@1",
           *           "price": {
           *             "currency": "USD",
           *             "input_per_million": "2.50",
           *             "cached_input_per_million": "0.625",
           *             "cache_write_per_million": "2.50",
           *             "output_per_million": "10.00"
           *           },
           *           "price_version": null,
           *           "targets": [
           *             {
           *               "provider": "openai",
           *               "upstream_model": "gpt-4.1",
           *               "list_provider": "openai",
           *               "list_model": "gpt-4.1",
           *               "effective_from": null,
           *               "unpriced": [
           *                 "web_searches_kcount"
           *               ],
           *               "cost": {
           *                 "currency": "USD",
           *                 "input_per_million": "2.00",
           *                 "cached_input_per_million": "0.50",
           *                 "cache_write_per_million": "2.50",
           *                 "output_per_million": "10.00"
           *               },
           *               "code": null,
           *               "message": null
           *             }
           *           ],
           *           "context_window": 1047576,
           *           "max_output_tokens": 32768
           *         }
           *       ]
           *     }
           */
          'application/json': {
            apply: string;
            confirmed_at: string | null;
            confirmed_by: string | null;
            discarded_at: string | null;
            discarded_by: string | null;
            drafted_at: string;
            id: string;
            markup_ppm: number;
            row_counts: {
              applied: number;
              confirmed: number;
              proposed: number;
              refused: number;
              unchanged: number;
              unimportable: number;
            };
            rows: {
              code: string | null;
              compared_with: string | null;
              context_window: number | null;
              max_output_tokens: number | null;
              message: string | null;
              model: string;
              price: {
                cache_write_per_million: string;
                cached_input_per_million: string;
                currency: string;
                input_per_million: string;
                output_per_million: string;
              } | null;
              price_version: string | null;
              status: string;
              targets: {
                code: string | null;
                cost: {
                  cache_write_per_million: string;
                  cached_input_per_million: string;
                  currency: string;
                  input_per_million: string;
                  output_per_million: string;
                } | null;
                effective_from: string | null;
                list_model: string;
                list_provider: string;
                message: string | null;
                provider: string;
                unpriced: string[];
                upstream_model: string;
              }[];
            }[];
            source: {
              fetched_at: string;
              fetched_by: string;
              list: string;
              sha256: string;
              url: string | null;
              version: string | null;
            };
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      502: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PriceImportsController_read: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pim_01kb",
           *       "status": "draft",
           *       "source": {
           *         "list": "genai-prices",
           *         "version": "0.1.8",
           *         "url": null,
           *         "sha256": "0c9da229…",
           *         "fetched_at": "2026-11-23T10:00:00.000Z",
           *         "fetched_by": "admin:adm_01kb"
           *       },
           *       "apply": "both",
           *       "markup_ppm": 250000,
           *       "row_counts": {
           *         "proposed": 1,
           *         "unchanged": 0,
           *         "unimportable": 0,
           *         "confirmed": 0,
           *         "applied": 0,
           *         "refused": 0
           *       },
           *       "drafted_at": "2026-11-23T10:00:00.000Z",
           *       "confirmed_at": null,
           *       "confirmed_by": null,
           *       "discarded_at": null,
           *       "discarded_by": null,
           *       "rows": [
           *         {
           *           "model": "openai/gpt-4.1",
           *           "status": "proposed",
           *           "code": null,
           *           "message": null,
           *           "compared_with": "model-openai/gpt-4.1@1",
           *           "price": {
           *             "currency": "USD",
           *             "input_per_million": "2.50",
           *             "cached_input_per_million": "0.625",
           *             "cache_write_per_million": "2.50",
           *             "output_per_million": "10.00"
           *           },
           *           "price_version": null,
           *           "targets": [
           *             {
           *               "provider": "openai",
           *               "upstream_model": "gpt-4.1",
           *               "list_provider": "openai",
           *               "list_model": "gpt-4.1",
           *               "effective_from": null,
           *               "unpriced": [
           *                 "web_searches_kcount"
           *               ],
           *               "cost": {
           *                 "currency": "USD",
           *                 "input_per_million": "2.00",
           *                 "cached_input_per_million": "0.50",
           *                 "cache_write_per_million": "2.50",
           *                 "output_per_million": "10.00"
           *               },
           *               "code": null,
           *               "message": null
           *             }
           *           ],
           *           "context_window": 1047576,
           *           "max_output_tokens": 32768
           *         }
           *       ]
           *     }
           */
          'application/json': {
            apply: string;
            confirmed_at: string | null;
            confirmed_by: string | null;
            discarded_at: string | null;
            discarded_by: string | null;
            drafted_at: string;
            id: string;
            markup_ppm: number;
            row_counts: {
              applied: number;
              confirmed: number;
              proposed: number;
              refused: number;
              unchanged: number;
              unimportable: number;
            };
            rows: {
              code: string | null;
              compared_with: string | null;
              context_window: number | null;
              max_output_tokens: number | null;
              message: string | null;
              model: string;
              price: {
                cache_write_per_million: string;
                cached_input_per_million: string;
                currency: string;
                input_per_million: string;
                output_per_million: string;
              } | null;
              price_version: string | null;
              status: string;
              targets: {
                code: string | null;
                cost: {
                  cache_write_per_million: string;
                  cached_input_per_million: string;
                  currency: string;
                  input_per_million: string;
                  output_per_million: string;
                } | null;
                effective_from: string | null;
                list_model: string;
                list_provider: string;
                message: string | null;
                provider: string;
                unpriced: string[];
                upstream_model: string;
              }[];
            }[];
            source: {
              fetched_at: string;
              fetched_by: string;
              list: string;
              sha256: string;
              url: string | null;
              version: string | null;
            };
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PriceImportsController_discard: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PriceImportsController_confirm: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "rows": [
         *         "openai/gpt-4.1"
         *       ]
         *     }
         */
        'application/json': {
          rows?: string[];
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pim_01kb",
           *       "status": "draft",
           *       "source": {
           *         "list": "genai-prices",
           *         "version": "0.1.8",
           *         "url": null,
           *         "sha256": "0c9da229…",
           *         "fetched_at": "2026-11-23T10:00:00.000Z",
           *         "fetched_by": "admin:adm_01kb"
           *       },
           *       "apply": "both",
           *       "markup_ppm": 250000,
           *       "row_counts": {
           *         "proposed": 1,
           *         "unchanged": 0,
           *         "unimportable": 0,
           *         "confirmed": 0,
           *         "applied": 0,
           *         "refused": 0
           *       },
           *       "drafted_at": "2026-11-23T10:00:00.000Z",
           *       "confirmed_at": null,
           *       "confirmed_by": null,
           *       "discarded_at": null,
           *       "discarded_by": null,
           *       "rows": [
           *         {
           *           "model": "openai/gpt-4.1",
           *           "status": "proposed",
           *           "code": null,
           *           "message": null,
           *           "compared_with": "model-openai/gpt-4.1@1",
           *           "price": {
           *             "currency": "USD",
           *             "input_per_million": "2.50",
           *             "cached_input_per_million": "0.625",
           *             "cache_write_per_million": "2.50",
           *             "output_per_million": "10.00"
           *           },
           *           "price_version": null,
           *           "targets": [
           *             {
           *               "provider": "openai",
           *               "upstream_model": "gpt-4.1",
           *               "list_provider": "openai",
           *               "list_model": "gpt-4.1",
           *               "effective_from": null,
           *               "unpriced": [
           *                 "web_searches_kcount"
           *               ],
           *               "cost": {
           *                 "currency": "USD",
           *                 "input_per_million": "2.00",
           *                 "cached_input_per_million": "0.50",
           *                 "cache_write_per_million": "2.50",
           *                 "output_per_million": "10.00"
           *               },
           *               "code": null,
           *               "message": null
           *             }
           *           ],
           *           "context_window": 1047576,
           *           "max_output_tokens": 32768
           *         }
           *       ]
           *     }
           */
          'application/json': {
            apply: string;
            confirmed_at: string | null;
            confirmed_by: string | null;
            discarded_at: string | null;
            discarded_by: string | null;
            drafted_at: string;
            id: string;
            markup_ppm: number;
            row_counts: {
              applied: number;
              confirmed: number;
              proposed: number;
              refused: number;
              unchanged: number;
              unimportable: number;
            };
            rows: {
              code: string | null;
              compared_with: string | null;
              context_window: number | null;
              max_output_tokens: number | null;
              message: string | null;
              model: string;
              price: {
                cache_write_per_million: string;
                cached_input_per_million: string;
                currency: string;
                input_per_million: string;
                output_per_million: string;
              } | null;
              price_version: string | null;
              status: string;
              targets: {
                code: string | null;
                cost: {
                  cache_write_per_million: string;
                  cached_input_per_million: string;
                  currency: string;
                  input_per_million: string;
                  output_per_million: string;
                } | null;
                effective_from: string | null;
                list_model: string;
                list_provider: string;
                message: string | null;
                provider: string;
                unpriced: string[];
                upstream_model: string;
              }[];
            }[];
            source: {
              fetched_at: string;
              fetched_by: string;
              list: string;
              sha256: string;
              url: string | null;
              version: string | null;
            };
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LedgerController_projections: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "name": "balances",
           *           "version": 1,
           *           "state": "live",
           *           "position": "42",
           *           "behind": "0",
           *           "poison": {},
           *           "parked": [
           *             {}
           *           ],
           *           "compared": {}
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null,
           *       "projector": {
           *         "state": "running",
           *         "restarts": 0,
           *         "head": "42",
           *         "behind": "0",
           *         "oldest_unread": null,
           *         "heartbeat": "2026-11-23T10:00:00.000Z"
           *       }
           *     }
           */
          'application/json': {
            data: {
              behind: string;
              compared: Record<string, never> | null;
              name: string;
              parked: Record<string, never>[];
              poison: Record<string, never> | null;
              position: string;
              state: string;
              version: number;
            }[];
            has_more: boolean;
            next_cursor: string | null;
            projector: {
              behind: string;
              head: string;
              heartbeat: string;
              oldest_unread: string | null;
              restarts: number;
              state: string;
            };
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProvidersController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "openai",
           *           "protocol": "openai",
           *           "base_url": "https://api.openai.com/v1",
           *           "traits": {},
           *           "configured_at": "2026-11-23T10:00:00.000Z"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              base_url: string;
              configured_at: string;
              id: string;
              protocol: string;
              traits: Record<string, never>;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProvidersController_read: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "openai",
           *       "protocol": "openai",
           *       "base_url": "https://api.openai.com/v1",
           *       "traits": {},
           *       "configured_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            base_url: string;
            configured_at: string;
            id: string;
            protocol: string;
            traits: Record<string, never>;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProvidersController_configure: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "protocol": "openai",
         *       "base_url": "https://api.openai.com/v1",
         *       "api_key": "sk-example",
         *       "traits": {
         *         "limit_field": "max_tokens",
         *         "refused_fields": [
         *           "seed"
         *         ],
         *         "exclusive_fields": [
         *           [
         *             "temperature",
         *             "top_p"
         *           ]
         *         ],
         *         "reasoning": "effort",
         *         "reasoning_field": "reasoning_content",
         *         "strict_schema": true,
         *         "system_role": "system",
         *         "tool_choice": [
         *           "none",
         *           "auto"
         *         ],
         *         "ends_without_done": false,
         *         "output_bound_factor": 1.5
         *       }
         *     }
         */
        'application/json': {
          api_key: string;
          base_url: string;
          insecure?: boolean;
          protocol: string;
          traits?: {
            ends_without_done: boolean;
            exclusive_fields: unknown[];
            /** @enum {string} */
            limit_field: 'max_tokens' | 'max_completion_tokens' | 'max_output_tokens' | 'none';
            output_bound_factor: number;
            /** @enum {string} */
            reasoning: 'effort' | 'budget' | 'none';
            /** @enum {string} */
            reasoning_field: 'reasoning_content' | 'reasoning' | 'none';
            refused_fields: string[];
            strict_schema: boolean;
            /** @enum {string} */
            system_role: 'system' | 'developer' | 'user';
            tool_choice: ('none' | 'auto' | 'required' | 'named')[];
          };
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "openai",
           *       "protocol": "openai",
           *       "base_url": "https://api.openai.com/v1",
           *       "traits": {},
           *       "configured_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            base_url: string;
            configured_at: string;
            id: string;
            protocol: string;
            traits: Record<string, never>;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProviderHealthController_check: {
    parameters: {
      query?: {
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "provider": "openai",
           *       "status": "up",
           *       "http_status": 200,
           *       "error": null,
           *       "latency_ms": 35,
           *       "checked_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            checked_at: string;
            error: string | null;
            http_status: number | null;
            latency_ms: number | null;
            provider: string;
            status: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AdminSessionsController_endAll: {
    parameters: {
      query?: never;
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyProfileController_read: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "cus_01kb",
           *       "account": "acc_01kb",
           *       "name": "Ada Lovelace",
           *       "email": "ada@example.com",
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "status": "active",
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "key": {
           *         "id": "key_01kb",
           *         "name": "production",
           *         "prefix": "tok_Ab3d",
           *         "scopes": [
           *           "inference",
           *           "billing:read"
           *         ],
           *         "policy": {},
           *         "status": "active",
           *         "created_at": "2026-11-23T10:00:00.000Z",
           *         "expires_at": null,
           *         "rotated_at": null,
           *         "previous_valid_until": null,
           *         "revoked_at": null
           *       }
           *     }
           */
          'application/json':
            | {
                account: string;
                created_at: string;
                currency: string;
                email: string | null;
                id: string;
                key: {
                  created_at: string;
                  expires_at: string | null;
                  id: string;
                  name: string;
                  policy: Record<string, never>;
                  prefix: string;
                  previous_valid_until: string | null;
                  revoked_at: string | null;
                  rotated_at: string | null;
                  scopes: string[];
                  /** @enum {string} */
                  status: 'active' | 'rotating' | 'expired' | 'revoked';
                };
                name: string | null;
                status: string;
                time_zone: string;
              }
            | {
                customer: {
                  currency: string;
                  id: string;
                  name: string;
                  status: string;
                  time_zone: string;
                };
                permissions: string[];
                person: string;
                role: string;
              };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyApiKeysController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Only keys of this status; `current`: `active` and `rotating` */
        status?: 'current' | 'active' | 'rotating' | 'expired' | 'revoked';
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "key_01kb",
           *           "name": "production",
           *           "prefix": "tok_Ab3d",
           *           "scopes": [
           *             "inference",
           *             "billing:read"
           *           ],
           *           "policy": {},
           *           "status": "active",
           *           "created_at": "2026-11-23T10:00:00.000Z",
           *           "expires_at": null,
           *           "rotated_at": null,
           *           "previous_valid_until": null,
           *           "revoked_at": null,
           *           "last_used_on": "2026-11-23",
           *           "spent_today": "0.000168"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              created_at: string;
              expires_at: string | null;
              id: string;
              last_used_on: string | null;
              name: string;
              policy: Record<string, never>;
              prefix: string;
              previous_valid_until: string | null;
              revoked_at: string | null;
              rotated_at: string | null;
              scopes: string[];
              spent_today: string;
              /** @enum {string} */
              status: 'active' | 'rotating' | 'expired' | 'revoked';
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyApiKeysController_issue: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "production",
         *       "scopes": [
         *         "inference",
         *         "billing:read"
         *       ]
         *     }
         */
        'application/json': {
          expires_at?: string;
          name: string;
          policy?: {
            models: string[];
          };
          scopes?: string[];
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "key_01kb",
           *       "name": "production",
           *       "prefix": "tok_Ab3d",
           *       "scopes": [
           *         "inference",
           *         "billing:read"
           *       ],
           *       "policy": {},
           *       "status": "active",
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "expires_at": null,
           *       "rotated_at": null,
           *       "previous_valid_until": null,
           *       "revoked_at": null,
           *       "key": "tok_Ab3d…"
           *     }
           */
          'application/json': {
            created_at: string;
            expires_at: string | null;
            id: string;
            key: string;
            name: string;
            policy: Record<string, never>;
            prefix: string;
            previous_valid_until: string | null;
            revoked_at: string | null;
            rotated_at: string | null;
            scopes: string[];
            /** @enum {string} */
            status: 'active' | 'rotating' | 'expired' | 'revoked';
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyApiKeysController_revoke: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyApiKeysController_rotate: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        key: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "overlap_seconds": 3600
         *     }
         */
        'application/json': {
          overlap_seconds?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "key_01kb",
           *       "name": "production",
           *       "prefix": "tok_Ab3d",
           *       "scopes": [
           *         "inference",
           *         "billing:read"
           *       ],
           *       "policy": {},
           *       "status": "active",
           *       "created_at": "2026-11-23T10:00:00.000Z",
           *       "expires_at": null,
           *       "rotated_at": null,
           *       "previous_valid_until": null,
           *       "revoked_at": null,
           *       "key": "tok_Ab3d…"
           *     }
           */
          'application/json': {
            created_at: string;
            expires_at: string | null;
            id: string;
            key: string;
            name: string;
            policy: Record<string, never>;
            prefix: string;
            previous_valid_until: string | null;
            revoked_at: string | null;
            rotated_at: string | null;
            scopes: string[];
            /** @enum {string} */
            status: 'active' | 'rotating' | 'expired' | 'revoked';
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  BillingController_balance: {
    parameters: {
      query?: {
        /** @description A moment in RFC 3339, or a day (its beginning, UTC): what had taken effect then, the moment itself included */
        as_of?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "currency": "USD",
           *       "available": "4.99",
           *       "held": "0.01",
           *       "frozen": "0.00",
           *       "as_of_position": "42"
           *     }
           */
          'application/json': {
            as_of_position: string;
            available: string;
            currency: string;
            frozen: string;
            held: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  LotsController_lots: {
    parameters: {
      query?: {
        /** @description A moment in RFC 3339, or a day (its beginning, UTC): what had taken effect then, the moment itself included */
        as_of?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "as_of": "2026-11-23T10:00:00.000Z",
           *       "currency": "USD",
           *       "balance": "5.00",
           *       "available": "4.99",
           *       "held": "0.01",
           *       "lots": [
           *         {
           *           "id": "lot_01kb",
           *           "kind": "promo",
           *           "granted": "5.00",
           *           "remaining": "4.99",
           *           "held": "0.01",
           *           "granted_at": "2026-11-23T10:00:00.000Z",
           *           "expires_at": "2026-11-23T10:00:00.000Z",
           *           "payment_id": "pay_1"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            as_of: string;
            available: string | null;
            balance: string;
            currency: string;
            held: string | null;
            lots:
              | {
                  expires_at: string | null;
                  granted: string;
                  granted_at: string;
                  held: string;
                  id: string;
                  kind: string;
                  payment_id: string | null;
                  remaining: string;
                }[]
              | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MovementsController_movements: {
    parameters: {
      query?: {
        /** @description A moment in RFC 3339, or a day (its beginning, UTC): what had taken effect then, the moment itself included */
        as_of?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Else the month of `as_of`, else the running one */
        period?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "period": "2026-11",
           *       "as_of": "2026-11-23T10:00:00.000Z",
           *       "currency": "USD",
           *       "opening_balance": "0.00",
           *       "closing_balance": "4.999976",
           *       "sums": [
           *         {
           *           "type": "usage",
           *           "amount": "-0.000024",
           *           "count": 12
           *         }
           *       ],
           *       "movements": [
           *         {
           *           "day": "2026-11-23",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "type": "usage",
           *           "amount": "-0.000024",
           *           "balance": "4.999976",
           *           "requests": 12
           *         }
           *       ],
           *       "earlier": 0,
           *       "ticks": [
           *         0.5
           *       ]
           *     }
           */
          'application/json': {
            as_of: string;
            closing_balance: string;
            currency: string;
            earlier: number;
            movements: {
              amount: string;
              balance: string;
              day: string;
              requests: number;
              time: string;
              type: string;
            }[];
            opening_balance: string;
            period: string;
            sums: {
              amount: string;
              count: number;
              type: string;
            }[];
            ticks: number[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  StatementController_statement: {
    parameters: {
      query?: {
        /** @description A moment in RFC 3339, or a day (its beginning, UTC): what had taken effect then, the moment itself included */
        as_of?: string;
        /** @description 1: the CSV begins with a byte order mark, by which spreadsheets know UTF-8 when it is opened by a double click */
        bom?: '0' | '1';
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        format?: 'json' | 'csv';
        /** @description Instead of `period`: a day of the account’s time zone, or a moment; included */
        from?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        period?: string;
        /** @description A day of the account’s time zone, or a moment; not included */
        to?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "period": "2026-11",
           *       "currency": "USD",
           *       "opening_balance": "0.00",
           *       "closing_balance": "4.999976",
           *       "closed": false,
           *       "as_of_position": "42",
           *       "lines": [
           *         {
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "type": "usage",
           *           "amount": "-0.000024",
           *           "balance": "4.999976",
           *           "request_id": "req_01kb",
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "3",
           *           "event_id": "0199…"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            as_of_position: string;
            closed: boolean;
            closing_balance: string;
            currency: string;
            lines: {
              amount: string;
              balance: string;
              event_id: string;
              request_id: string;
              revision: string;
              stream: string;
              time: string;
              type: string;
            }[];
            opening_balance: string;
            period: string;
          };
          'text/csv': string;
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyModelsController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "tokenok-fast",
           *           "kind": "alias",
           *           "targets": [
           *             "openai/gpt-4.1-mini"
           *           ],
           *           "providers": [
           *             "sandbox"
           *           ],
           *           "price": {
           *             "currency": "USD",
           *             "input_per_million": "0.40",
           *             "cached_input_per_million": "0.10",
           *             "cache_write_per_million": "0.40",
           *             "output_per_million": "1.60"
           *           },
           *           "context_window": 1047576,
           *           "max_output_tokens": 32768,
           *           "capabilities": [
           *             "chat"
           *           ],
           *           "status": "up",
           *           "checked_at": "2026-11-23T10:00:00.000Z"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              capabilities: ('chat' | 'responses' | 'messages' | 'completions' | 'embeddings' | 'tools' | 'reasoning')[];
              checked_at: string | null;
              context_window: number | null;
              id: string;
              /** @enum {string} */
              kind: 'alias' | 'model';
              max_output_tokens: number | null;
              price: {
                cache_write_per_million: string;
                cached_input_per_million: string;
                currency: string;
                input_per_million: string;
                output_per_million: string;
              } | null;
              providers: string[];
              /** @enum {string} */
              status: 'up' | 'slow' | 'down' | 'unknown';
              targets: string[];
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  OverviewController_read: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "currency": "USD",
           *       "time_zone": "UTC",
           *       "balance": {
           *         "available": "4.99",
           *         "held": "0.01"
           *       },
           *       "today": {
           *         "requests": 7,
           *         "errors": 1,
           *         "charge": "0.000168"
           *       },
           *       "month": {
           *         "period": "2026-11",
           *         "requests": 7,
           *         "errors": 1,
           *         "charge": "0.000168"
           *       },
           *       "latency_ms": {
           *         "p50": 612,
           *         "p95": 2410,
           *         "over": "7d"
           *       },
           *       "runway_days": 42,
           *       "first_request_at": "2026-11-23T10:00:00.000Z",
           *       "has_key": true,
           *       "hours": [
           *         {
           *           "start": "2026-11-23T10:00:00.000Z",
           *           "requests": 7,
           *           "errors": 1,
           *           "charge": "0.000168"
           *         }
           *       ],
           *       "days": [
           *         {
           *           "day": "2026-11-23",
           *           "requests": 7,
           *           "errors": 1,
           *           "charge": "0.000168"
           *         }
           *       ],
           *       "position": "42"
           *     }
           */
          'application/json': {
            balance: {
              available: string;
              held: string;
            };
            currency: string;
            days: {
              charge: string;
              day: string;
              errors: number;
              requests: number;
            }[];
            first_request_at: string | null;
            has_key: boolean;
            hours: {
              charge: string;
              errors: number;
              requests: number;
              start: string;
            }[];
            latency_ms: {
              over: string;
              p50: number | null;
              p95: number | null;
            };
            month: {
              charge: string;
              errors: number;
              period: string;
              requests: number;
            };
            position: string;
            runway_days: number | null;
            time_zone: string;
            today: {
              charge: string;
              errors: number;
              requests: number;
            };
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_list: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "person": "per_01kb",
           *           "email": "ada@example.com",
           *           "role": "owner",
           *           "is_proven": true,
           *           "since": "2026-11-23T10:00:00.000Z",
           *           "is_you": true
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              is_proven: boolean;
              is_you: boolean;
              person: string;
              role: string;
              since: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_change: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        person: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "role": "owner"
         *     }
         */
        'application/json': {
          /** @enum {unknown} */
          role: 'owner' | 'developer' | 'finance' | 'viewer';
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "email": "ada@example.com",
           *       "role": "owner",
           *       "is_proven": true,
           *       "since": "2026-11-23T10:00:00.000Z",
           *       "is_you": true
           *     }
           */
          'application/json': {
            email: string | null;
            is_proven: boolean;
            is_you: boolean;
            person: string;
            role: string;
            since: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_remove: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        person: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_listInvitations: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "inv_01kb",
           *           "email": "bob@example.com",
           *           "role": "developer",
           *           "expires_at": "2026-11-23T10:00:00.000Z",
           *           "invited_at": "2026-11-23T10:00:00.000Z",
           *           "invited_by": null
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              email: string | null;
              expires_at: string;
              id: string;
              invited_at: string;
              invited_by: string | null;
              role: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_invite: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "bob@example.com",
         *       "role": "developer"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
          /** @enum {unknown} */
          role: 'owner' | 'developer' | 'finance' | 'viewer';
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "inv_01kb",
           *       "email": "bob@example.com",
           *       "role": "developer",
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "mailed": false,
           *       "link": "https://ai.example.com/console/join#cus_01kb.inv_01kb.…"
           *     }
           */
          'application/json': {
            email: string | null;
            expires_at: string;
            id: string;
            link: string;
            mailed: boolean;
            role: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  MyPeopleController_withdraw: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PlaygroundController_key: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        'application/json': {
          expires_in_seconds?: number;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "key_01kb",
           *       "key": "tok_Ab3d…",
           *       "expires_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            expires_at: string;
            id: string;
            key: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  RequestsController_list: {
    parameters: {
      query?: {
        /** @description 1: the CSV begins with a byte order mark, by which spreadsheets know UTF-8 when it is opened by a double click */
        bom?: '0' | '1';
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        format?: 'json' | 'csv';
        /** @description A day or a time, which is included */
        from?: string;
        /** @description Only requests of this key */
        key_id?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Only requests for this model or alias, or that it answered */
        model?: string;
        /** @description Only requests that this provider answered, or was the last to fail */
        provider?: string;
        status?: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
        /** @description A day or a time, which is not included */
        to?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "req_01kb",
           *           "time": "2026-11-23T10:00:00.000Z",
           *           "started_at": "2026-11-23T10:00:00.000Z",
           *           "status": "succeeded",
           *           "outcome": "succeeded",
           *           "reason": null,
           *           "model": "openai/gpt-4.1-mini",
           *           "requested_model": "fast",
           *           "provider": "openai",
           *           "attempts": 1,
           *           "finish": "unknown",
           *           "finish_told": "a reason that is in no table",
           *           "usage": {
           *             "input_tokens": 20,
           *             "cached_input_tokens": 0,
           *             "cache_write_tokens": 0,
           *             "output_tokens": 10,
           *             "reasoning_tokens": 0,
           *             "source": "reported",
           *             "marks": [
           *               "zero_input"
           *             ]
           *           },
           *           "service_tier": null,
           *           "unpriced": [],
           *           "charge": "0.000024",
           *           "currency": "USD",
           *           "latency_ms": 412,
           *           "first_byte_ms": 390,
           *           "key_id": "key_01kb"
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              attempts: number;
              charge: string;
              currency: string;
              finish: string | null;
              finish_told: string | null;
              first_byte_ms: number | null;
              id: string;
              key_id: string;
              latency_ms: number;
              model: string;
              outcome: string;
              provider: string;
              reason: string | null;
              requested_model: string;
              service_tier: string | null;
              started_at: string;
              status: string;
              time: string;
              unpriced: unknown[];
              usage: {
                cache_write_tokens: number;
                cached_input_tokens: number;
                input_tokens: number;
                marks: string[];
                output_tokens: number;
                reasoning_tokens: number;
                source: string;
              };
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
          'text/csv': string;
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  TailController_follow: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description A day or a time, which is included */
        from?: string;
        /** @description Only requests of this key */
        key_id?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Only requests for this model or alias, or that it answered */
        model?: string;
        /** @description Only requests that this provider answered, or was the last to fail */
        provider?: string;
        status?: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
        /** @description A day or a time, which is not included */
        to?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example : following
           *
           *     event: row
           *     id: 42
           *     data: {"id":"req_01kb"}
           */
          'text/event-stream': string;
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  RequestsController_totals: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description A day or a time, which is included */
        from?: string;
        /** @description Only requests of this key */
        key_id?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description Only requests for this model or alias, or that it answered */
        model?: string;
        /** @description Only requests that this provider answered, or was the last to fail */
        provider?: string;
        status?: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
        /** @description A day or a time, which is not included */
        to?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "requests": 812,
           *       "errors": 3,
           *       "charge": "0.9631",
           *       "currency": "USD",
           *       "is_exact": true
           *     }
           */
          'application/json': {
            charge: string;
            currency: string;
            errors: number;
            is_exact: boolean;
            requests: number;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  RequestsController_read: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "req_01kb",
           *       "status": "succeeded",
           *       "outcome": "succeeded",
           *       "reason": null,
           *       "started_at": "2026-11-23T10:00:00.000Z",
           *       "ended_at": "2026-11-23T10:00:00.000Z",
           *       "latency_ms": 412,
           *       "first_byte_ms": 390,
           *       "key_id": "key_01kb",
           *       "requested_model": "fast",
           *       "model": "openai/gpt-4.1-mini",
           *       "provider": "openai",
           *       "upstream_model": "gpt-4.1-mini",
           *       "attempts": [
           *         {
           *           "provider": "openai",
           *           "model": "openai/gpt-4.1-mini",
           *           "upstream_model": "gpt-4.1-mini",
           *           "outcome": "answered",
           *           "status": 200,
           *           "error_code": "connect_failed",
           *           "latency_ms": 400,
           *           "started_ms": 8,
           *           "first_token_ms": 390,
           *           "ended_ms": 412
           *         }
           *       ],
           *       "skipped_targets": [
           *         {
           *           "provider": "azure",
           *           "model": "openai/gpt-4.1-mini",
           *           "reason": "answered_before"
           *         }
           *       ],
           *       "left_out": [
           *         "logprobs"
           *       ],
           *       "bound": {
           *         "input": 60,
           *         "output": 256
           *       },
           *       "hold": "0.0004336",
           *       "output_limit": 256,
           *       "limit_by": "client",
           *       "cut_by_limit": false,
           *       "finish": "unknown",
           *       "finish_told": "a reason that is in no table",
           *       "usage": {
           *         "input_tokens": 20,
           *         "cached_input_tokens": 0,
           *         "cache_write_tokens": 0,
           *         "output_tokens": 10,
           *         "reasoning_tokens": 0,
           *         "source": "reported",
           *         "marks": [
           *           "zero_input"
           *         ]
           *       },
           *       "service_tier": null,
           *       "service_tier_asked": null,
           *       "unpriced": [],
           *       "currency": "USD",
           *       "charge": "0.000024",
           *       "released": "0.0004096",
           *       "uncollected": "0.00",
           *       "uncollected_reason": null,
           *       "rating": {
           *         "price_version": "model-openai/gpt-4.1-mini@1",
           *         "quote": {
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "2"
           *         },
           *         "price": [
           *           {
           *             "component": "input",
           *             "per_million": "0.40",
           *             "above_input_tokens": 10,
           *             "service_tier": "flex"
           *           },
           *           {
           *             "component": "output",
           *             "per_million": "1.60"
           *           }
           *         ],
           *         "formula": "(20 input × 0.40 + 10 output × 1.60) / 1000000, rounded once to 9 decimals, half to even = 0.000024",
           *         "numerator": "24000000000000000",
           *         "markup_ppm": 0,
           *         "rounding": "half_even",
           *         "rated": "0.000024"
           *       },
           *       "entry": {
           *         "USD": [
           *           [
           *             "2010:acc_01kb",
           *             "0.0004336"
           *           ],
           *           [
           *             "2000:acc_01kb",
           *             "-0.0004096"
           *           ],
           *           [
           *             "4000",
           *             "-0.000024"
           *           ]
           *         ]
           *       },
           *       "events": {
           *         "routed": {
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "3",
           *           "id": "0199…",
           *           "hash": "sIza4cBr…"
           *         },
           *         "ended": {
           *           "stream": "account-acc_01kb-2026-11",
           *           "revision": "3",
           *           "id": "0199…",
           *           "hash": "sIza4cBr…"
           *         }
           *       }
           *     }
           */
          'application/json': {
            attempts: {
              ended_ms: number;
              error_code: string | null;
              first_token_ms: number | null;
              latency_ms: number;
              model: string | null;
              /** @enum {string} */
              outcome: 'answered' | 'failed';
              provider: string;
              started_ms: number;
              status: number | null;
              upstream_model: string;
            }[];
            bound: {
              input: number;
              output: number;
            };
            charge: string;
            currency: string;
            cut_by_limit: boolean;
            ended_at: string;
            entry: {
              USD: string[][];
            };
            events: {
              ended: {
                hash: string;
                id: string;
                revision: string;
                stream: string;
              };
              routed: {
                hash: string;
                id: string;
                revision: string;
                stream: string;
              };
            };
            finish: string | null;
            finish_told: string | null;
            first_byte_ms: number | null;
            hold: string;
            id: string;
            key_id: string;
            latency_ms: number;
            left_out: string[] | null;
            limit_by: string | null;
            model: string;
            outcome: string;
            output_limit: number | null;
            provider: string;
            rating: {
              formula: string;
              markup_ppm: number;
              numerator: string;
              price: {
                above_input_tokens: number;
                component: string;
                per_million: string;
                service_tier: string;
              }[];
              price_version: string;
              quote: {
                revision: string;
                stream: string;
              } | null;
              rated: string;
              rounding: string;
            } | null;
            reason: string | null;
            released: string;
            requested_model: string;
            service_tier: string | null;
            service_tier_asked: string | null;
            skipped_targets: {
              model: string;
              provider: string;
              /** @enum {string} */
              reason: 'answered_before' | 'not_tried';
            }[];
            started_at: string;
            status: string;
            uncollected: string;
            uncollected_reason: string | null;
            unpriced: unknown[];
            upstream_model: string;
            usage: {
              cache_write_tokens: number;
              cached_input_tokens: number;
              input_tokens: number;
              marks: string[];
              output_tokens: number;
              reasoning_tokens: number;
              source: string;
            };
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PlaygroundController_preview: {
    parameters: {
      query?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
      };
      header?: {
        /** @description The same command again, at any later time: its first answer, and no second effect */
        'Idempotency-Key'?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "endpoint": "chat/completions",
         *       "body": {
         *         "model": "tokenok-fast",
         *         "messages": [
         *           {
         *             "role": "user",
         *             "content": "Hello"
         *           }
         *         ],
         *         "max_tokens": 256
         *       }
         *     }
         */
        'application/json': {
          body: Record<string, never>;
          /** @enum {unknown} */
          endpoint: 'chat/completions' | 'responses' | 'messages';
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "model": "openai/gpt-4.1-mini",
           *       "provider": "sandbox",
           *       "targets": [
           *         {
           *           "model": "openai/gpt-4.1-mini",
           *           "provider": "sandbox"
           *         }
           *       ],
           *       "at_most": {
           *         "amount": "0.0004336",
           *         "currency": "USD"
           *       },
           *       "max_output_tokens": 256,
           *       "refusal": {
           *         "code": "insufficient_funds",
           *         "message": "The balance has 0.00 USD available",
           *         "field": null
           *       }
           *     }
           */
          'application/json': {
            at_most: {
              amount: string;
              currency: string;
            } | null;
            max_output_tokens: number | null;
            model: string | null;
            provider: string | null;
            refusal: {
              code: string;
              field: string | null;
              message: string;
            } | null;
            targets: {
              model: string;
              provider: string;
            }[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  BillingController_usage: {
    parameters: {
      query?: {
        /** @description next_cursor of the page before */
        cursor?: string;
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        customer?: string;
        /** @description A day, which is included */
        from?: string;
        limit?: number;
        /** @description Waits up to 2 s until the answer holds what was written at this x-tokenok-position */
        min_position?: string;
        /** @description A month, instead of `from` and `to` */
        period?: string;
        /** @description A day, which is not included */
        to?: string;
      };
      header?: {
        /** @description With a session: which customer, where its person is a member of several; by the query for downloads and event streams */
        'x-tokenok-customer'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "day": "2026-11-23",
           *           "model": "openai/gpt-4.1-mini",
           *           "currency": "USD",
           *           "requests": 7,
           *           "input_tokens": 20,
           *           "cached_input_tokens": 0,
           *           "cache_write_tokens": 0,
           *           "output_tokens": 10,
           *           "reasoning_tokens": 0,
           *           "charge": "0.000168",
           *           "unpriced_requests": 0,
           *           "unpriced_tokens": 0
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              cache_write_tokens: number;
              cached_input_tokens: number;
              charge: string;
              currency: string;
              day: string;
              input_tokens: number;
              model: string;
              output_tokens: number;
              reasoning_tokens: number;
              requests: number;
              unpriced_requests: number;
              unpriced_tokens: number;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProfileController_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "email": "admin@tokenok.local",
           *       "is_proven": true,
           *       "language": "en",
           *       "time_zone": "UTC",
           *       "memberships": [
           *         {
           *           "customer": "cus_01kb",
           *           "name": "Demo",
           *           "role": "owner",
           *           "currency": "USD",
           *           "time_zone": "UTC",
           *           "permissions": [
           *             "keys.write"
           *           ]
           *         }
           *       ],
           *       "installation_role": "owner",
           *       "permissions": {
           *         "installation": [
           *           "customers.read"
           *         ]
           *       },
           *       "step_up_until": "2026-11-23T10:00:00.000Z",
           *       "password_change_asked": true,
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "idle_expires_at": "2026-11-23T10:00:00.000Z",
           *       "factors": {
           *         "password": true,
           *         "totp": false,
           *         "recovery_codes_left": 0,
           *         "passkeys": [
           *           {
           *             "id": "pky_01kb",
           *             "name": "Laptop",
           *             "created_at": "2026-11-23T10:00:00.000Z",
           *             "last_used_on": "2026-11-23"
           *           }
           *         ]
           *       },
           *       "features": {
           *         "mail": false,
           *         "sign_up": false,
           *         "passkeys": true
           *       },
           *       "public_url": "https://gateway.example",
           *       "version": "0.1.0"
           *     }
           */
          'application/json': {
            email: string;
            expires_at: string;
            factors: {
              passkeys: {
                created_at: string;
                id: string;
                last_used_on: string | null;
                name: string;
              }[];
              password: boolean;
              recovery_codes_left: number;
              totp: boolean;
            };
            features: {
              mail: boolean;
              passkeys: boolean;
              sign_up: boolean;
            };
            idle_expires_at: string;
            installation_role: string | null;
            is_proven: boolean;
            language: string | null;
            memberships: {
              currency: string;
              customer: string;
              name: string | null;
              permissions: string[];
              role: string;
              time_zone: string;
            }[];
            password_change_asked: boolean;
            permissions: {
              installation: string[];
            };
            person: string;
            public_url: string | null;
            step_up_until: string;
            time_zone: string | null;
            version: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SessionController_open: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "admin@tokenok.local",
         *       "password": "the password of the first start"
         *     }
         */
        'application/json': {
          code?: string;
          email: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "admin": "per_01kb",
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "second_factor": true
           *     }
           */
          'application/json': {
            admin: string;
            expires_at: string;
            person: string;
            second_factor: boolean;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SessionController_close: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AddressesController_ask: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
        };
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  AddressesController_confirm: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "per_01kb.…"
         *     }
         */
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      410: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProfileController_installation: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "name": "Tokenok",
           *       "public_url": "https://gateway.example",
           *       "features": {
           *         "mail": false,
           *         "sign_up": false,
           *         "passkeys": true
           *       },
           *       "languages": [
           *         "en"
           *       ],
           *       "has_started": true
           *     }
           */
          'application/json': {
            features: {
              mail: boolean;
              passkeys: boolean;
              sign_up: boolean;
            };
            has_started: boolean;
            languages: string[];
            name: string;
            public_url: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  InvitationController_accept: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "cus_01kb.inv_01kb.…",
         *       "password": "a password of your own"
         *     }
         */
        'application/json': {
          password?: string;
          token: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "customer": "cus_01kb"
           *     }
           */
          'application/json': {
            customer: string | null;
            person: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      410: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  InvitationController_look: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "cus_01kb.inv_01kb.…"
         *     }
         */
        'application/json': {
          token: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "email": "bob@example.com",
           *       "customer": "cus_01kb",
           *       "customer_name": "Ada Lovelace",
           *       "role": "developer",
           *       "needs": "password",
           *       "expires_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            customer: string | null;
            customer_name: string | null;
            email: string;
            expires_at: string;
            needs: string;
            role: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      410: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeySignInController_open: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "challenge_id": "v1.cookie.nonce.challenge",
         *       "response": {
         *         "id": "base64url",
         *         "rawId": "base64url",
         *         "type": "public-key",
         *         "response": {},
         *         "clientExtensionResults": {}
         *       }
         *     }
         */
        'application/json': {
          challenge_id: string;
          response: Record<string, never>;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "admin": "per_01kb",
           *       "expires_at": "2026-11-23T10:00:00.000Z",
           *       "second_factor": true
           *     }
           */
          'application/json': {
            admin: string;
            expires_at: string;
            person: string;
            second_factor: boolean;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeySignInController_options: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "challenge_id": "v1.cookie.nonce.challenge",
           *       "challenge": "base64url",
           *       "rpId": "gateway.example",
           *       "timeout": 300000,
           *       "userVerification": "required"
           *     }
           */
          'application/json': {
            challenge: string;
            challenge_id: string;
            rpId: string;
            timeout: number;
            userVerification: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeysController_add: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "challenge_id": "v1.cookie.nonce.challenge",
         *       "response": {
         *         "id": "base64url",
         *         "rawId": "base64url",
         *         "type": "public-key",
         *         "response": {},
         *         "clientExtensionResults": {}
         *       },
         *       "name": "Laptop"
         *     }
         */
        'application/json': {
          challenge_id: string;
          name: string;
          response: Record<string, never>;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "pky_01kb",
           *       "name": "Laptop",
           *       "created_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            created_at: string;
            id: string;
            name: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeysController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeysController_options: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "challenge_id": "v1.cookie.nonce.challenge",
           *       "challenge": "base64url",
           *       "rp": {
           *         "name": "Tokenok",
           *         "id": "gateway.example"
           *       },
           *       "user": {
           *         "id": "base64url",
           *         "name": "admin@tokenok.local",
           *         "displayName": "admin@tokenok.local"
           *       },
           *       "pubKeyCredParams": [
           *         {
           *           "alg": -7,
           *           "type": "public-key"
           *         }
           *       ],
           *       "timeout": 300000,
           *       "attestation": "none",
           *       "excludeCredentials": [],
           *       "authenticatorSelection": {}
           *     }
           */
          'application/json': {
            attestation: string;
            authenticatorSelection: Record<string, never>;
            challenge: string;
            challenge_id: string;
            excludeCredentials: unknown[];
            pubKeyCredParams: {
              alg: number;
              type: string;
            }[];
            rp: {
              id: string;
              name: string;
            };
            timeout: number;
            user: {
              displayName: string;
              id: string;
              name: string;
            };
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProfileController_changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "current_password": "the password of the first start",
         *       "new_password": "another password"
         *     }
         */
        'application/json': {
          current_password?: string;
          new_password: string;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ProfileController_prefer: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "language": "en",
         *       "time_zone": "Europe/Vienna"
         *     }
         */
        'application/json': {
          /** @enum {unknown} */
          language?: 'en' | 'zh' | 'ja' | 'ko';
          time_zone?: string;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  TotpController_recoveryCodes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "recovery_codes": [
           *         "7k2mq-x9d4t"
           *       ]
           *     }
           */
          'application/json': {
            recovery_codes: string[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ResetsController_reset: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "per_01kb.…",
         *       "new_password": "another password"
         *     }
         */
        'application/json': {
          new_password: string;
          token: string;
        };
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      410: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ResetsController_ask: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
        };
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SessionsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "ses_01kb",
           *           "current": true,
           *           "opened_at": "2026-11-23T10:00:00.000Z",
           *           "last_used_at": "2026-11-23T10:00:00.000Z",
           *           "expires_at": "2026-11-23T10:00:00.000Z",
           *           "address": "192.0.2.7",
           *           "client": "Firefox on Linux",
           *           "factors": [
           *             "password"
           *           ]
           *         }
           *       ],
           *       "has_more": false,
           *       "next_cursor": null
           *     }
           */
          'application/json': {
            data: {
              address: string | null;
              client: string | null;
              current: boolean;
              expires_at: string;
              factors: string[];
              id: string;
              last_used_at: string;
              opened_at: string;
            }[];
            has_more: boolean;
            next_cursor: string | null;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SessionsController_endOthers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SessionsController_end: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SignUpController_ask: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "email": "ada@example.com"
         *     }
         */
        'application/json': {
          /** Format: email */
          email: string;
        };
      };
    };
    responses: {
      /** @description Done */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  SignUpController_confirm: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "v1.…",
         *       "name": "Ada Lovelace",
         *       "password": "a password of your own",
         *       "currency": "USD"
         *     }
         */
        'application/json': {
          currency: string;
          name: string;
          password: string;
          token: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "person": "per_01kb",
           *       "customer": "cus_01kb",
           *       "expires_at": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            customer: string;
            expires_at: string;
            person: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      404: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      410: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  StepUpController_stepUp: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "password": "the password of the first start"
         *     }
         */
        'application/json': {
          code?: string;
          password: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "step_up_until": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            step_up_until: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      429: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeySignInController_stepUp: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "challenge_id": "v1.cookie.nonce.challenge",
         *       "response": {
         *         "id": "base64url",
         *         "rawId": "base64url",
         *         "type": "public-key",
         *         "response": {},
         *         "clientExtensionResults": {}
         *       }
         *     }
         */
        'application/json': {
          challenge_id: string;
          response: Record<string, never>;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "step_up_until": "2026-11-23T10:00:00.000Z"
           *     }
           */
          'application/json': {
            step_up_until: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  PasskeySignInController_stepUpOptions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "challenge_id": "v1.cookie.nonce.challenge",
           *       "challenge": "base64url",
           *       "rpId": "gateway.example",
           *       "timeout": 300000,
           *       "userVerification": "required"
           *     }
           */
          'application/json': {
            challenge: string;
            challenge_id: string;
            rpId: string;
            timeout: number;
            userVerification: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  TotpController_begin: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /** @example {} */
        'application/json': {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
           *       "uri": "otpauth://totp/Tokenok:admin%40tokenok.local?secret=…"
           *     }
           */
          'application/json': {
            secret: string;
            uri: string;
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  TotpController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  TotpController_confirm: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "code": "123456"
         *     }
         */
        'application/json': {
          code: string;
        };
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "recovery_codes": [
           *         "7k2mq-x9d4t"
           *       ]
           *     }
           */
          'application/json': {
            recovery_codes: string[];
          };
        };
      };
      400: components['responses']['refused_problem'];
      401: components['responses']['refused_problem'];
      403: components['responses']['refused_problem'];
      408: components['responses']['refused_problem'];
      409: components['responses']['refused_problem'];
      413: components['responses']['refused_problem'];
      414: components['responses']['refused_problem'];
      415: components['responses']['refused_problem'];
      417: components['responses']['refused_problem'];
      422: components['responses']['refused_problem'];
      431: components['responses']['refused_problem'];
      500: components['responses']['refused_problem'];
      501: components['responses']['refused_problem'];
      503: components['responses']['refused_problem'];
      505: components['responses']['refused_problem'];
    };
  };
  ListedModelsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "object": "list",
           *       "data": [
           *         {
           *           "id": "openai/gpt-4.1-mini",
           *           "object": "model",
           *           "created": 1763892000,
           *           "owned_by": "openai"
           *         }
           *       ]
           *     }
           */
          'application/json': {
            data: {
              created: number;
              id: string;
              object: string;
              owned_by: string;
            }[];
            object: string;
          };
        };
      };
      400: components['responses']['refused_openai'];
      401: components['responses']['refused_openai'];
      403: components['responses']['refused_openai'];
      408: components['responses']['refused_openai'];
      414: components['responses']['refused_openai'];
      417: components['responses']['refused_openai'];
      431: components['responses']['refused_openai'];
      500: components['responses']['refused_openai'];
      501: components['responses']['refused_openai'];
      503: components['responses']['refused_openai'];
      505: components['responses']['refused_openai'];
    };
  };
  ListedModelsController_find: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The id of the model, or the name of the alias; slashes in it may stand as they are, or as %2F */
        path: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "id": "openai/gpt-4.1-mini",
           *       "object": "model",
           *       "created": 1763892000,
           *       "owned_by": "openai"
           *     }
           */
          'application/json': {
            created: number;
            id: string;
            object: string;
            owned_by: string;
          };
        };
      };
      400: components['responses']['refused_openai'];
      401: components['responses']['refused_openai'];
      403: components['responses']['refused_openai'];
      404: components['responses']['refused_openai'];
      408: components['responses']['refused_openai'];
      414: components['responses']['refused_openai'];
      417: components['responses']['refused_openai'];
      431: components['responses']['refused_openai'];
      500: components['responses']['refused_openai'];
      501: components['responses']['refused_openai'];
      503: components['responses']['refused_openai'];
      505: components['responses']['refused_openai'];
    };
  };
}
