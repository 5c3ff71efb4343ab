import { useQuery } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { Fingerprint } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { queries } from '../../api/queries.js';
import { installationQuery, sessionQuery, signIn, signInByPasskey } from '../../api/session.js';
import { Door } from '../../parts/door.js';
import { ActForm, PasswordField } from '../../parts/form.js';
import { useAttempt } from '../../parts/attempt.js';
import { preferredLanguage, speak, useTexts } from '../../i18n/i18n.js';
import { Button } from '../../ui/controls/button.js';
import { Field } from '../../ui/controls/field.js';

/** Answers first which installation this is. Whoever is signed in goes on to where he wanted to go. */
export function SignInPage(): ReactNode {
  const t = useTexts();
  const goOn = useGoOn();
  const { features } = useQuery(installationQuery).data ?? {};
  const [asksCode, setAsksCode] = useState(false);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const attempt = useAttempt((refused) => refused.code === 'second_factor_required' && setAsksCode(true));
  const isFirstAsking = asksCode && attempt.refusalOf('code') !== undefined && code === '';
  return (
    <Door title={t('sign_in.title')}>
      {features?.passkeys ? (
        <>
          <Button
            kind="primary"
            icon={<Fingerprint size={16} aria-hidden="true" />}
            onPress={() => attempt.run(() => signInByPasskey().then(goOn))}
          >
            {t('sign_in.passkey')}
          </Button>
          <p className="door-or">{t('sign_in.or')}</p>
        </>
      ) : null}
      <ActForm
        attempt={isFirstAsking ? { ...attempt, refusal: undefined } : attempt}
        onAct={() => signIn({ email, password, ...(code === '' ? {} : { code }) }).then(goOn)}
        act={t('sign_in.title')}
        kind={features?.passkeys ? 'default' : 'primary'}
      >
        <Field
          label={t('app.email')}
          name="email"
          type="email"
          autoComplete="username webauthn"
          value={email}
          onChange={setEmail}
          required
        />
        <PasswordField
          label={t('app.password')}
          name="password"
          autoComplete="current-password"
          aside={features?.mail ? <Link to="/reset">{t('sign_in.forgotten')}</Link> : null}
          value={password}
          onChange={setPassword}
          required
        />
        {asksCode ? (
          <>
            <p className="door-note">{t('sign_in.code_why')}</p>
            <Field label={t('app.code')} name="code" autoComplete="one-time-code" value={code} onChange={setCode} autoFocus required />
          </>
        ) : null}
      </ActForm>
      {features?.sign_up ? <Link to="/sign-up">{t('sign_in.sign_up')}</Link> : <p className="door-note">{t('sign_in.invited')}</p>}
    </Door>
  );
}

/** In the language that the person has chosen anywhere, unless another one was chosen in this browser. */
function useGoOn(): () => Promise<void> {
  const router = useRouter();
  const { to = '/' } = useSearch({ from: '/sign-in' });
  const goOn = async (): Promise<void> => {
    const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    if (!session) return;
    await speak(session.language ?? preferredLanguage());
    router.history.push(router.basepath.replace(/\/$/, '') + to);
  };
  useEffect(() => {
    void queries.ensureQueryData(sessionQuery).then((session) => (session ? goOn() : undefined));
  }, []);
  return goOn;
}
