/** There is one installation. The streams of all else are named by their kind and the id that the first event gives. */
export const INSTALLATION_STREAM = 'installation';

/** Of a person: whoever was recorded as an admin goes on in his own. */
export const personStream = (person: string): string => (person.startsWith('adm_') ? `admin-${person}` : `person-${person}`);
