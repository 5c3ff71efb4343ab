import { KeyIndex } from './directory.keys.js';
import { ModelIndex } from './directory.models.js';
import { PeopleIndex } from './directory.people.js';
import { ProviderIndex, type OpenCredential } from './directory.providers.js';

/** What the directory finds its entities by, beside their ids. */
export class DirectoryIndexes {
  readonly keys = new KeyIndex();
  readonly models = new ModelIndex();
  readonly customerByAccount = new Map<string, string>();
  readonly people = new PeopleIndex();
  readonly providers: ProviderIndex;

  constructor(openCredential: OpenCredential) {
    this.providers = new ProviderIndex(openCredential);
  }
}
