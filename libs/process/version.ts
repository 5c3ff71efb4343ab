/** As in package.json; a test holds the two together, since the build does not know where it will be run from. */
export const VERSION = '0.1.0';
