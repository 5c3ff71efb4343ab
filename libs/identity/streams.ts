/** There is one installation. The streams of all else are named by their kind and the id that the first event gives. */
export const INSTALLATION_STREAM = 'installation';
