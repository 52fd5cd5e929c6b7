/** Dialling a server anew for its host: main does it, and only where this window is connected. */
import type { Ports } from '../../client';
import type { Bridge } from '../../protocol';
import { privately } from './reaching';

export const diallingBack =
  (bridge: Bridge): NonNullable<Ports['dialBack']> =>
  async (url) => {
    const answer = await bridge.call('dialBack', { url: privately(url) });
    return answer.ok ? answer.value.outcome : null;
  };
