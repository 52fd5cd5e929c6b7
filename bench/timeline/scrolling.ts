/** What is measured in a page while it scrolls: how much is in the document, how much memory that takes, and the frames. */
import type { CDPSession, Page } from 'playwright';

export interface Scrolled {
  /** Lines that went by, and the seconds they took. */
  passed: number;
  seconds: number;
  /** The most elements that stood in the list at once, and the most pixels of them, in viewports. */
  rows: number;
  viewports: number;
  /** After it: elements and text in the page, and its JavaScript heap, in MiB. */
  nodes: number;
  heap: number;
  /** Milliseconds between two frames, ascending. */
  frames: number[];
}

/** How fast it scrolls: about a screen in a quarter of a second. */
const PIXELS_A_FRAME = 40;

/**
 * Scrolls a list upwards from its end, frame by frame.
 * @param selector what scrolls; its first child holds the lines
 * @param lines how many go by before it ends
 * @param speed times `PIXELS_A_FRAME`
 * @param most seconds after which it ends all the same: a long list may not manage two frames in one
 */
export async function scroll(
  page: Page,
  devtools: CDPSession,
  selector: string,
  { lines, speed, most }: { lines: number; speed: number; most: number },
): Promise<Scrolled> {
  const told = await page.evaluate(
    ({ selector: place, lines: wanted, step, limit }) =>
      new Promise<Omit<Scrolled, 'nodes' | 'heap'>>((resolve, reject) => {
        const scroller = document.querySelector<HTMLElement>(place);
        const held = scroller?.firstElementChild;
        if (!scroller || !held) return reject(new Error(`there is no ${place}`));
        const frames: number[] = [];
        let [before, rows, viewports, still] = [0, 0, 0, 0];
        /** Of the line at the upper edge. Looking through few is quick; where they are many, a point finds it. */
        const seqs = () => {
          const { left, top } = scroller.getBoundingClientRect();
          if (held.childElementCount >= 2_000)
            return Number(
              document.elementFromPoint(left + 20, top + 8)?.closest<HTMLElement>('[data-seq]')?.dataset['seq'],
            );
          const row = [...held.querySelectorAll<HTMLElement>('[data-seq]')]
            .map((one) => ({ seq: Number(one.dataset['seq']), bottom: one.getBoundingClientRect().bottom }))
            .filter(({ bottom }) => bottom > top)
            .sort((one, other) => one.bottom - other.bottom)[0];
          return row?.seq ?? NaN;
        };
        const first = seqs();
        let [seq, frame] = [first, 0];
        const begun = performance.now();
        const next = (now: number) => {
          if (before > 0) frames.push(now - before);
          before = now;
          frame += 1;
          const over = now - begun > limit;
          // Counting is no work of the list: it is done now and then.
          if (frame % 10 === 0 || over) {
            rows = Math.max(rows, held.childElementCount);
            if (held.childElementCount < 2_000) {
              const heights = [...held.children].reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
              viewports = Math.max(viewports, heights / scroller.clientHeight);
            } else viewports = scroller.scrollHeight / scroller.clientHeight;
            const here = seqs();
            still = here === seq || Number.isNaN(here) ? still + 1 : 0;
            seq = Number.isNaN(here) ? seq : here;
          }
          if (first - seq >= wanted || seq <= 2 || still > 180 || over) {
            frames.sort((a, b) => a - b);
            return resolve({ passed: first - seq, seconds: (now - begun) / 1000, rows, viewports, frames });
          }
          scroller.scrollTop -= step;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { selector, lines, step: PIXELS_A_FRAME * speed, limit: most * 1000 },
  );
  return { ...told, ...(await weigh(devtools)) };
}

export async function weigh(devtools: CDPSession): Promise<Pick<Scrolled, 'nodes' | 'heap'>> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  return { nodes, heap: usedSize / 1024 ** 2 };
}

/** A plain list beside it: every line is in the document, with less in each than a message has. */
export async function plainList(page: Page, texts: readonly string[]): Promise<void> {
  await page.setContent('<!doctype html><div id="list" style="height: 680px; overflow: auto"><div></div></div>');
  await page.evaluate((all) => {
    const held = document.querySelector('#list > div');
    document.body.style.font = '14px/1.55 sans-serif';
    held?.append(
      ...all.map((text, at) => {
        const row = document.createElement('div');
        row.dataset['seq'] = String(at + 1);
        const [name, time, words] = ['b', 'time', 'p'].map((tag) => document.createElement(tag));
        name?.append('나래');
        time?.append('10:06');
        words?.append(text);
        row.append(...[name, time, words].flatMap((one) => one ?? []));
        return row;
      }),
    );
    document.querySelector('#list')?.scrollTo(0, 1e9);
  }, texts);
}
