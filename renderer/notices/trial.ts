/** Walks through all that a notification needs, and says at each step what is in the way. */
import type { Bridge, NoticeSettings } from '../../protocol';
import { playSound } from '../ports/sound';
import { speech } from '../words';
import type { BrowserToasts } from './browser.svelte';
import { isOff } from './hours';

export type TrialStep = 'setting' | 'level' | 'permission' | 'daemon' | 'sound';
export type TrialProblem = keyof typeof speech.words.noticesSettings.problems;
export interface Tried {
  step: TrialStep;
  /** Null: it works. */
  problem: TrialProblem | null;
}

export interface TrialParts {
  bridge: Bridge | null;
  browser: BrowserToasts;
  settings: NoticeSettings;
  /** This person wants not to be disturbed, on a server they are on. */
  disturbed: boolean;
  now: number;
}

export async function tryNotices({ bridge, browser, settings, disturbed, now }: TrialParts): Promise<readonly Tried[]> {
  const { testTitle: title, testBody: body } = speech.words.noticesSettings;
  const setting: TrialProblem | null = isOff(settings.hours, now) ? 'hours' : disturbed ? 'disturb' : null;
  const level = settings.level === 'none' ? 'nothing' : null;
  const { permission, daemon, sounds } = bridge
    ? await inWindow(bridge, title, body)
    : { ...(await inBrowser(browser, title, body)), sounds: 'page' };
  const silent = settings.sound === 'none';
  const sounded = silent || sounds === 'system' || (await playSound(settings.sound));
  return [
    { step: 'setting', problem: setting },
    { step: 'level', problem: level },
    { step: 'permission', problem: permission },
    { step: 'daemon', problem: daemon },
    { step: 'sound', problem: silent ? 'mute' : sounded ? null : 'blocked' },
  ];
}

interface Shown {
  permission: TrialProblem | null;
  daemon: TrialProblem | null;
}

async function inWindow(bridge: Bridge, title: string, body: string): Promise<Shown & { sounds: string }> {
  const situation = await bridge.call('noticeSituation', {});
  const answer = await bridge.call('tryNotice', { title, body });
  const fault = answer.ok ? answer.value.fault : 'failed';
  const sounds = situation.ok ? situation.value.sounds : 'page';
  return fault === 'unsupported'
    ? { permission: 'unsupported', daemon: 'unsupported', sounds }
    : { permission: null, daemon: fault, sounds };
}

async function inBrowser(browser: BrowserToasts, title: string, body: string): Promise<Shown> {
  const { permission } = browser;
  if (permission !== 'granted') {
    const why = permission === 'unsupported' && !isSecureContext ? 'insecure' : permission;
    return { permission: why, daemon: why };
  }
  const shown = await browser.show(title, body, null, 'test', 'test');
  return { permission: null, daemon: shown ? null : browser.permission === 'unsupported' ? 'unsupported' : 'silent' };
}
