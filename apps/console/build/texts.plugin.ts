import { compileMessage } from '@lingui/message-utils/compileMessage';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { LANGUAGES, type Language, type Texts } from '../src/i18n/texts.ts';
import { pseudo } from './pseudo.ts';

const PREFIX = 'virtual:texts/';

/**
 * `virtual:texts/zh`: the messages of every `*.texts.ts` in one language, compiled, so that a browser loads one language and no
 * parser. `virtual:texts/pseudo` is English made long and strange, for tests.
 */
export function textsPlugin(source: string): Plugin {
  return {
    name: 'tokenok-texts',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const language = id.slice(PREFIX.length + 1);
      for (const file of textFiles(source)) this.addWatchFile(file);
      const messages = language === 'pseudo' ? pseudo(await messagesOf(source, 'en')) : await messagesOf(source, language as Language);
      return `export const messages = ${JSON.stringify(messages)};`;
    },
  };
}

async function messagesOf(source: string, language: Language): Promise<Record<string, unknown>> {
  if (!LANGUAGES.includes(language)) throw new Error(`The console has no language ${language}`);
  const messages: Record<string, unknown> = {};
  for (const file of textFiles(source)) {
    const { texts } = (await import(pathToFileURL(file).href)) as { readonly texts?: Texts };
    if (!texts) throw new Error(`${file} has to export texts`);
    for (const [id, said] of Object.entries(texts)) {
      if (id in messages) throw new Error(`${file}: the text ${id} is in another file, too`);
      messages[id] = compileMessage(said[language]);
    }
  }
  return messages;
}

const textFiles = (source: string): string[] =>
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.texts.ts'))
    .sort()
    .map((name) => join(source, name));
