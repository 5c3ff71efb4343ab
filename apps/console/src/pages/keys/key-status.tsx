import { Trans } from '@lingui/react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Status, type StatusKind } from '../../ui/show/status.js';
import { Time } from '../../ui/show/time.js';
import type { Key } from './keys.data.js';

const SOON_MS = 7 * 86_400_000;

/** What the API says of it, and what its owner should know: never used, ends within a week. */
export function KeyStatus({ row }: { readonly row: Key }): ReactNode {
  const t = useTexts();
  const { status, revoked_at: revokedAt, previous_valid_until: until, expires_at: expiresAt } = row;
  if (status === 'revoked') return <Two kind="ended" word={t('keys.status.revoked')} detail={<Day at={revokedAt} />} />;
  if (status === 'expired') return <Status kind="ended">{t('keys.status.expired')}</Status>;
  if (status === 'rotating') {
    const moment = <Time at={until} as="full" precision="minute" />;
    const detail = <Trans id="keys.old_until" components={{ 0: moment }} />;
    return <Two kind="changing" word={t('keys.status.rotating')} detail={detail} />;
  }
  if (expiresAt !== null && Date.parse(expiresAt) - Date.now() < SOON_MS)
    return <Two kind="warn" word={t('keys.status.soon')} detail={<Time at={expiresAt} />} />;
  return row.last_used_on === null ? (
    <Status kind="ended">{t('keys.status.unused')}</Status>
  ) : (
    <Status kind="done">{t('keys.status.active')}</Status>
  );
}

const Two = ({ kind, word, detail }: { readonly kind: StatusKind; readonly word: string; readonly detail: ReactNode }): ReactNode => (
  <span className="keys-two">
    <Status kind={kind}>{word}</Status>
    <span className="keys-detail">{detail}</span>
  </span>
);

const Day = ({ at }: { readonly at: string | null }): ReactNode => <Time at={at} as="full" precision="day" />;

/** A day, as the API has it: no moment of it is known. */
export function UsedOn({ day }: { readonly day: string | null }): ReactNode {
  const t = useTexts();
  return day === null ? t('keys.never') : <Time at={`${day}T12:00:00Z`} as="full" precision="day" zone="UTC" />;
}
