import encodeQR from 'qr';
import { useMemo, useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { Field, FormRefusal } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';

export interface Totp {
  readonly secret: string;
  readonly uri: string;
}

interface TotpSettingProps {
  readonly totp: Totp;
  readonly onConfirmed: (codes: { readonly recovery_codes: readonly string[] }) => Promise<void>;
  readonly onLeave: () => void;
}

/** Counts only once a code of it was shown. */
export function TotpSetting({ totp, onConfirmed, onLeave }: TotpSettingProps): ReactNode {
  const t = useTexts();
  const [code, setCode] = useState('');
  const attempt = useAttempt();
  return (
    <form
      noValidate
      className="account-form"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.run(async () => onConfirmed(await ask('POST', 'session/totp/confirm', { code })));
      }}
    >
      <p>{t('account.totp_scan')}</p>
      <QrCode text={totp.uri} label={t('account.totp_qr')} />
      <code className="account-secret">{totp.secret}</code>
      <Field
        label={t('account.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        refused={attempt.refusalOf('code')}
      />
      <FormRefusal text={attempt.refusal} />
      <div className="account-acts">
        <Button onPress={onLeave}>{t('account.not_now')}</Button>
        <Button type="submit" kind="primary" busy={attempt.isRunning}>
          {t('account.confirm_totp')}
        </Button>
      </div>
    </form>
  );
}

/** One path of squares, black on white in both themes: that is what cameras read. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { size, path } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { border: 3 });
    const squares = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: rows.length, path: squares.join('') };
  }, [text]);
  return (
    <svg className="account-code" width="200" height="200" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} fill="currentColor" shapeRendering="crispEdges" />
    </svg>
  );
}
