import type { Handler } from './context';

export const makeCode: Handler<'makeCode'> = ({ codes }) => ({ ok: true, value: codes.make() });
