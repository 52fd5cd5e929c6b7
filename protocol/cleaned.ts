/** Takes out of a log what nobody else may read: secrets always, names always, addresses unless they are wanted. */

export interface Known {
  /** Names of people, rooms, servers, of this machine and of its person. */
  names: readonly string[];
  /** Keeps the addresses of machines. */
  addresses: boolean;
}

const SECRET = '[secret]';
const NAME = '[name]';

/** What is called a secret, in JSON, in a header, in a query. */
const called =
  /((?:pass(?:word|phrase|wd)?|secret|token|host-?key|api-?key|authorization|cookie|credential)["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',;&}]+/giu;
const bearer = /\b(bearer|basic)\s+[\w.~+/=-]+/giu;
/** An invitation, as a link of the app or of a browser (protocol/link.ts). */
const invitation = /\bmaru:\/*[^\s"'<>)]*|\bhttps?:\/\/[^\s"'<>)]*\/j\/[^\s"'<>)]*/giu;
const query = /(\bhttps?:\/\/[^\s"'<>?#)]*)[?#][^\s"'<>)]*/giu;
/** A certificate's fingerprint as people write it. */
const pairs = /\b(?:[0-9a-f]{2}[: ]){7,}[0-9a-f]{2}\b/giu;
/** Whatever is as long as a secret: an invitation has 128 bits (22 letters of base64url), a token or a fingerprint 256. */
const long = /(?<![\w-])[\w-]{20,}(?![\w-])={0,2}/gu;
const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
/** Words that are joined, with a time or a version behind them, are no secret: a random one is so once in a thousand million. */
const words = /^[a-z]+(?:[-_][a-z]+)*(?:-\d+)?$/u;
/** Times of a log's lines, and of the names of files. */
const time = /^\d{4}-\d\d-\d\dT[\d-]+Z?$/u;

const ip4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
const ip6 =
  /(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?:[0-9a-f]{1,4})?(?:%[\w.-]+)?(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?:%[\w.-]+)?(?![\w:])/giu;
const mac = /(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])/giu;
const localName = /(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|internal)\b/giu;
/** This machine itself, and every machine: they tell nothing. */
const anywhere = ['127.0.0.1', '::1', '0.0.0.0', '::'];
/** Three numbers and two colons in a line are a time of day. */
const clockTime = /^\d{1,2}(?::\d{2}){1,2}$/u;

/** @returns the text without them; the same address is the same number throughout it, so that one can still follow */
export function cleaned(text: string, { names, addresses }: Known): string {
  const numbers = new Map<string, number>();
  const numbered = (address: string): string => {
    if (anywhere.includes(address) || clockTime.test(address)) return address;
    if (!numbers.has(address)) numbers.set(address, numbers.size + 1);
    return `[address ${String(numbers.get(address))}]`;
  };
  const withoutSecrets = text
    .replace(invitation, '[invitation]')
    .replace(query, `$1?${SECRET}`)
    .replace(bearer, `$1 ${SECRET}`)
    .replace(called, `$1${SECRET}`)
    .replace(pairs, SECRET)
    .replace(long, (run) => (id.test(run) || words.test(run) || time.test(run) ? run : SECRET));
  const withoutNames = nameless(withoutSecrets, names);
  if (addresses) return withoutNames;
  return [mac, ip4, ip6, localName].reduce((cut, one) => cut.replace(one, numbered), withoutNames);
}

/** Names as long as a word stand anywhere, as a Korean particle follows without a space; shorter ones only by themselves. */
function nameless(text: string, names: readonly string[]): string {
  const sorted = [...new Set(names.map((name) => name.trim()))].filter((name) => name !== '');
  if (sorted.length === 0) return text;
  const patterns = sorted
    .sort((a, b) => b.length - a.length)
    .map((name) => {
      const plain = name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
      return /^[\p{ASCII}]{1,3}$|^.$/u.test(name) ? `(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])` : plain;
    });
  return text.replace(new RegExp(patterns.join('|'), 'giu'), NAME);
}
