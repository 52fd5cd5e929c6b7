/** How hard the tests here try: a sample in `npm test`, all of it in `npm run security`. */
export const full = process.env['MARU_SECURITY'] === 'full';

/** @returns the first in `npm test`, the second in `npm run security` */
export const scaled = (sample: number, all: number): number => (full ? all : sample);
