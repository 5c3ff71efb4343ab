import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/i18n.js';

/** The way on from a page that has done what it is for. */
export function ToSignIn(): ReactNode {
  const t = useTexts();
  return (
    <Link to="/sign-in" className="ui-button ui-button-primary ui-button-normal">
      {t('links.to_sign_in')}
    </Link>
  );
}
