/** What somebody fills in about a room, looked at before anything is asked of the server. */
import { parse, RoomName } from '../../../protocol';
import { fieldProblem } from '../../words';

/** @returns the name as it will be kept, or what is wrong with it in words */
export function roomNameOf(typed: string): { name: string } | { problem: string | null } {
  const parsed = parse(RoomName, typed);
  return parsed.ok ? { name: parsed.value } : { problem: fieldProblem({ ...parsed.error, field: 'name' }) };
}
