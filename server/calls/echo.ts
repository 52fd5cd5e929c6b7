import type { Handler } from './context';

export const echo: Handler<'echo'> = ({ clock }) => ({ ok: true, value: { at: clock.now() } });
