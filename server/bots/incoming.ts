/** What is posted to an incoming hook becomes a message of its bot, in its room and nowhere else. */
import { Id, limits, MessageText, parse, postedOf, refuse, type Answer } from '../../protocol';
import { CallRate } from '../call-rate';
import type { Context } from '../calls/context';
import { hashToken, sameSecret } from '../secrets';
import { botSays } from './saying';
import { textOf } from './slack';

export interface Posted {
  hook: string;
  secret: string;
  /** The media type it says it has. */
  type: string;
  body: string;
  /** The header Idempotency-Key; undefined: each one is another message. */
  key: string | undefined;
  /** Who posts, as `addressKey` writes it. */
  address: string;
}

export class Incoming {
  readonly #context: Context;
  readonly #addresses: CallRate;
  readonly #hooks: CallRate;

  constructor(context: Context) {
    this.#context = context;
    this.#addresses = new CallRate(context.clock);
    this.#hooks = new CallRate(context.clock, limits.hookRate);
  }

  async post({ hook: id, secret, type, body, key, address }: Posted): Promise<Answer<null>> {
    const { bots, newId, clock } = this.#context;
    const asked = this.#addresses.take(address);
    if (asked > 0) return { ok: false, error: refuse('rate', { retryAfter: asked }) };
    const hook = parse(Id, id).ok ? bots.hook(id) : undefined;
    // One answer for what is not there and what is not known: an id alone tells nothing.
    if (hook?.kind !== 'incoming' || hook.room === null || !sameSecret(hook.secret, hashToken(secret)))
      return { ok: false, error: refuse('no-such-hook') };
    const retryAfter = this.#hooks.take(hook.id);
    if (retryAfter > 0) return { ok: false, error: refuse('rate', { retryAfter }) };
    if (key !== undefined && (key === '' || key.length > limits.hookKey))
      return { ok: false, error: refuse('invalid', { field: 'idempotency-key', rule: key === '' ? 'empty' : 'long' }) };
    const said = textOf(type, body);
    if (!said.ok) return said;
    const text = parse(MessageText, said.value);
    if (!text.ok) return { ok: false, error: { ...text.error, field: 'text' } };
    const entry = key === undefined ? newId() : postedOf(hook.id, key);
    const told = await botSays(this.#context, {
      bot: hook.bot,
      room: hook.room,
      to: null,
      id: entry,
      text: text.value,
    });
    if (told.ok && bots.hook(hook.id)) bots.deliveries.answered(hook.id, { status: 200 }, clock.now());
    return told;
  }
}
