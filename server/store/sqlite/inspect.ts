/** Whether a database is one of ours, sound, and of a version that this program knows. It writes nothing. */
import { codeOf, sqliteCodes, type Driver } from './driver';
import { migrations } from './schema';

/** "Maru" in ASCII: tells our databases from others (sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION = 0x4d617275;

export type Finding =
  | { state: 'sound'; version: number }
  /** Nothing is in it yet. */
  | { state: 'empty' }
  | { state: 'foreign' | 'newer' | 'damaged'; detail: string };

/**
 * @param file names it in `detail`
 * @param sound it is known to be whole: its pages are not read
 * @throws the binding's own error where it could not be read at all
 */
export function inspect(driver: Driver, file: string, sound = false): Finding {
  try {
    const version = Number(driver.value('pragma user_version'));
    const application = Number(driver.value('pragma application_id'));
    const empty = Number(driver.value('select count(*) from sqlite_schema')) === 0;
    if (empty && version === 0 && application === 0) return { state: 'empty' };
    if (application !== APPLICATION) return { state: 'foreign', detail: `${file} is a database of another program` };
    if (version > migrations.length) {
      return { state: 'newer', detail: `${file} has version ${version}; this program knows ${migrations.length}` };
    }
    if (sound) return { state: 'sound', version };
    const found = driver.value('pragma quick_check(1)');
    return found === 'ok'
      ? { state: 'sound', version }
      : { state: 'damaged', detail: `${file} is damaged: ${String(found)}` };
  } catch (error) {
    const code = codeOf(error);
    if (code !== sqliteCodes.corrupt && code !== sqliteCodes.notADatabase) throw error;
    return { state: 'damaged', detail: `${file} is damaged: ${(error as Error).message}` };
  }
}
