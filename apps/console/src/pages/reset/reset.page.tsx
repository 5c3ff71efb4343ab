import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { installationQuery } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { AddressForm } from '../../parts/address-form.js';
import { useAttempt } from '../../parts/attempt.js';
import { Door } from '../../parts/door.js';
import { ActForm, PasswordField } from '../../parts/form.js';
import { useLinkToken } from '../../parts/link.js';
import { ToSignIn } from '../../parts/to-sign-in.js';

/** Without a link: asks for one. With it: a new password. */
export function ResetPage(): ReactNode {
  const t = useTexts();
  const token = useLinkToken();
  const { features } = useQuery(installationQuery).data ?? {};
  if (token !== '') {
    return (
      <Door title={t('door.reset')}>
        <NewPassword token={token} />
      </Door>
    );
  }
  return (
    <Door title={t('door.reset')}>
      {features?.mail === false ? (
        <p className="door-note">{t('reset.off')}</p>
      ) : (
        <AddressForm
          why={t('reset.ask')}
          act={t('reset.send')}
          send={(email) => ask('POST', 'session/reset-request', { email })}
          sent={(email) => t('reset.sent', { email })}
        />
      )}
    </Door>
  );
}

function NewPassword({ token }: { readonly token: string }): ReactNode {
  const t = useTexts();
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const attempt = useAttempt();
  if (isDone) {
    return (
      <>
        <p role="status">{t('reset.done')}</p>
        <ToSignIn />
      </>
    );
  }
  return (
    <ActForm
      attempt={attempt}
      onAct={() => ask('POST', 'session/reset', { token, new_password: password }).then(() => setDone(true))}
      act={t('reset.set')}
    >
      <PasswordField
        label={t('links.new_password')}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        refused={attempt.refusalOf('new_password')}
        required
        autoFocus
      />
      <p className="door-note">{t('links.password_rule')}</p>
    </ActForm>
  );
}
