import { Store } from './store.js';

/** Why a call has to wait for the person: the session has ended, or the act needs a factor that was shown just now. */
export type GateKind = 'sign-in' | 'step-up';

export interface Gate {
  readonly kind: GateKind;
  /** True: what was refused is asked again. False: it is not. */
  readonly leave: (isOpen: boolean) => void;
}

/** The dialog that is open, if any; it is drawn above whatever page there is, which keeps what was typed. */
export const gate = new Store<Gate | undefined>(undefined);
let open: { readonly kind: GateKind; readonly opened: Promise<boolean> } | undefined;

/** All calls that meet the same gate wait for the same dialog. */
export function atGate(kind: GateKind): Promise<boolean> {
  if (open?.kind === kind) return open.opened;
  const opened = (open?.opened ?? Promise.resolve()).then(
    () =>
      new Promise<boolean>((resolve) => {
        const leave = (isOpen: boolean): void => {
          gate.set(undefined);
          open = undefined;
          resolve(isOpen);
        };
        gate.set({ kind, leave });
      }),
  );
  open = { kind, opened };
  return opened;
}
