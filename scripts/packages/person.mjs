// A person at a desktop, as a program: says what to do to scripts/packages/outside.py, a JSON line for each.
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** @param child outside.py within with-desktop.py */
export function personAt(child) {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @returns what outside.py answers. @throws with its reason */
    async does(...words) {
      child.stdin.write(`${JSON.stringify(words)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the desktop ended at ${words.join(' ')}`);
      const answer = JSON.parse(value);
      if ('error' in answer) throw new Error(answer.error);
      return answer.ok;
    },
    /** Logs out: with-desktop.py ends whatever still runs. */
    async leaves() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
