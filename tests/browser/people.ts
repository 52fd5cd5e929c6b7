/** People in browsers, and the porch they meet on: each test its own server, data folder and port. */
import {
  test as base,
  expect,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import { removeFolder, temporaryFolder } from '../support/folders';
import { startHeadless, type Headless } from '../support/headless';

export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' });
  }

  log(room = 'Commons'): Locator {
    return this.page.getByRole('log', { name: room });
  }

  get connection(): Locator {
    return this.page.getByRole('region', { name: 'Connection', exact: true });
  }

  /** What stands in a tab while another one of the same browser has Maru. */
  get elsewhere(): Locator {
    return this.page.getByRole('heading', { name: 'Maru is open in another tab' });
  }

  get useItHere(): Locator {
    return this.page.getByRole('button', { name: 'Use it here' });
  }

  async join(url: string, name: string, password?: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    if (password !== undefined) await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.page.getByRole('button', { name: 'Join' }).click();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Another tab of the same browser, with nothing in it yet. */
  async anotherTab(): Promise<Person> {
    return personIn(await this.page.context().newPage());
  }

  /** Another tab at the same porch, which finds Maru in this one. */
  async waitingTab(): Promise<Person> {
    const second = await this.anotherTab();
    await second.page.goto(this.page.url());
    await expect(second.elsewhere).toBeVisible();
    return second;
  }

  /** Ends the process that draws this tab, as a crash does. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    const devtools = await this.page.context().newCDPSession(this.page);
    // No answer comes from a process that is gone.
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** Sees a message once, and only once. */
  async sees(text: string, room = 'Commons'): Promise<void> {
    await expect(this.log(room).getByText(text, { exact: true })).toHaveCount(1);
  }
}

export interface Porch {
  url: string;
  server: Headless;
  /** Ends the server like a power cut and starts it again on the same data and port. */
  crash(): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

interface Fixtures {
  porch: Porch;
  password: string | undefined;
  person: (options?: BrowserContextOptions & { withoutWebSocket?: boolean }) => Promise<Person>;
  /** So many people of these names, each in a browser of their own, who came in at the porch one after another. */
  inside: <const Names extends readonly string[]>(
    ...names: Names
  ) => Promise<{ -readonly [At in keyof Names]: Person }>;
}

/** As a proxy or a content blocker does it: no WebSocket ever opens, HTTP goes through. */
export function blockWebSocket(): void {
  const blocked = function () {
    throw new DOMException('blocked', 'SecurityError');
  };
  Object.defineProperty(globalThis, 'WebSocket', { value: blocked });
}

export const newPerson = async (
  browser: Browser,
  options: BrowserContextOptions & { withoutWebSocket?: boolean } = {},
) => {
  const { withoutWebSocket = false, ...context } = options;
  const page = await (await browser.newContext(context)).newPage();
  if (withoutWebSocket) await page.addInitScript(blockWebSocket);
  return personIn(page);
};

function personIn(page: Page): Person {
  page.on('pageerror', (error) => {
    throw error;
  });
  return new Person(page);
}

export const test = base.extend<Fixtures>({
  password: [undefined, { option: true }],
  porch: async ({ password }, use) => {
    const dataDir = await temporaryFolder('porch');
    const start = (port: number) =>
      startHeadless({ dataDir, port, name: '디자인실 마루', ...(password ? { password } : {}) });
    let server = await start(0);
    const porch: Porch = {
      url: server.url,
      get server() {
        return server;
      },
      kill: async () => void (await server.kill()),
      restart: async () => {
        server = await start(server.port);
      },
      crash: async () => {
        await porch.kill();
        await porch.restart();
      },
    };
    await use(porch);
    await server.stop();
    await removeFolder(dataDir);
  },
  person: async ({ browser, contextOptions }, use) => {
    const people: Person[] = [];
    await use(async (options) => {
      const someone = await newPerson(browser, { ...contextOptions, ...options });
      people.push(someone);
      return someone;
    });
    for (const { page } of people) await page.context().close();
  },
  inside: async ({ porch, person }, use) => {
    await use(async <const Names extends readonly string[]>(...names: Names) => {
      const people: Person[] = [];
      for (const name of names) {
        const someone = await person();
        people.push(someone);
        await someone.join(porch.url, name);
        await expect(someone.composer).toBeVisible();
      }
      return people as { -readonly [At in keyof Names]: Person };
    });
  },
});

export { expect };
