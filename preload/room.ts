/** Of a room's own window. It has no bridge, and its page sees nothing of this: what is written there is checked as in the main one. */
import { watchSpelling } from './spelling';

watchSpelling();
