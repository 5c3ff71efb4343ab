import { createContext, useContext } from 'react';

/** The time zone of the customer (IANA name); every time on a page is in it. */
const Zone = createContext('UTC');

export const ZoneProvider = Zone.Provider;
export const useZone = (): string => useContext(Zone);
