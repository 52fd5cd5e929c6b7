/** A porch that people are invited to, and the question that an invitation asks in the window. */
import type { Locator } from '@playwright/test';
import { formatLink, type Link } from '../../../protocol';
import { removeFolder, temporaryFolder } from '../folders';
import { startHeadless, type Headless } from '../headless';
import { person, type Person } from '../server';
import type { DesktopApp } from './app';
import { test as base } from './test';

export interface Invited {
  server: Headless;
  host: string;
  hangyeol: Person;
  /** Makes an invitation; its life in ms. */
  invite(uses?: number, lifetime?: number): Promise<{ id: string; token: string; link: string; expiresAt: number }>;
}

export const PASSWORD = '마루 열쇠';

export const test = base.extend<{ invited: Invited }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures from this pattern
  invited: async ({}, use) => {
    const dataDir = await temporaryFolder('porch');
    // Heard on loopback alone, like all of it.
    const server = await startHeadless({ dataDir, name: '디자인실 마루', password: PASSWORD, announce: true });
    const host = `127.0.0.1:${server.port}`;
    const hangyeol = await person(`https://${host}/`, '한결', { password: PASSWORD });
    await use({
      ...{ server, host, hangyeol },
      async invite(uses = 1, lifetime = 60 * 60_000) {
        const terms = { role: 'member', uses, lifetime };
        const { invitation, token } = await hangyeol.talker.must('invite', terms);
        const { id, expiresAt } = invitation;
        return { id, expiresAt, token, link: linkTo({ host, token, fingerprint: server.fingerprint }) };
      },
    });
    hangyeol.talker.close();
    await server.stop();
    await removeFolder(dataDir);
  },
});

export const linkTo = (parts: Pick<Link, 'host' | 'token' | 'fingerprint'> & Partial<Link>) =>
  formatLink({ verb: 'join', others: [], ...parts });

export const asking = (app: DesktopApp): Locator => app.page.getByRole('dialog', { name: 'You have an invitation' });
export const stepIn = (app: DesktopApp): Locator => asking(app).getByRole('button', { name: 'Step in' });

export { expect } from './test';
