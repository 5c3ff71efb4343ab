import { useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { FormRefusal, PasswordField } from '../../parts/form.js';
import { Button } from '../../ui/controls/button.js';
import { toast } from '../../ui/overlay/toast.js';
import { Card } from '../../ui/show/card.js';

/** Another password; every other session ends by it. */
export function PasswordCard({ email }: { readonly email: string | null }): ReactNode {
  const t = useTexts();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const attempt = useAttempt();
  const router = useRouter();
  const change = async (): Promise<void> => {
    await ask('PUT', 'session/password', { current_password: current, new_password: next });
    setCurrent('');
    setNext('');
    await queries.invalidateQueries();
    // The frame's banner asks no more.
    await router.invalidate();
    toast(t('account.password_is_changed'));
  };
  return (
    <Card title={t('account.password')}>
      <form
        noValidate
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          attempt.run(change);
        }}
      >
        <p>{t('account.password_why')}</p>
        <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordField
          label={t('account.current_password')}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          refused={attempt.refusalOf('current_password')}
        />
        <PasswordField
          label={t('links.new_password')}
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          refused={attempt.refusalOf('new_password')}
        />
        <FormRefusal text={attempt.refusal} />
        <Button type="submit" busy={attempt.isRunning}>
          {t('account.change_password')}
        </Button>
      </form>
    </Card>
  );
}
