import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import {
  ExportWriter,
  about,
  checkManifest,
  compared,
  notCompared,
  readManifest,
  type Comparison,
  type ExportManifest,
  type Finding,
} from '#audit';
import { CommandError } from '../output/exit-codes.js';

/** An export against the manifest that was written with it. Without one nobody can tell whether lines are missing at its end. */
export async function compareManifest(
  file: string,
  named: string | undefined,
  found: ExportWriter,
  tell: (finding: Finding) => void,
): Promise<Comparison> {
  const path = named ?? `${file}.manifest.json`;
  if (!existsSync(path)) {
    if (named !== undefined) throw new CommandError(`There is no manifest ${named}`);
    return notCompared('manifest', `there is no ${path}: nobody can tell whether the export is whole (--manifest <file> names one)`);
  }
  const manifest = readManifest(readFileSync(path, 'utf8'));
  if (manifest === undefined) {
    tell(about(`${path} is no manifest as \`tokenok export\` writes it: the export cannot be held against it`));
    return compared('manifest', 'it cannot be read');
  }
  const findings = checkManifest(manifest, { ...found.manifest(BigInt(manifest.head_position)), ...(await digestOf(file)) });
  findings.forEach(tell);
  return compared('manifest', findings.length === 0 ? `${path} and the export agree` : `${path} and the export differ`);
}

/** Of the bytes as they are, whatever can be read of them. */
async function digestOf(file: string): Promise<Pick<ExportManifest, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
