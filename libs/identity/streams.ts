/** Streams of identity are named by their kind and the id that the first event gives. There is one installation. */
export const customerStream = (customer: string): string => `customer-${customer}`;
export const keyStream = (key: string): string => `key-${key}`;
export const adminStream = (admin: string): string => `admin-${admin}`;
export const INSTALLATION_STREAM = 'installation';
