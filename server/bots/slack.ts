/** Messages as Slack's incoming webhooks take them, as far as that is text (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
import { refuse, type Answer } from '../../protocol';

/**
 * @param type the media type: a form has the message as JSON in its field `payload`; anything else is JSON itself, or with
 * text/plain what is to be said. (curl calls JSON a form where it is not told otherwise.)
 */
export function textOf(type: string, body: string): Answer<string> {
  if (/^text\/plain\b/i.test(type)) return { ok: true, value: body };
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type) && !/^\s*\{/.test(body);
  const json = isForm ? new URLSearchParams(body).get('payload') : body;
  const message = json === null ? null : objectIn(json);
  if (!message) return { ok: false, error: refuse('invalid', { field: 'body', rule: 'shape' }) };
  const { text } = message;
  if (typeof text !== 'string') return { ok: false, error: refuse('invalid', { field: 'text', rule: 'shape' }) };
  return { ok: true, value: fromMrkdwn(text) };
}

/** Null for what is no JSON, or no object. */
export function objectIn(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Links, which Slack writes as `<url|words>`, and the three characters it escapes (https://docs.slack.dev/messaging/formatting-message-text). */
export const fromMrkdwn = (text: string): string =>
  text
    .replace(/<((?:https?|mailto):[^\s<>|]+)(?:\|([^<>]*))?>/g, (_, url: string, words?: string) =>
      words ? `[${words}](${url})` : url,
    )
    .replace(/&(lt|gt|amp);/g, (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name]);
