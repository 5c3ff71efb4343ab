/**
 * Who has an address: one person at a time, on any number of gateways. Version 1 of each. Stream `address-{address_hash}`. It is taken
 * before the person's own event says so, and freed behind the event that leaves it.
 */
export type AddressEvent =
  | { readonly type: 'AddressTaken'; readonly data: { readonly address_hash: string; readonly person: string } }
  | { readonly type: 'AddressFreed'; readonly data: { readonly address_hash: string; readonly person: string } };
