import { BookText, CircleUser, FlaskConical, House, KeyRound, List, ReceiptText, Shapes, Users, type LucideIcon } from 'lucide-react';

export interface Place {
  /** Of the router, below the customer. */
  readonly to: '/c/$customer' | `/c/$customer/${'logs' | 'playground' | 'models' | 'keys' | 'people' | 'billing'}`;
  readonly text: string;
  readonly icon: LucideIcon;
  /** Without it the place is not shown. */
  readonly needs?: string;
}

export interface PlaceGroup {
  /** Absent for the first. */
  readonly text?: string;
  readonly places: readonly Place[];
}

const HOME: Place = { to: '/c/$customer', text: 'app.home', icon: House };
const LOGS: Place = { to: '/c/$customer/logs', text: 'app.logs', icon: List };
const KEYS: Place = { to: '/c/$customer/keys', text: 'app.keys', icon: KeyRound };
const BILLING: Place = { to: '/c/$customer/billing', text: 'app.billing', icon: ReceiptText };

/** The portal, as the sidebar groups it. */
export const PORTAL: readonly PlaceGroup[] = [
  {
    places: [
      HOME,
      LOGS,
      { to: '/c/$customer/playground', text: 'app.playground', icon: FlaskConical, needs: 'playground.use' },
      { to: '/c/$customer/models', text: 'app.models', icon: Shapes },
    ],
  },
  { text: 'app.access', places: [KEYS, { to: '/c/$customer/people', text: 'app.people', icon: Users }] },
  { text: 'app.money', places: [BILLING] },
];

/** At the foot of a phone, before "More". */
export const TABS: readonly Place[] = [HOME, LOGS, KEYS, BILLING];

export const ICONS = { docs: BookText, person: CircleUser } as const;
