/** What a page may load: from hosts, and from the disk. */
import { copyFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { DesktopApp } from '../../support/desktop/app';
import { expect, test } from '../../support/desktop/test';
import { foreignHost } from './foreign-host';

export function fencedReach(narae: () => DesktopApp): void {
  test('only a host whose key a person took is reached, by HTTP and by WebSocket', async () => {
    const foreign = await foreignHost();
    const ask = () =>
      narae().page.evaluate(
        (url) =>
          fetch(url).then(
            (response) => response.status,
            () => 'blocked',
          ),
        foreign.url,
      );
    const dial = () =>
      narae().page.evaluate(
        (url) =>
          new Promise((resolve) => {
            const socket = new WebSocket(url.replace('https:', 'wss:'));
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('error');
          }),
        foreign.url,
      );
    expect(await ask()).toBe('blocked');
    expect(await dial()).toBe('error');
    expect(foreign.requests()).toBe(0);
    expect(
      await narae().call('reach', { url: foreign.url.replace('https://', 'https://narae:secret@') }),
    ).toMatchObject({
      ok: false,
    });
    expect(await ask()).toBe('blocked');
    const { url, fingerprint } = foreign;
    expect(await narae().call('reach', { url: url.replace('https:', 'http:') })).toMatchObject({ ok: false });
    expect(await narae().call('reach', { url })).toEqual({ ok: true, value: { verdict: 'unknown', fingerprint } });
    expect(await ask()).toBe('blocked');
    expect(await narae().call('trust', { url, fingerprint, compared: true })).toMatchObject({ value: { by: 'pin' } });
    expect(await ask()).toBe(200);
    await dial();
    expect(foreign.requests()).toBeGreaterThan(1);
    foreign.close();
  });

  test('the scheme serves one folder, under its policy', async () => {
    const { page } = narae();
    const load = (src: string) =>
      page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const image = new Image();
            image.onload = () => resolve('loaded');
            image.onerror = () => resolve('refused');
            image.src = url;
          }),
        src,
      );
    // A picture that anybody may read, outside the folder.
    const outside = path.join(narae().profile, 'outside.png');
    await copyFile(path.resolve(import.meta.dirname, '../../../assets/icon.png'), outside);
    const up = '..%2f'.repeat(20);
    expect(await load('app://maru/icon.png')).toBe('loaded');
    expect(await load(`app://maru/${up}${encodeURIComponent(outside.slice(1))}`)).toBe('refused');
    expect(await load(`file://${outside}`)).toBe('refused');

    const ran = await page.evaluate(() => {
      const refused = (work: () => void) => {
        try {
          work();
          return false;
        } catch (error) {
          return error instanceof TypeError;
        }
      };
      // No string becomes a script, markup or code: the policy asks for types that only Svelte's templates can make.
      const thrown = [
        refused(() => {
          const script = document.createElement('script');
          script.textContent = 'window.inline = true';
          document.head.append(script);
        }),
        refused(() => {
          document.createElement('div').innerHTML = '<img src=x onerror="window.inline = true">';
        }),
        refused(() => {
          document.createElement('iframe').srcdoc = '<script>window.inline = true</script>';
        }),
        refused(() => {
          document.createElement('script').src = 'data:text/javascript,window.inline=true';
        }),
        refused(() => {
          const script = document.createElement('script');
          script.append('window.inline = true');
          document.head.append(script);
        }),
        refused(() => void Reflect.get(window, 'trustedTypes').createPolicy('mine', {})),
      ];
      return [thrown, Reflect.get(window, 'inline') ?? null];
    });
    expect(ran).toEqual([[true, true, true, true, true, true], null]);
  });
}
