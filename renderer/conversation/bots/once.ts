/** What is told once and never again, and a line to try it with. It lives as long as the dialog that shows it. */
import type { Bot, Id } from '../../../protocol';
import { speech } from '../../words';
import type { MadeHook } from './hosted.svelte';

export interface Told {
  kind: 'token' | 'incoming' | 'outgoing' | 'command';
  title: string;
  secret: string;
  /** Null where there is nothing that one line could show. */
  example: string | null;
}

/** An id that is new each time the line runs: macOS has a program for it, Linux a file. */
const FRESH = '$( (uuidgen || cat /proc/sys/kernel/random/uuid) 2>/dev/null | tr A-Z a-z)';

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;

/**
 * @param base where the server is reached
 * @param room where the line speaks, in case it speaks anywhere
 */
export function ofToken({ scopes }: Bot, name: string, token: string, base: string, room: Id | null): Told {
  const { words } = speech;
  const bearer = `-H 'Authorization: Bearer ${token}'`;
  const said = `-H 'Content-Type: text/plain' -d ${quoted(words.bots.exampleText)}`;
  const speaks = scopes.includes('write') && room !== null;
  const address = (path: string) => quoted(new URL(path, base).href);
  const example = speaks
    ? `curl ${bearer} -H "Idempotency-Key: ${FRESH}" ${said} ${address(`api/rooms/${room}/entries`)}`
    : scopes.includes('read')
      ? `curl ${bearer} ${address('api/logs')}`
      : null;
  return { kind: 'token', title: words.bots.once.token(name), secret: token, example };
}

/** As ofToken. */
export function ofHook({ hook, secret }: MadeHook, base: string): Told {
  const { bots } = speech.words;
  if (hook.kind !== 'incoming') return { kind: hook.kind, title: bots.once[hook.kind], secret, example: null };
  const address = new URL(`api/hooks/${hook.id}/${secret}`, base).href;
  const body = quoted(JSON.stringify({ text: bots.exampleText }));
  const example = `curl -H 'Content-Type: application/json' -d ${body} ${quoted(address)}`;
  return { kind: 'incoming', title: bots.once.incoming, secret: address, example };
}
