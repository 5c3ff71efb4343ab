import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export function ReceiptPage(): ReactNode {
  const { request } = useParams({ from: '/c/$customer/logs/$request' });
  return <code>{request}</code>;
}
