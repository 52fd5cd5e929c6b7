/** What an input method made a page see, in the order it came, and what has to come of it. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

export interface Step {
  e: string;
  /** Milliseconds since the first step. */
  at: number;
  /** What the field held when it came; not told where that does not matter. */
  value?: string;
  shift?: boolean;
  key?: string;
  code?: string;
  keyCode?: number;
  isComposing?: boolean;
  data?: string | null;
  inputType?: string;
  /** What a browser does by itself with the key before, unless that was prevented. */
  default?: boolean;
  /** The page was too busy for its timers since the composition ended: none of them has rung when this comes. */
  stalled?: boolean;
}

export interface Trace {
  name: string;
  system: 'ibus' | 'fcitx5' | 'windows' | 'macos';
  method: string;
  about: string;
  /** `recorded: …` on the real thing, or `written after: …` what others have seen and documented. */
  source: string;
  /** What was sent, and what stands in the field at the end. */
  said: readonly string[];
  value: string;
  /** Holds for a field of one line in a form, too. */
  form: boolean;
  steps: readonly Step[];
}

const folder = path.join(import.meta.dirname, 'traces');

export const traces: readonly Trace[] = readdirSync(folder)
  .sort()
  .map((file) => ({
    name: path.parse(file).name,
    ...(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Trace, 'name'>),
  }));
