/** Makes a copy of a database that may be in use. It blocks its thread at the end, while the copy is checked. */
import { statSync } from 'node:fs';
import { flushFile } from '../disk';
import { copyDatabase, openUnchanging } from './driver';
import { asStartError, databaseIn, touch } from './folder';
import { inspect } from './inspect';

/**
 * @param file a new one, made for its owner alone
 * @returns its bytes, which are on the disk
 * @throws StartError; the file may be left behind, and is nothing then
 */
export async function backUp(folder: string, file: string): Promise<number> {
  try {
    touch(file);
    await copyDatabase(databaseIn(folder), file);
    const copy = openUnchanging(file);
    const finding = inspect(copy, file);
    copy.close();
    if (finding.state !== 'sound') throw new Error('detail' in finding ? finding.detail : `${file} is empty`);
    flushFile(file);
    return statSync(file).size;
  } catch (error) {
    throw asStartError(error, file);
  }
}
