/** How main answers the window. */
import {
  refuse,
  type Answer,
  type Calls,
  type DesktopCalls,
  type Input,
  type Output,
  type Refusal,
  type RefusalCode,
} from '../protocol';

type Handler<I, O> = (input: I) => Answer<O> | Promise<Answer<O>>;
type HandlerTable<T extends Calls> = { readonly [N in keyof T]: Handler<Input<T[N]>, Output<T[N]>> };

/** One function for each call of the bridge. A module supplies the ones that are its own. */
export type DesktopHandlers = HandlerTable<DesktopCalls>;
export type HandlersFor<N extends keyof DesktopCalls> = Pick<DesktopHandlers, N>;

export const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
export const refused = (code: RefusalCode, more?: Pick<Refusal, 'field' | 'rule' | 'retryAfter'>): Answer<never> => ({
  ok: false,
  error: refuse(code, more),
});
