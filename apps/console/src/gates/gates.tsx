import { Suspense, lazy, type ReactNode } from 'react';
import { gate } from '../api/gates.js';
import { useStore } from '../api/store.js';

const GateDialog = lazy(() => import('./gate-dialog.js').then(({ GateDialog: component }) => ({ default: component })));

/** Above every page: who has to sign in again, or to show a factor, does it here and loses nothing of the page. */
export function Gates(): ReactNode {
  const open = useStore(gate);
  return open === undefined ? null : (
    <Suspense fallback={null}>
      <GateDialog gate={open} />
    </Suspense>
  );
}
