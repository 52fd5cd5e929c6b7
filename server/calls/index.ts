/** Every call of the protocol with its handler, and which of them a stranger may make. */
import type { NetworkCalls } from '../../protocol';
import { append } from './append';
import type { Handler } from './context';
import { createRoom } from './create-room';
import { echo } from './echo';
import { join } from './join';
import { lacking } from './lacking';
import { read } from './read';
import { rename } from './rename';
import { resume } from './resume';

export const handlers: { readonly [N in keyof NetworkCalls]: Handler<N> } = {
  append,
  createRoom,
  echo,
  join,
  lacking,
  read,
  rename,
  resume,
};

export const ofStrangers: ReadonlySet<keyof NetworkCalls> = new Set(['join', 'echo'] as const);
