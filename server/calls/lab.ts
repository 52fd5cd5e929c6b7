import type { Handler } from './context';

export const lab: Handler<'lab'> = ({ demonstrate }, { member }) => demonstrate(member);
