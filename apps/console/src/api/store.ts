import { useSyncExternalStore } from 'react';

/** A value that the page draws and code outside of React changes. */
export class Store<Value> {
  readonly #seers = new Set<() => void>();

  constructor(private value: Value) {}

  readonly get = (): Value => this.value;

  set(value: Value): void {
    this.value = value;
    for (const see of this.#seers) see();
  }

  readonly watch = (see: () => void): (() => void) => {
    this.#seers.add(see);
    return () => this.#seers.delete(see);
  };
}

export const useStore = <Value>(store: Store<Value>): Value => useSyncExternalStore(store.watch, store.get);
