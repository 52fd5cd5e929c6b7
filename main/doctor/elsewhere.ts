/** Whether the porch is at another place than the one that was asked for. */
import { limits } from '../../protocol';
import type { Look } from './look';
import { urlAt } from './place';

/** In ms: what is near answers at once, or is not looked for any longer. */
const QUICK = 400;

async function isMaru(url: string, look: Look, timeout: number): Promise<boolean> {
  const seen = await look.handshake(url, timeout);
  // A server with a key that is not the one known here is no better place.
  if (seen.seen !== 'key' || (await look.key(url, seen.fingerprint)) === 'changed') return false;
  return (await look.greet(url, seen.fingerprint, timeout)).said === 'hello';
}

/**
 * The first of these places where a Maru answers, or null.
 * @param timeout in ms, for each of the two things that are asked
 */
export async function firstMaru(urls: readonly string[], look: Look, timeout: number): Promise<string | null> {
  const found = await Promise.all(urls.map(async (url) => ((await isMaru(url, look, timeout)) ? url : null)));
  return found.find((url) => url !== null) ?? null;
}

/** Another port of the same machine: one of those a porch takes where the one it asked for is taken. */
export async function otherPort(address: string, port: number, look: Look, timeout: number): Promise<string | null> {
  const next = [port, limits.port].flatMap((from) =>
    Array.from({ length: limits.portTries + 1 }, (_, by) => from + by),
  );
  const likely = [...new Set(next)].filter((other) => other !== port && other <= 65_535);
  const knocked = await Promise.all(likely.map((other) => look.knock(address, other, QUICK)));
  const open = likely.filter((_, at) => knocked[at] === 'open');
  return firstMaru(
    open.map((other) => urlAt(address, other)),
    look,
    timeout,
  );
}
