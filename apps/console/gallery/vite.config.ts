import locales from '@react-aria/optimize-locales-plugin';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { textsPlugin } from '../build/texts.plugin.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Every component in every state, for eyes and for tests; no part of the product. `vite build --config apps/console/gallery/vite.config.ts` */
export default defineConfig({
  root: here('.'),
  base: './',
  cacheDir: here('../../../node_modules/.cache/vite-gallery'),
  plugins: [{ ...locales.vite({ locales: ['en-US', 'zh-CN', 'ja-JP', 'ko-KR'] }), enforce: 'pre' }, textsPlugin(here('../src'))],
  publicDir: false,
  build: {
    outDir: here('../../../dist/gallery'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
