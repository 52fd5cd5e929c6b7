import type { Kind } from '../scene';
import { clock } from './clock';
import { deaf } from './deaf';
import { disk } from './disk';
import { away, client, host, stop } from './kills';
import { cut, loss, oneWay } from './network';

/** Those that wait longest first: where several are played at a time, the others fill the gaps. */
export const kinds: readonly Kind[] = [stop, oneWay, loss, host, client, away, cut, disk, clock, deaf];
