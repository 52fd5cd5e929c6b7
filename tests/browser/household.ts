/** A porch with a host, and people who are there without a screen: for stories of roles, doors and devices. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { person as talking, startTestServer, type TestServer } from '../support/server';
import type { Person } from './people';
import { expect, test as base } from './people';

type Talking = Awaited<ReturnType<typeof talking>>;

export interface Household {
  readonly server: TestServer;
  readonly url: string;
  /** Hosts at first, without a screen. */
  readonly yunseo: Talking;
  /** Somebody without a screen. @param plain over plain HTTP, where others can read along */
  someone(name: string, options?: { plain?: boolean }): Promise<Talking>;
  /** Comes in with a browser, and is made that. */
  comes(person: Person, name: string, role?: 'host' | 'moderator'): Promise<Person>;
}

export const rendererFolder = join(import.meta.dirname, '../../dist/renderer');
/** What a proxy that nobody named sends along: somebody else may have read it on its way. */
const readable = { headers: { 'x-forwarded-for': '192.0.2.7' } };

export const test = base.extend<{ household: Household; porchPassword: string | undefined }>({
  porchPassword: [undefined, { option: true }],
  household: async ({ porchPassword }, use) => {
    const server = await startTestServer({
      name: '디자인실 마루',
      clientDir: rendererFolder,
      password: porchPassword ?? null,
    });
    const password = porchPassword === undefined ? {} : { password: porchPassword };
    const yunseo = await talking(server.url, '윤서', { hostKey: server.hostKey });
    const there: Talking[] = [yunseo];
    await use({
      server,
      url: server.url,
      yunseo,
      async someone(name, { plain = false } = {}) {
        const one = await talking(server.url, name, {
          ...password,
          ...(plain ? readable : {}),
        });
        there.push(one);
        return one;
      },
      async comes(person, name, role) {
        await person.join(server.url, name, porchPassword);
        await expect(person.composer).toBeVisible();
        if (role === undefined) return person;
        const member = await yunseo.talker.until(() =>
          yunseo.talker
            .pushes('members')
            .flatMap(({ members }) => members)
            .find((one) => one.name === name),
        );
        if (role === 'host') await yunseo.talker.must('transfer', { member: member.id });
        else await yunseo.talker.must('appoint', { member: member.id, role });
        return person;
      },
    });
    for (const { talker } of there) talker.close();
    await server.remove();
  },
});

/** Somebody's line in the list of people. */
export const row = (page: Page, name: string) =>
  page
    .getByRole('region', { name: /^(People|사람)$/ })
    .getByRole('listitem')
    .filter({ hasText: name });

export { expect };
