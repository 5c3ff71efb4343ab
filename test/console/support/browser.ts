import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export type Theme = 'light' | 'dark';
export type Language = 'en' | 'zh' | 'ja' | 'ko' | 'pseudo';

export interface Look {
  readonly theme?: Theme;
  readonly language?: Language;
  /** CSS pixels: 390, 768, 1440. */
  readonly width?: number;
}

/** `npm run test:console -- --all`. */
export const ALL = process.env['TOKENOK_CONSOLE_ALL'] === '1';
const SCREENSHOTS = process.env['TOKENOK_SCREENSHOTS'];
/** WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let browser: Promise<Browser> | undefined;
const contexts: BrowserContext[] = [];
/** What the browser complained of since the last look: reports of the policy, and faults of the page. */
const complaints: string[] = [];

/** One browser for a spec file; a person's own context each. Call `closeBrowser` in afterAll, `expectNoComplaint` in afterEach. */
export async function newPage({ theme = 'light', language = 'en', width = 1440 }: Look = {}): Promise<Page> {
  browser ??= chromium.launch({ executablePath: process.env['TOKENOK_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await (
    await browser
  ).newContext({
    viewport: { width, height: width < 640 ? 844 : 900 },
    colorScheme: theme,
    locale: language === 'pseudo' ? 'en' : language,
    reducedMotion: 'reduce',
  });
  contexts.push(context);
  if (language === 'pseudo') await context.addInitScript(() => localStorage.setItem('tokenok.language', 'pseudo'));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(`fault: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // Browsers log each answer above 399; whether it is right is for the spec to say.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
  });
  return page;
}

export async function closeBrowser(): Promise<void> {
  for (const context of contexts.splice(0)) await context.close();
  await (await browser)?.close();
  browser = undefined;
}

/** A report of the content security policy in any test is a failure of it, and so is whatever the page throws. */
export function expectNoComplaint(): void {
  expect(complaints.splice(0)).toEqual([]);
}

/** For the spec that shows that they are heard. */
export const takeComplaints = (): string[] => complaints.splice(0);

/** No violation of WCAG 2.2 A or AA, nothing that sticks out at the side; a picture where one is asked for. */
export async function expectFit(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
  expect([name, told]).toEqual([name, []]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect([name, overflow]).toEqual([name, 0]);
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS === undefined) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name.replaceAll('/', '_')}.png`) });
}

/** Every look of a page that CI asks for: each theme, each language, themes and widths alternating; with `--all` all of them. */
export function looks(): readonly Required<Look>[] {
  const themes: readonly Theme[] = ['light', 'dark'];
  const languages: readonly Language[] = ['en', 'zh', 'ja', 'ko'];
  if (ALL) return themes.flatMap((theme) => languages.flatMap((language) => [390, 768, 1440].map((width) => ({ theme, language, width }))));
  return languages.map((language, index) => ({ theme: themes[index % 2] ?? 'light', language, width: index < 2 ? 1440 : 390 }));
}

/** What is not translated, in the pseudo-locale: words of plain letters, but for what `known` says. */
export async function plainWords(page: Page, known: RegExp): Promise<readonly string[]> {
  const texts = await page.locator('body').evaluate((body) => {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent && !parent.closest('script, style, noscript, code, [lang]') && node.textContent?.trim())
        found.push(node.textContent.trim());
    }
    return found;
  });
  return texts.filter((text) => /[A-Za-z]{3}/.test(text) && !/[~åéîöûñšçýÅÉÎÖÛÑŠÇ[]/.test(text) && !known.test(text));
}
