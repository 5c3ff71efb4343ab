import { OF_ACCESS } from './access.sentences.js';
import { OF_BODIES } from './bodies.sentences.js';
import { OF_INVITATIONS } from './invitations.sentences.js';
import { OF_MONEY } from './money.sentences.js';
import { OF_PEOPLE } from './people.sentences.js';
import { OF_REQUESTS } from './requests.sentences.js';

export { OTHER_LANGUAGES, type InLanguages, type OtherLanguage } from './in-languages.js';
export { TITLES } from './titles.js';

/** Every sentence that the server says in four languages, by its English text. */
export const SENTENCES = { ...OF_ACCESS, ...OF_BODIES, ...OF_INVITATIONS, ...OF_MONEY, ...OF_PEOPLE, ...OF_REQUESTS } as const;
