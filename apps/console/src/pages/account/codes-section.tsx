import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import type { Session } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { ActForm } from '../../parts/form.js';
import { DestructiveDialog, ShownOnceDialog } from '../../ui/overlay/dialog.js';
import { Id } from '../../ui/show/id.js';
import { QrCode } from './qr-code.js';
import { Section } from './section.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';

interface Begun {
  readonly secret: string;
  readonly uri: string;
}

/** Codes of an authenticator app, and the recovery codes beside them. */
export function CodesSection({ session }: { readonly session: Session }): ReactNode {
  const t = useTexts();
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [isEnding, end] = useState(false);
  const attempt = useAttempt();
  const { totp, recovery_codes_left: left } = session.factors;
  const shown = async (asked: Promise<{ readonly recovery_codes: readonly string[] }>): Promise<void> => {
    setCodes((await asked).recovery_codes);
    setBegun(undefined);
    await queries.invalidateQueries();
  };
  const stop = async (): Promise<void> => {
    await ask('DELETE', 'session/totp');
    end(false);
    await queries.invalidateQueries();
  };
  return (
    <Section title="account.codes" attempt={attempt}>
      <p className="account-quiet">{totp ? t('account.codes_on', { count: left }) : t('account.codes_off')}</p>
      {begun === undefined ? null : <Confirm begun={begun} onCode={(code) => shown(ask('POST', 'session/totp/confirm', { code }))} />}
      <div className="account-acts">
        {totp ? (
          <>
            <Button onPress={() => attempt.run(() => shown(ask('POST', 'session/recovery-codes', {})))}>{t('account.recovery_new')}</Button>
            <Button kind="quiet" onPress={() => end(true)}>
              {t('account.codes_end')}
            </Button>
          </>
        ) : begun === undefined ? (
          <Button busy={attempt.isRunning} onPress={() => attempt.run(async () => setBegun(await ask<Begun>('POST', 'session/totp', {})))}>
            {t('account.codes_begin')}
          </Button>
        ) : null}
      </div>
      <ShownOnceDialog
        open={codes !== undefined}
        onStored={() => setCodes(undefined)}
        title={t('account.recovery_title')}
        lead={t('account.recovery_lead')}
        secret={codes?.join('\n') ?? ''}
        copyLabel={t('account.recovery_copy')}
      />
      <DestructiveDialog
        open={isEnding}
        onClose={() => end(false)}
        title={t('account.codes_end_title')}
        act={t('account.codes_end')}
        busy={attempt.isRunning}
        refused={attempt.refusal}
        onAct={() => attempt.run(stop)}
      >
        {t('account.codes_end_why')}
      </DestructiveDialog>
    </Section>
  );
}

interface ConfirmProps {
  readonly begun: Begun;
  readonly onCode: (code: string) => Promise<void>;
}

function Confirm({ begun: { secret, uri }, onCode }: ConfirmProps): ReactNode {
  const t = useTexts();
  const attempt = useAttempt();
  const [code, setCode] = useState('');
  return (
    <ActForm className="account-form" attempt={attempt} onAct={() => onCode(code)} act={t('account.codes_confirm')} kind="default">
      <p>{t('account.codes_scan')}</p>
      <QrCode text={uri} label={t('account.codes_qr')} />
      <p className="account-secret">
        <span className="account-quiet">{t('account.codes_secret')}</span> <Id id={secret} most={64} icon />
      </p>
      <Field
        label={t('app.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={setCode}
        refused={attempt.refusalOf('code')}
        required
        autoFocus
      />
    </ActForm>
  );
}
