import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { sessionQuery, type Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { DestructiveDialog, ShownOnceDialog } from '../../ui/overlay/dialog.js';
import { Card } from '../../ui/show/card.js';
import { TotpSetting, type Totp } from './totp-setting.js';

interface Codes {
  readonly recovery_codes: readonly string[];
}

/** A code from an app beside the password, and the codes for the day on which the app is lost. */
export function SecondFactorCard({ factors }: { readonly factors: Session['factors'] }): ReactNode {
  const t = useTexts();
  const attempt = useAttempt();
  const [begun, setBegun] = useState<Totp>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [isRemoving, setRemoving] = useState(false);
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  const begin = async (): Promise<void> => setBegun(await ask<Totp>('POST', 'session/totp', {}));
  const show = async ({ recovery_codes: fresh }: Codes): Promise<void> => {
    setBegun(undefined);
    setCodes(fresh);
    await again();
  };
  const renew = async (): Promise<void> => show(await ask<Codes>('POST', 'session/recovery-codes', {}));
  const remove = async (): Promise<void> => {
    await ask('DELETE', 'session/totp');
    setRemoving(false);
    await again();
  };
  return (
    <Card title={t('account.second_factor')}>
      <div className="account-form">
        <p>{factors.totp ? t('account.totp_is_on', { n: factors.recovery_codes_left }) : t('account.totp_why')}</p>
        <FormRefusal text={isRemoving ? undefined : attempt.refusal} />
        {begun ? <TotpSetting totp={begun} onConfirmed={show} onLeave={() => setBegun(undefined)} /> : null}
        {factors.totp ? (
          <div className="account-acts">
            <Button busy={attempt.isRunning} onPress={() => attempt.run(renew)}>
              {t('account.new_codes')}
            </Button>
            <Button kind="destructive" onPress={() => setRemoving(true)}>
              {t('account.remove_totp')}
            </Button>
          </div>
        ) : null}
        {factors.totp || begun ? null : (
          <Button busy={attempt.isRunning} onPress={() => attempt.run(begin)}>
            {t('account.set_up_totp')}
          </Button>
        )}
      </div>
      <DestructiveDialog
        open={isRemoving}
        onClose={() => setRemoving(false)}
        title={t('account.remove_totp_title')}
        act={t('account.remove_totp')}
        busy={attempt.isRunning}
        refused={isRemoving ? attempt.refusal : undefined}
        onAct={() => attempt.run(remove)}
      >
        {t('account.remove_totp_why')}
      </DestructiveDialog>
      <ShownOnceDialog
        open={codes !== undefined}
        onStored={() => setCodes(undefined)}
        title={t('account.codes')}
        lead={t('account.codes_why')}
        secret={(codes ?? []).join('\n')}
        copyLabel={t('account.copy_codes')}
      />
    </Card>
  );
}
