/** The shape every language has to fill: English is the measure, a string that is missing elsewhere does not compile. */
import type { en } from './en';

export type Words = typeof en;
