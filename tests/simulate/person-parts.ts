/** What a simulated person is made of. */
import type { Random, Storage, Transport } from '../../client';
import type { Id } from '../../protocol';
import type { Link } from './network';
import type { Dice, Time } from './time';

export interface PersonParts {
  name: string;
  time: Time;
  dice: Dice;
  link: Link;
  random: Random;
  /** What was said under an id, for what is blanked later. */
  words: Map<Id, string>;
  plantedTransport?: ((transport: Transport) => Transport) | undefined;
  plantedStorage?: ((storage: Storage) => Storage) | undefined;
}
