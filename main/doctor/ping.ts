/** Whether a machine answers an echo request, by the system's own program: a program of ours would need to be root. */
import { execFile } from 'node:child_process';

/**
 * One echo request (RFC 792, RFC 4443). Many firewalls let it pass that stop everything else; no answer means nothing.
 * @param address numeric
 * @param timeout in ms
 */
export function answersPing(address: string, timeout: number): Promise<boolean> {
  const once = process.platform === 'win32' ? ['-n', '1', '-w', String(timeout)] : ['-n', '-c', '1'];
  return new Promise((resolve) =>
    // Windows ends well also where a router says that nobody is there: an answer has a time to live.
    execFile('ping', [...once, address], { timeout, windowsHide: true }, (error, stdout) =>
      resolve(!error && /ttl[=:]/i.test(stdout)),
    ),
  );
}
