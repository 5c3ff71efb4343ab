import locales from '@react-aria/optimize-locales-plugin';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { textsPlugin } from './build/texts.plugin.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Built by scripts/build-console.mjs into dist/console. Every URL is relative, so that the console works under any path. */
export default defineConfig({
  root: here('.'),
  base: './',
  cacheDir: here('../../node_modules/.cache/vite'),
  plugins: [{ ...locales.vite({ locales: ['en-US', 'zh-CN', 'ja-JP', 'ko-KR'] }), enforce: 'pre' }, textsPlugin(here('src'))],
  // Only the gateway's own routes are asked; `npm run dev` of the console has no server of its own.
  publicDir: false,
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json',
  },
});
