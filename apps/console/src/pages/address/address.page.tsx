import { useState, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.js';
import { queries } from '../../api/queries.js';
import { useTexts } from '../../i18n/i18n.js';
import { useAttempt } from '../../parts/attempt.js';
import { Door } from '../../parts/door.js';
import { FormRefusal } from '../../parts/form.js';
import { useLinkToken } from '../../parts/link.js';
import { Button } from '../../ui/controls/button.js';

/** A press, not the opening: programs that look at mails follow links. Whoever is not signed in is asked to, and it goes on. */
export function AddressPage(): ReactNode {
  const t = useTexts();
  const token = useLinkToken();
  const [isDone, setDone] = useState(false);
  const attempt = useAttempt();
  const confirm = async (): Promise<void> => {
    await ask('POST', 'session/address/confirm', { token });
    await queries.invalidateQueries();
    setDone(true);
  };
  if (isDone) {
    return (
      <Door title={t('door.address')}>
        <p role="status">{t('address.done')}</p>
        <Link to="/account" className="ui-button ui-button-primary ui-button-normal">
          {t('address.go_on')}
        </Link>
      </Door>
    );
  }
  return (
    <Door title={t('door.address')}>
      <p className="door-note">{t(token === '' ? 'links.none' : 'address.why')}</p>
      <FormRefusal text={attempt.refusal} />
      {token === '' ? null : (
        <Button kind="primary" busy={attempt.isRunning} onPress={() => attempt.run(confirm)}>
          {t('door.address')}
        </Button>
      )}
    </Door>
  );
}
