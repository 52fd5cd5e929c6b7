/** Every call of the protocol with its handler, which of them a stranger may make, and which need more than membership. */
import type { Input, NetworkCalls } from '../../protocol';
import type { Need } from '../moderation/acts';
import { addToRoom } from './add-to-room';
import { answerKnock } from './answer-knock';
import { append } from './append';
import { appoint } from './appoint';
import { arrange } from './arrange';
import { askDialBack } from './ask-dial-back';
import { audit } from './audit';
import { bans } from './bans';
import { bots } from './bots';
import { changeRoom } from './change-room';
import type { Handler } from './context';
import { createRoom } from './create-room';
import { devices } from './devices';
import { dialledBack } from './dialled-back';
import { echo } from './echo';
import { endBot } from './end-bot';
import { endHook } from './end-hook';
import { enterRoom } from './enter-room';
import { find } from './find';
import { invitations } from './invitations';
import { invite } from './invite';
import { join } from './join';
import { knock } from './knock';
import { lab } from './lab';
import { lacking } from './lacking';
import { leaveRoom } from './leave-room';
import { line } from './line';
import { makeBot } from './make-bot';
import { makeCode } from './make-code';
import { makeHook } from './make-hook';
import { markRead } from './mark-read';
import { mute } from './mute';
import { pair } from './pair';
import { pins } from './pins';
import { prefer } from './prefer';
import { putOut } from './put-out';
import { read } from './read';
import { readers } from './readers';
import { relay } from './relay';
import { remove } from './remove';
import { rename } from './rename';
import { renewBot } from './renew-bot';
import { resume } from './resume';
import { revoke } from './revoke';
import { signOut } from './sign-out';
import { setIdle } from './set-idle';
import { setStatus } from './set-status';
import { slow } from './slow';
import { stopKnocking } from './stop-knocking';
import { thread } from './thread';
import { threads } from './threads';
import { transfer } from './transfer';
import { tryHook } from './try-hook';
import { typing } from './typing';
import { unban } from './unban';
import { versions } from './versions';
import { vote } from './vote';

export const handlers: { readonly [N in keyof NetworkCalls]: Handler<N> } = {
  addToRoom,
  answerKnock,
  append,
  appoint,
  arrange,
  askDialBack,
  audit,
  bans,
  changeRoom,
  createRoom,
  devices,
  dialledBack,
  echo,
  enterRoom,
  invitations,
  invite,
  join,
  knock,
  lab,
  lacking,
  leaveRoom,
  line,
  makeCode,
  markRead,
  mute,
  pair,
  prefer,
  putOut,
  find,
  pins,
  thread,
  threads,
  versions,
  vote,
  read,
  relay,
  makeBot,
  bots,
  endBot,
  makeHook,
  endHook,
  renewBot,
  tryHook,
  remove,
  rename,
  resume,
  revoke,
  signOut,
  slow,
  stopKnocking,
  transfer,
  unban,
  setIdle,
  setStatus,
  typing,
  readers,
};

export const ofStrangers: ReadonlySet<keyof NetworkCalls> = new Set(['join', 'knock', 'stopKnocking', 'echo'] as const);

/** What a role must allow (protocol/roles.ts) for a call to be made at all, and who has to stand below it. */
export const needs: { readonly [N in keyof NetworkCalls]?: Need<Input<NetworkCalls[N]>> } = {
  answerKnock: { act: 'approve' },
  appoint: { act: 'appoint', on: ({ member }) => member },
  askDialBack: { act: 'diagnose' },
  audit: { act: 'audit' },
  bans: { act: 'remove' },
  bots: { act: 'bots' },
  endBot: { act: 'bots', on: ({ member }) => member },
  endHook: { act: 'bots' },
  invite: { act: 'invite' },
  makeBot: { act: 'bots' },
  makeCode: { act: 'invite' },
  makeHook: { act: 'bots' },
  mute: { act: 'mute', on: ({ member }) => member },
  pair: { act: 'invite' },
  remove: { act: 'remove', on: ({ member }) => member },
  renewBot: { act: 'bots', on: ({ member }) => member },
  slow: { act: 'slow' },
  transfer: { act: 'transfer', on: ({ member }) => member },
  tryHook: { act: 'bots' },
  unban: { act: 'remove' },
};
