import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = process.cwd();

/** Paths and what stands in them. */
export type Files = Readonly<Record<string, string>>;

/** A house of fixtures: it has the project's settings and packages, and lies outside of it, so that no other check meets it. */
export class Tree {
  readonly path = mkdtempSync(join(tmpdir(), 'tokenok-checks-'));

  constructor(files: Files) {
    for (const name of ['package.json', 'tsconfig.json']) copyFileSync(join(ROOT, name), join(this.path, name));
    symlinkSync(join(ROOT, 'node_modules'), join(this.path, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true });
      writeFileSync(join(this.path, path), text);
    }
  }

  /** What a tool prints of this tree; that it finds something, and so fails, is what it is asked for. */
  run(program: string, args: readonly string[]): Promise<string> {
    return new Promise((done, fail) =>
      execFile(process.execPath, [join(ROOT, program), ...args], { cwd: this.path, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        if (error && stdout === '') fail(new Error(stderr, { cause: error }));
        else done(stdout);
      }),
    );
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
