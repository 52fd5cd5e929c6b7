/** Which addresses a message may lead to, and where they end when Korean is written right behind them. */

const SCHEMES = ['http:', 'https:', 'mailto:'];
/** What the bridge takes, and every browser. */
const MAX_LENGTH = 2_048;

/**
 * @returns the address as a browser understands it, or null where it is none a person may be led to. A user name in front
 * of the host makes a link look like another site ("https://bank.example@thief.example"), so such an address is none.
 */
export function safeAddress(address: string): URL | null {
  try {
    const url = new URL(address);
    const plain = SCHEMES.includes(url.protocol) && url.username === '' && url.password === '';
    return plain && url.href.length <= MAX_LENGTH ? url : null;
  } catch {
    return null;
  }
}

/** Where the link leads, as a person should read it: a host (IDN as punycode, so that look-alikes show), or a mail address. */
export const leadsTo = (url: URL): string => url.host || decodeURIComponentSafely(url.pathname);

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const PARTICLES =
  /(?<=[A-Za-z0-9/_-])(?:에서는|에서도|에서|에게|으로|로|까지|부터|이랑|랑|하고|처럼|보다|마다|이나|나|은|는|이|가|을|를|의|에|와|과|도|만|요|입니다|이에요|예요)$/u;

/** A Latin host, with or without its port, and the Hangul right behind it. */
const HOST_WITH_PARTICLE = /^\/\/[^/?#\s]*[A-Za-z0-9](?=\p{Script=Hangul}+(?:[\s.,!?)]|$))/u;

/**
 * Finds addresses in running text as `standard` does, but ends them where Korean begins. Korean puts particles right
 * behind a word, with no space: "https://example.com에서" means the address before 에서. A Latin host ends at Hangul;
 * behind a path only known particles are cut, since a path may be Korean itself.
 * @param tail what follows "http:" or "https:"
 * @param standard tells how many characters at the beginning of a text are an address; 0 for none
 * @returns how many of them are the address
 */
export function addressLength(tail: string, standard: (text: string) => number): number {
  const host = HOST_WITH_PARTICLE.exec(tail)?.[0];
  if (host) return standard(host);
  const found = tail.slice(0, standard(tail));
  // What stands before an @ is a user name, however much it looks like a host.
  if (tail[found.length] === '@') return 0;
  return found.length - (PARTICLES.exec(found)?.[0].length ?? 0);
}

/** Whether words pretend to be an address that leads elsewhere. */
export function isDisguised(words: string, url: URL): boolean {
  const named = /(?:^|\s)(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu.exec(words)?.[1];
  if (!named || url.protocol === 'mailto:') return false;
  const host = url.hostname.replace(/^www\./u, '');
  return safeAddress(`http://${named}`)?.hostname.replace(/^www\./u, '') !== host;
}
