/**
 * What main does for a start screen, as a process of its own, so that it can stand on another machine.
 * It reads `open` and `close`, and says each change of the list with the ms since it was opened.
 */
import { createInterface } from 'node:readline';
import { watchNear, type Near } from '../../main/near/near';

const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);
let near: Near | null = null;

async function open(): Promise<void> {
  const began = performance.now();
  near = watchNear({
    host: '0.0.0.0',
    push: (_name, payload) => say({ ms: performance.now() - began, ...payload }),
    log: { info: () => undefined, error: (text) => void process.stderr.write(`${text}\n`), lines: () => undefined },
  });
  await near.handlers.watchNear({ on: true });
}

createInterface(process.stdin).on('line', (line) => {
  if (line === 'open') return void open();
  const was = near;
  near = null;
  void Promise.resolve(was?.stop?.()).then(() => say({ closed: true }));
});
say({ ready: true });
