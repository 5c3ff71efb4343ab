import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { useHere } from '../../parts/customer.js';
import { FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { Select } from '../../ui/controls/select.js';
import { DestructiveDialog, Dialog } from '../../ui/overlay/dialog.js';
import { revokeKey, rotateKey, type Key, type ShownKey } from './keys.data.js';

/** Seconds for which the old secret goes on. */
const OVERLAPS = { now: 0, h1: 3_600, h24: 86_400, d7: 604_800 } as const;
type Overlap = keyof typeof OVERLAPS;
const OVERLAP_NAMES = Object.keys(OVERLAPS) as Overlap[];

interface RotateKeyProps {
  readonly row: Key;
  readonly onClose: () => void;
  readonly onRotated: (shown: ShownKey) => void;
}

export function RotateKey({ row, onClose, onRotated }: RotateKeyProps): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const attempt = useAttempt();
  const [overlap, setOverlap] = useState<Overlap>('h24');
  const rotate = async (): Promise<void> => onRotated(await rotateKey(customer, api, row.id, OVERLAPS[overlap]));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('keys.rotate_title', { name: row.name ?? row.prefix })}
      lead={t('keys.rotate_lead')}
      onSubmit={() => attempt.run(rotate)}
      acts={
        <>
          <Button autoFocus onPress={onClose}>
            {t('keys.cancel')}
          </Button>
          <Button kind="primary" type="submit" busy={attempt.isRunning}>
            {t('keys.rotate')}
          </Button>
        </>
      }
    >
      <div className="keys-form">
        <Select
          label={t('keys.overlap')}
          value={overlap}
          onChange={setOverlap}
          options={OVERLAP_NAMES.map((value) => ({ value, label: t(`keys.overlap.${value}`) }))}
        />
        <FormRefusal text={attempt.refusal} />
      </div>
    </Dialog>
  );
}

interface RevokeKeyProps {
  readonly row: Key;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}

export function RevokeKey({ row, onClose, onRevoked }: RevokeKeyProps): ReactNode {
  const t = useTexts();
  const { customer, api } = useHere();
  const attempt = useAttempt();
  return (
    <DestructiveDialog
      open
      onClose={onClose}
      title={t('keys.revoke_title', { name: row.name ?? row.prefix })}
      act={t('keys.revoke')}
      busy={attempt.isRunning}
      refused={attempt.refusal}
      onAct={() =>
        attempt.run(async () => {
          await revokeKey(customer, api, row.id);
          onRevoked();
        })
      }
    >
      {t('keys.revoke_why')}
    </DestructiveDialog>
  );
}
