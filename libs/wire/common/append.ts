/** As `list.push(...more)`, which takes each item as an argument: some hundred thousand overflow the stack. */
export function append<Item>(list: Item[], more: readonly Item[]): void {
  for (const item of more) list.push(item);
}
