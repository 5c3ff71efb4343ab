import { readFileSync } from 'node:fs';
import type { Access } from './clients/client.js';

export interface Block {
  readonly heading: string;
  readonly code: string;
}

/** The blocks of a language on a page, each with the heading that it stands under. */
export function blocksIn(file: string, language: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = '';
  for (const part of readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split(/^(?=## )/m)) {
    heading = /^## (.*)$/m.exec(part)?.[1] ?? heading;
    for (const [, code] of part.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')))
      blocks.push({ heading, code: String(code) });
  }
  return blocks;
}

/** With the address and the key of a gateway in it. */
export const at = (access: Access, code: string): string =>
  code.replaceAll('http://127.0.0.1:8080', access.url).replaceAll('tok_…', access.key);
