/** Every call of the protocol with its handler, which of them a stranger may make, and which need more than membership. */
import type { Input, NetworkCalls } from '../../protocol';
import type { Need } from '../moderation/acts';
import { answerKnock } from './answer-knock';
import { append } from './append';
import { appoint } from './appoint';
import { audit } from './audit';
import { bans } from './bans';
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
import { later } from './later';
import { makeCode } from './make-code';
import { markRead } from './mark-read';
import { mute } from './mute';
import { pair } from './pair';
import { read } from './read';
import { remove } from './remove';
import { rename } from './rename';
import { resume } from './resume';
import { revoke } from './revoke';
import { signOut } from './sign-out';
import { setIdle } from './set-idle';
import { slow } from './slow';
import { stopKnocking } from './stop-knocking';
import { transfer } from './transfer';
import { unban } from './unban';

export const handlers: { readonly [N in keyof NetworkCalls]: Handler<N> } = {
  answerKnock,
  append,
  appoint,
  audit,
  bans,
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
  markRead,
  mute,
  pair,
  read,
  remove,
  rename,
  resume,
  revoke,
  signOut,
  slow,
  stopKnocking,
  transfer,
  unban,
  changeRoom: later,
  addToRoom: later,
  enterRoom: later,
  leaveRoom: later,
  putOut: later,
  prefer: later,
  arrange: later,
  find: later,
  thread: later,
  threads: later,
  versions: later,
  pins: later,
  vote: later,
  setIdle,
  setStatus: later,
  typing: later,
  readers: later,
};

export const ofStrangers: ReadonlySet<keyof NetworkCalls> = new Set(['join', 'knock', 'stopKnocking', 'echo'] as const);

/** What a role must allow (protocol/roles.ts) for a call to be made at all, and who has to stand below it. */
export const needs: { readonly [N in keyof NetworkCalls]?: Need<Input<NetworkCalls[N]>> } = {
  answerKnock: { act: 'approve' },
  appoint: { act: 'appoint', on: ({ member }) => member },
  askDialBack: { act: 'diagnose' },
  audit: { act: 'audit' },
  bans: { act: 'remove' },
  invite: { act: 'invite' },
  makeCode: { act: 'invite' },
  mute: { act: 'mute', on: ({ member }) => member },
  pair: { act: 'invite' },
  remove: { act: 'remove', on: ({ member }) => member },
  slow: { act: 'slow' },
  transfer: { act: 'transfer', on: ({ member }) => member },
  unban: { act: 'remove' },
};
