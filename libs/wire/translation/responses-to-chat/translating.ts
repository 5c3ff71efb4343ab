import type { ToolNames } from '../../common/tool-names.js';
import type { TranslationNotes } from '../translation.js';

/** What all items of one body are translated with. `model` and `upstream`: at the provider. */
export interface Translating {
  readonly model: string;
  readonly upstream: 'chat' | 'messages';
  readonly names: ToolNames;
  readonly notes: TranslationNotes;
}
