/**
 * npm run bench:timeline [-- --quick] [-- --page FILE]: what a timeline costs, in the real Chromium, on a real server with a
 * room of a million messages: lines in the document, heap and frames while 100,000 go by, beside a plain list of as many in
 * the same engine and run; how many messages a device holds; and how long a link into the middle takes.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, type CDPSession, type Locator, type Page } from 'playwright';
import { limits } from '../../protocol';
import { messageLink } from '../../renderer/conversation/timeline/message-link';
import { chromiumArgs, chromiumPath } from '../../tests/support/chromium';
import { formatted } from '../formatted';
import { machine } from '../machine';
import { houseOf, someone, textOf, until } from './house';
import { checks, page as pageOf, type Results } from './report';
import { percentile } from '../statistics';
import { plainList, scroll, weigh, type Scrolled } from './scrolling';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, page: { type: 'string' } } });
const count = values.quick ? 20_000 : 1_000_000;
const lines = values.quick ? 2_000 : 100_000;
/** Where links lead: spread over the room, none near its end. */
const jumps = Array.from({ length: values.quick ? 4 : 20 }, (_, n) =>
  Math.floor((count * (n + 0.5)) / (values.quick ? 5 : 22)),
);
/** In the page: milliseconds from the press until a message stands whole in the window. */
const untilShown = (wanted: string) =>
  new Promise<number>((resolve, reject) => {
    const { pressed = 0 } = globalThis as { pressed?: number };
    const look = () => {
      const place = document.querySelector(`[data-id="${wanted}"]`)?.getBoundingClientRect();
      const took = performance.now() - pressed;
      if (place && place.height > 0 && place.top > 0 && place.bottom < innerHeight) return resolve(took);
      if (took > 60_000) return reject(new Error(`message ${wanted} does not come`));
      requestAnimationFrame(look);
    };
    look();
  });
const say = (text: string) => console.error(text);
/** Both lists scroll so fast, and the plain one so long at most: drawn without a graphics card it takes its time for a frame. */
const way = { lines, speed: values.quick ? 1 : 8 };
const PATIENCE = { maru: 1_200, plain: 240 };
const told = ({ passed, seconds, rows, frames }: Scrolled) =>
  `  ${passed} messages in ${seconds.toFixed(0)} s, ${rows} lines in the document, frame p50 ${percentile(frames, 0.5).toFixed(1)} ms`;

say(`a room of ${count} messages is filled …`);
const house = await houseOf(count, jumps);
const { url } = house.server;

say('a device goes here and there …');
const { session, room } = await someone(url, '지호');
session.open(room);
await until(session.log(room), ({ entries }) => entries.length > 0);
const loaded: number[] = [];
let held = 0;
session.log(room).subscribe(({ entries }) => (held = Math.max(held, entries.length)));
for (const n of jumps) {
  const begun = performance.now();
  const answer = await session.talk.goTo(room, house.ids.get(n) ?? '');
  if (!answer.ok) throw new Error(`message ${n}: ${answer.error.code}`);
  loaded.push(performance.now() - begun);
  session.talk.lookAt(room, answer.value);
  for (let page = 0; page < 8; page += 1) {
    const hole = session.log(room).current.holes.find(({ before }) => before > answer.value);
    if (hole) await session.fill(room, hole.after, 'older');
  }
}

const browser = await chromium.launch({
  args: chromiumArgs,
  ...(chromiumPath ? { executablePath: chromiumPath } : {}),
});

/** A page of somebody who has just come in: their device holds the newest messages and nothing else. */
async function newcomer(name: string): Promise<{ page: Page; devtools: CDPSession; log: Locator }> {
  const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1200, height: 800 } });
  // What compiles this file names functions by a helper that is not in the page.
  await context.addInitScript('globalThis.__name = (one) => one;');
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto(url);
  await page.getByRole('textbox', { name: '이름' }).fill(name);
  await page.getByRole('button', { name: '들어가기' }).click();
  const log = page.getByRole('log', { name: '사랑방' });
  await log.getByRole('article').last().waitFor();
  return { page, devtools, log };
}

say('links are followed …');
const { page, log } = await newcomer('한결');
const shown: number[] = [];
const server = session.server.current.server?.id ?? '';
for (const n of jumps) {
  const id = house.ids.get(n) ?? '';
  // Somebody says where; a press on it leads there.
  session.talk.send(room, messageLink(server, room, id));
  const down = page.getByRole('button', { name: /맨 아래로|아래에 새 글/ });
  const link = log.getByRole('article').last().getByRole('button', { name: '# 사랑방의 메시지' });
  if (shown.length > 0) await down.click();
  await link.waitFor();
  await link.evaluate((button) => {
    (globalThis as { pressed?: number }).pressed = performance.now();
    (button as HTMLElement).click();
  });
  shown.push(await page.evaluate(untilShown, id));
}

await page.context().close();

say(`${lines} messages go by …`);
// Somebody else: over a hole between what one has seen here and there, thousands would go by unseen.
const reader = await newcomer('새봄');
const fresh = await weigh(reader.devtools);
const maru = await scroll(reader.page, reader.devtools, '[role="log"]', { ...way, most: PATIENCE.maru });
say(told(maru));

say('the same in a plain list …');
await reader.page.context().close();
const other = await browser.newPage({ viewport: { width: 1200, height: 800 } });
await other.addInitScript('globalThis.__name = (one) => one;');
await other.goto('about:blank');
const otherTools = await other.context().newCDPSession(other);
await plainList(
  other,
  Array.from({ length: lines }, (_, n) => textOf(count - lines + n)),
);
const plain = await scroll(other, otherTools, '#list', { ...way, most: PATIENCE.plain });
say(told(plain));
await browser.close();
session.close();
await house.server.close();

const results: Results = {
  machine: machine(),
  count,
  lines,
  rate: house.rate,
  held,
  limit: limits.heldEntries,
  loaded,
  shown,
  fresh,
  maru,
  plain,
};
const text = await formatted(pageOf(results));
console.log(text);
if (values.page) writeFileSync(values.page, text);
// So short a run shows that the bench works, and no more.
if (!values.quick && checks(results).some(({ holds }) => !holds)) process.exitCode = 1;
