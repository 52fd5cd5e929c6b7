import type { Kind } from '../scene';
import { clock } from './clock';
import { deaf } from './deaf';
import { disk } from './disk';
import { client, host, stop } from './kills';
import { cut, loss, oneWay } from './network';

export const kinds: readonly Kind[] = [host, client, cut, oneWay, loss, disk, stop, clock, deaf];
