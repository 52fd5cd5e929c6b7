/** What others may put on the command line: 300 that mean harm, and 10,000 links. Nothing of it is an option, a link or a dialog. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readArguments, refusedSwitches } from '../../main/arguments';
import { linkIn } from '../../main/links/argv';
import type { LinksParts } from '../../main/links/links';
import { formatLink, parseLink } from '../../protocol';
import { chance } from '../support/links';

/** What the system tells of, by the name of the event. */
const told = new Map<string, (...args: never[]) => void>();
vi.mock('electron', () => ({
  app: { on: (name: string, listener: (...args: never[]) => void) => void told.set(name, listener) },
}));
const { receiveLinks } = await import('../../main/links/links');

const token = 'k3Zt9_Qw-0aBcDeFgHiJkL';
const fingerprint = 'Fq3_-0123456789abcdefghijklmnopqrstuvwxyzAB';
const linkTo = (host: string) => formatLink({ verb: 'join', host, others: [], token, fingerprint });
const link = linkTo('192.168.0.12:7420');
const quiet = { info: () => undefined, error: () => undefined, lines: () => undefined };

/** Switches that Chromium, Electron or Node would take somewhere. */
const switches = [
  ...refusedSwitches.map((name) => `--${name}`),
  ...['--inspect', '--inspect=0.0.0.0:9229', '--inspect-brk', '--inspect-port=1', '--debug', '--no-sandbox'],
  ...['--enable-logging=file', '--log-file=/tmp/x', '--v=9', '--app=/tmp/evil', '--allow-file-access-from-files'],
  ...['--type=renderer', '--disable-gpu', '--enable-features=x', '-r', '--require', '-e', '--eval', '-p', '-i'],
];
const values = ['', '=', '=1', '=0.0.0.0:9222', '=/tmp/evil.js', '=--expose-gc', '="', "='", '=$(id)', '=\n', '=마루'];
/** What is nearly a link, or wants to be one. */
const fakes = [
  ...[`${link}\n`, `\n${link}`, `${link}\0`, `${link}%00`, `${link}#x`, `${link}&x=1`, ` ${link}`, `"${link}"`],
  ...[`${link} --inspect`, `${link}\r\n--profile=/tmp/x`, link.replace('maru:', 'maru2:'), link.replace('//', '/')],
  ...[
    link.replace('maru', 'ＭＡＲＵ'),
    link.replace('join', 'jоin'),
    link.replace('7420', '７４２０'),
    `\u202e${link}`,
  ],
  ...[link.replace('://', '://user:pw@'), `${link}${'A'.repeat(100_000)}`, `maru://${'a'.repeat(1_000_000)}`],
  ...['maru://join/', 'maru://join', 'maru:join', 'maru://', 'maru:', 'maru://../../etc/passwd', 'maru://join/%2e%2e'],
  ...['file:///etc/passwd', 'file://evil/share', 'smb://evil/x', 'javascript:alert(1)', 'data:text/html,x'],
  ...['app://maru/index.html', 'chrome://gpu', 'http://192.168.0.12:7420/j/x', '\\\\evil\\share', '\ud800', '\ufeff'],
];

describe('300 command lines that mean harm', () => {
  const random = chance(80);
  const vectors = Array.from({ length: 300 }, () =>
    Array.from({ length: 1 + random.below(6) }, () =>
      random.below(2) ? random.pick(switches) + random.pick(values) : random.pick(fakes),
    ),
  );

  test('none sets an option or is a link, in the time that reading takes', () => {
    const begun = performance.now();
    for (const argv of vectors) {
      expect(readArguments(argv)).toMatchObject({ profile: null, host: null });
      expect([argv, linkIn(argv)]).toEqual([argv, null]);
      // And beside an honest link they change nothing in it.
      expect(linkIn([...argv, link])).toBe(link);
    }
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  test('each of them was tried', () => {
    const all = vectors.flat();
    for (const fake of fakes) expect(all).toContain(fake);
    expect(fakes.filter((fake) => parseLink(fake) !== null)).toEqual([]);
  });
});

describe('links that come by the thousand', () => {
  let second: (argv: readonly string[]) => void;
  let pushes: string[];
  let forward: number;
  const parts = (argv: readonly string[] = []): LinksParts => ({
    argv,
    onSecondStart: (listener) => void (second = listener),
    bringForward: () => void (forward += 1),
    shown: Promise.resolve(),
    push: (name) => void pushes.push(name),
    register: false,
    log: quiet,
  });
  beforeEach(() => {
    pushes = [];
    forward = 0;
    told.clear();
  });

  test('one waits: the last. It is taken once, and none of them is anything but offered', async () => {
    const links = receiveLinks(parts([linkTo('10.0.0.1:7420')]));
    for (let at = 0; at < 10_000; at += 1) second([linkTo(`10.0.${at >> 8}.${at & 255}:7420`)]);
    expect(new Set(pushes)).toEqual(new Set(['link']));
    expect(forward).toBe(10_000);
    expect(await links.handlers.takeLink({})).toEqual({ ok: true, value: { link: linkTo('10.0.39.15:7420') } });
    expect(await links.handlers.takeLink({})).toEqual({ ok: true, value: { link: null } });
  });

  test('a start without a link only brings the window forward, and takes nothing away from the one that waits', async () => {
    const links = receiveLinks(parts([link]));
    for (const argv of [[], ['--inspect'], [`${link}x y`], [link, linkTo('10.0.0.2:7420')], ['maru://join/x']])
      second(argv);
    expect([pushes, forward]).toEqual([[], 5]);
    expect(await links.handlers.takeLink({})).toEqual({ ok: true, value: { link } });
  });

  test('macOS says it by an event, which is judged in the same way', async () => {
    const links = receiveLinks(parts());
    links.prepare?.();
    const prevented = vi.fn();
    const open = (url: string) => told.get('open-url')?.(...([{ preventDefault: prevented }, url] as never[]));
    for (const fake of fakes) open(fake);
    expect(await links.handlers.takeLink({})).toEqual({ ok: true, value: { link: null } });
    open(link);
    expect(prevented).toHaveBeenCalledTimes(fakes.length + 1);
    expect(await links.handlers.takeLink({})).toEqual({ ok: true, value: { link } });
  });
});
