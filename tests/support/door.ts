/** Ways to a test's server, as its door sees them, and a clock that can be set on. */
import { type Clock } from '../../server';
import { person, Talker, type TestServerOptions } from './server';

/** A server behind a proxy of this machine: whoever comes may say where from, and whether over TLS. */
export const behindProxy: Pick<TestServerOptions, 'proxies'> = { proxies: ['127.0.0.1'] };

type Way = NonNullable<Parameters<typeof Talker.dial>[1]>;
const forwarded = (address: string, proto: string): Way => ({
  headers: { 'x-forwarded-for': address, 'x-forwarded-proto': proto },
});

/** From another machine, where nobody can read along. */
export const overTls = (address = '192.0.2.1'): Way => forwarded(address, 'https');
/** From another machine, as a browser does without TLS. */
export const overHttp = (address = '192.0.2.7'): Way => forwarded(address, 'http');

/** The machine's clock, so many milliseconds ahead; its waits are as long as ever. */
export class ShiftedClock implements Clock {
  ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }
}

/** The host, in their own window. */
export const host = (server: { url: string; hostKey: string }, way: Way = {}) =>
  person(server.url, '집주인', { ...way, hostKey: server.hostKey });

/** Brings an invitation; what is asked for besides is in `more`. */
export async function invited(url: string, name: string, invitation: string, way: Way = {}) {
  const talker = await Talker.dial(url, way);
  return { talker, answer: await talker.ask('join', { name, invitation }) };
}
