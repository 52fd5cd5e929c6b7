/** The browser's database, whose opening begins with the page's first script: the disk is read while the other scripts are. */
const NAME = 'maru';
const VERSION = 1;
/** One store of rows, addressed by table and key, so that a new table needs no new version. */
export const ROWS = 'rows';

/** @throws where the browser lets this page keep nothing */
export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(ROWS));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the database cannot be opened')));
  });
}

let first: Promise<IDBDatabase> | null = typeof indexedDB === 'undefined' ? null : openDatabase();
// Whoever wants it hears of it.
first?.catch(() => undefined);

/** The one that is on its way since the start, once; then new ones. */
export function takeDatabase(): Promise<IDBDatabase> {
  const database = first ?? openDatabase();
  first = null;
  return database;
}
