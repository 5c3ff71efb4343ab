import { existing, accept, refuse, type Decision, type Placed } from '#streams';
import type { AddressEvent } from './address.events.js';

/** JSON, because the directory keeps it as a row. */
export type Address = {
  readonly address_hash: string;
  /** Whose it is; null where it was freed. */
  readonly person: string | null;
  readonly taken_at: string;
};

export type AddressCommand =
  /** `isIdle`: whoever has it makes no use of it, as the directory knows. */
  | {
      readonly type: 'TakeAddress';
      readonly addressHash: string;
      readonly person: string;
      readonly at: string;
      readonly isIdle: boolean;
    }
  | { readonly type: 'FreeAddress'; readonly person: string };

/** A younger one is about to be used. */
export const IDLE_AFTER_MS = 60_000;

export function decideAddressClaim(command: AddressCommand, address: Address | undefined): Decision<AddressEvent, 'ADDRESS_TAKEN'> {
  switch (command.type) {
    case 'TakeAddress': {
      const { addressHash, person, at, isIdle } = command;
      if (address?.person === person) return accept();
      const isFree = !address?.person || (isIdle && Date.parse(at) - Date.parse(address.taken_at) >= IDLE_AFTER_MS);
      if (!isFree) return refuse('ADDRESS_TAKEN', 'There is a person with this address already', 'email');
      return accept({ type: 'AddressTaken', data: { address_hash: addressHash, person } });
    }
    case 'FreeAddress':
      if (address?.person !== command.person) return accept();
      return accept({ type: 'AddressFreed', data: { address_hash: address.address_hash, person: command.person } });
  }
}

export function evolveAddress(address: Address | undefined, event: AddressEvent, { at }: Placed): Address {
  switch (event.type) {
    case 'AddressTaken':
      return { ...event.data, taken_at: at };
    case 'AddressFreed':
      return { ...existing(address, event.type), person: null };
  }
}
