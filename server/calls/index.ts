/** Every call of the protocol with its handler, which of them a stranger may make, and which need more than membership. */
import type { Act, NetworkCalls } from '../../protocol';
import { answerKnock } from './answer-knock';
import { append } from './append';
import { askDialBack } from './ask-dial-back';
import type { Handler } from './context';
import { createRoom } from './create-room';
import { devices } from './devices';
import { dialledBack } from './dialled-back';
import { echo } from './echo';
import { invitations } from './invitations';
import { invite } from './invite';
import { join } from './join';
import { knock } from './knock';
import { lacking } from './lacking';
import { makeCode } from './make-code';
import { pair } from './pair';
import { read } from './read';
import { rename } from './rename';
import { resume } from './resume';
import { revoke } from './revoke';
import { signOut } from './sign-out';

export const handlers: { readonly [N in keyof NetworkCalls]: Handler<N> } = {
  answerKnock,
  append,
  askDialBack,
  createRoom,
  devices,
  dialledBack,
  echo,
  invitations,
  invite,
  join,
  knock,
  lacking,
  makeCode,
  pair,
  read,
  rename,
  resume,
  revoke,
  signOut,
};

export const ofStrangers: ReadonlySet<keyof NetworkCalls> = new Set(['join', 'knock', 'echo'] as const);

/** What a role must allow (protocol/roles.ts) for a call to be made at all. */
export const acts: { readonly [N in keyof NetworkCalls]?: Act } = {
  answerKnock: 'approve',
  askDialBack: 'diagnose',
  invite: 'invite',
  makeCode: 'invite',
  pair: 'invite',
};
