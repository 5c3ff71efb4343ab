import { Trans } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client.js';
import { QUIET } from '../../api/fetch.js';
import { Refused } from '../../api/problem.js';
import { queries } from '../../api/queries.js';
import { sessionQuery, signIn, signOut } from '../../api/session.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { Door } from '../../parts/door.js';
import { ActForm, FormRefusal, PasswordField } from '../../parts/form.js';
import { useLinkToken } from '../../parts/link.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';

interface Invitation {
  readonly email: string | null;
  readonly customer: string | null;
  readonly customer_name: string | null;
  readonly role: string;
  readonly needs: 'password' | 'sign_in' | 'other_person' | 'accept';
}

/** An invitation: who invites whom as what, and the one thing that is needed to accept it. */
export function JoinPage(): ReactNode {
  const t = useTexts();
  const token = useLinkToken();
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask<Invitation>('POST', 'session/invitation/look', { token }, { [QUIET]: '1' }),
    enabled: token !== '',
    staleTime: Infinity,
  });
  return (
    <Door title={t('door.join')}>
      {token === '' ? <p className="door-note">{t('links.none')}</p> : null}
      <FormRefusal text={error instanceof Refused ? error.message : undefined} />
      {data === undefined ? null : <Accept token={token} invitation={data} />}
    </Door>
  );
}

function Accept({ token, invitation }: { readonly token: string; readonly invitation: Invitation }): ReactNode {
  const t = useTexts();
  const { needs, email, customer_name: name, role } = invitation;
  return (
    <>
      <p>
        <Trans
          id="join.to"
          values={{ name: name ?? t('join.installation'), email: email ?? '', role: t(`app.role.${role}`) }}
          components={{ 0: <strong />, 1: <strong /> }}
        />
      </p>
      {needs === 'other_person' ? <SignOutFirst /> : <AcceptForm token={token} invitation={invitation} />}
    </>
  );
}

function SignOutFirst(): ReactNode {
  const t = useTexts();
  const attempt = useAttempt();
  const leave = (): Promise<void> => signOut().then(() => location.reload());
  return (
    <>
      <p className="door-note">{t('join.other_person')}</p>
      <FormRefusal text={attempt.refusal} />
      <Button kind="primary" busy={attempt.isRunning} onPress={() => attempt.run(leave)}>
        {t('join.sign_out')}
      </Button>
    </>
  );
}

function AcceptForm({ token, invitation: { needs, email } }: { readonly token: string; readonly invitation: Invitation }): ReactNode {
  const t = useTexts();
  const router = useRouter();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const attempt = useAttempt((refused) => refused.code === 'second_factor_required' && setAsksCode(true));
  const isNew = needs === 'password';
  const accept = async (): Promise<void> => {
    if (needs === 'sign_in') await signIn({ email: email ?? '', password, ...(code === '' ? {} : { code }) });
    const { customer } = await ask<{ customer: string | null }>('POST', 'session/invitation', isNew ? { token, password } : { token });
    await queries.invalidateQueries();
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    await router.navigate(customer === null ? { to: '/' } : { to: '/c/$customer', params: { customer } });
  };
  return (
    <ActForm attempt={attempt} onAct={accept} act={t('join.accept')}>
      {needs === 'accept' ? null : <p className="door-note">{t(isNew ? 'join.choose' : 'join.sign_in')}</p>}
      {needs === 'accept' ? null : (
        <PasswordField
          label={t(isNew ? 'links.new_password' : 'app.password')}
          name="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          value={password}
          onChange={setPassword}
          refused={attempt.refusalOf('password')}
          required
          autoFocus
        />
      )}
      {isNew ? <p className="door-note">{t('links.password_rule')}</p> : null}
      {asksCode ? <Field label={t('app.code')} autoComplete="one-time-code" value={code} onChange={setCode} required autoFocus /> : null}
    </ActForm>
  );
}
