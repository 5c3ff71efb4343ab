import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Gate } from '../api/gates.js';
import { sessionQuery, signIn, signInByPasskey, stepUp, stepUpByPasskey } from '../api/session.js';
import { queries } from '../api/queries.js';
import { useTexts } from '../i18n/i18n.js';
import { ActForm, PasswordField } from '../parts/form.js';
import { useAttempt } from '../parts/attempt.js';
import { Button } from '../ui/controls/button.js';
import { Field } from '../ui/controls/field.js';
import './gate-dialog.css';

/** Signs in again, or shows a factor again; Escape leaves the call that waits for it undone. */
export function GateDialog({ gate }: { readonly gate: Gate }): ReactNode {
  const t = useTexts();
  const isStepUp = gate.kind === 'step-up';
  return (
    <ModalOverlay className="gate-scrim" isOpen onOpenChange={(isOpen) => isOpen || gate.leave(false)}>
      <Modal className="gate-dialog">
        <Dialog className="gate-content">
          <Heading slot="title">{t(isStepUp ? 'app.step_up' : 'app.session_ended')}</Heading>
          <p>{t(isStepUp ? 'app.step_up_why' : 'app.session_ended_why')}</p>
          <GateForm gate={gate} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function GateForm({ gate }: { readonly gate: Gate }): ReactNode {
  const t = useTexts();
  const isStepUp = gate.kind === 'step-up';
  // Whoever was signed in last: what is known of him stays while the session is gone.
  const known = queries.getQueryData(sessionQuery.queryKey);
  const session = useQuery({ ...sessionQuery, enabled: false }).data ?? known;
  const [email, setEmail] = useState(session?.email ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(session?.factors.totp === true);
  const attempt = useAttempt((refused) => refused.of('code') !== undefined && setAsksCode(true));
  const factors = { password, ...(code === '' ? {} : { code }) };
  const open = (opening: Promise<unknown>): Promise<void> => opening.then(() => gate.leave(true));
  return (
    <ActForm
      className="gate-form"
      attempt={attempt}
      onAct={() => open(isStepUp ? stepUp(factors) : signIn({ email, ...factors }))}
      act={t(isStepUp ? 'app.go_on' : 'app.session_ended')}
      leave={<Button onPress={() => gate.leave(false)}>{t('app.leave_it')}</Button>}
    >
      {(session?.factors.passkeys.length ?? 0) > 0 ? (
        <Button
          icon={<Fingerprint size={16} aria-hidden="true" />}
          onPress={() => attempt.run(() => open(isStepUp ? stepUpByPasskey() : signInByPasskey()))}
        >
          {t('app.use_passkey')}
        </Button>
      ) : null}
      {isStepUp ? null : <Field label={t('app.email')} type="email" autoComplete="username" value={email} onChange={setEmail} required />}
      <PasswordField label={t('app.password')} autoComplete="current-password" value={password} onChange={setPassword} required autoFocus />
      {asksCode ? (
        <Field label={t('app.code')} autoComplete="one-time-code" value={code} onChange={setCode} refused={attempt.refusalOf('code')} />
      ) : null}
    </ActForm>
  );
}
