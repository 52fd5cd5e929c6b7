/** A look at a page: what keeps anybody out, and a picture where somebody asked for one (MARU_SHOTS: a folder). */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const folder = process.env['MARU_SHOTS'];

export async function shot(page: Page, name: string): Promise<void> {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** The rules of axe-core whose outcome another theme can change. */
const ofColours = ['color-contrast', 'link-in-text-block'];

async function found(page: Page, { within, rules }: { within?: string; rules?: string[] }): Promise<string[]> {
  // The page has no frame of another origin: without a second page to gather their results in, it takes half the time,
  // and Electron would open none.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}),
  });
  if (within) axe.include(within);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** What keeps anybody out. @param within a selector: of that part of the page alone */
export const faults = (page: Page, within?: string): Promise<string[]> => found(page, within ? { within } : {});

/** The same in both themes; the page stays in the dark one. @param name of its pictures */
export async function faultsInBothThemes(page: Page, name: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await shot(page, `${name}-light`);
  const light = await found(page, {});
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await shot(page, `${name}-dark`);
  const dark = await found(page, { rules: ofColours });
  return [...light.map((fault) => `light ${fault}`), ...dark.map((fault) => `dark ${fault}`)];
}
