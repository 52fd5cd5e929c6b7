/** What a process asks of the disk, seen from outside: its true syncs, where the system lets one look (strace). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * @param work what is done meanwhile
 * @returns how many fsync and fdatasync calls there were, or why nobody could count them
 */
export async function countSyncs(pid: number, work: () => Promise<void>): Promise<number | string> {
  const args = ['-f', '-qq', '-e', 'trace=fsync,fdatasync', '-p', String(pid)];
  const trace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  trace.stderr.on('data', (data: Buffer) => (text += data.toString()));
  const ended = new Promise<void>((resolve) => {
    trace.once('error', (error) => ((text = error.message), resolve()));
    trace.once('close', () => resolve());
  });
  // It attaches within moments, or ends and says why. It tells of nothing when it has.
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))]);
  if (trace.exitCode !== null || trace.pid === undefined) return `strace cannot look: ${text.trim()}`;
  await work();
  trace.kill('SIGINT');
  if (trace.exitCode === null) await Promise.race([ended, once(trace, 'exit')]);
  await ended;
  // A call that another thread's call interrupts in the listing has a second line, `resumed`.
  return text.split('\n').filter((line) => /\b(fsync|fdatasync)\(/.test(line)).length;
}
