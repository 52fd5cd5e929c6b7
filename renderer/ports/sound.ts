/** The sounds of a notification, made of sine waves where they are played: no file, and nothing to load. */
import type { NoticeSound } from '../../protocol';

interface Tone {
  /** In Hz. */
  from: number;
  to: number;
  /** In seconds. */
  at: number;
  long: number;
  /** Of full loudness. */
  loud: number;
}

const tones: Record<Exclude<NoticeSound, 'none'>, readonly Tone[]> = {
  // A drop into water: a short tone that rises.
  drop: [
    { from: 520, to: 1_040, at: 0, long: 0.09, loud: 0.22 },
    { from: 780, to: 1_320, at: 0.1, long: 0.12, loud: 0.14 },
  ],
  // A small bell: a third, and its overtone.
  bell: [
    { from: 1_046, to: 1_046, at: 0, long: 0.5, loud: 0.14 },
    { from: 1_318, to: 1_318, at: 0.12, long: 0.6, loud: 0.12 },
    { from: 2_637, to: 2_637, at: 0.12, long: 0.25, loud: 0.04 },
  ],
  // Two knocks on wood.
  wood: [
    { from: 330, to: 180, at: 0, long: 0.07, loud: 0.4 },
    { from: 300, to: 160, at: 0.14, long: 0.07, loud: 0.35 },
  ],
};

let context: AudioContext | null = null;

/** @returns whether it sounds: a browser lets a page make no sound before somebody has clicked in it */
export async function playSound(sound: NoticeSound): Promise<boolean> {
  if (sound === 'none' || !('AudioContext' in globalThis)) return false;
  try {
    context ??= new AudioContext();
    // In a browser this waits for the first click, for ever if there is none.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    await Promise.resolve();
    if (context.state === 'suspended' && !navigator.userActivation.hasBeenActive) return false;
    const now = context.currentTime;
    for (const tone of tones[sound]) play(context, now, tone);
    return true;
  } catch {
    return false;
  }
}

function play(on: AudioContext, now: number, { from, to, at, long, loud }: Tone): void {
  const [source, gain] = [on.createOscillator(), on.createGain()];
  const [begin, end] = [now + at, now + at + long];
  source.frequency.setValueAtTime(from, begin);
  source.frequency.exponentialRampToValueAtTime(to, end);
  gain.gain.setValueAtTime(0.0001, begin);
  gain.gain.exponentialRampToValueAtTime(loud, begin + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  source.connect(gain).connect(on.destination);
  source.start(begin);
  source.stop(end);
}
