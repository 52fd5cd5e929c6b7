/** A log that a story can wait on. */
import type { Logger } from '../../server';

export interface HeededLog extends Logger {
  text(): string;
  /** How often this message was logged. */
  count(message: string): number;
  /** Resolves once this message was logged so often. */
  heard(message: string, times?: number): Promise<void>;
}

export function heededLog(): HeededLog {
  const lines: { level: string; facts: object; message: string }[] = [];
  const waiting = new Set<() => void>();
  const keep = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts, message });
    waiting.forEach((look) => look());
  };
  const count = (message: string) => lines.filter((line) => line.message === message).length;
  return {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    text: () => lines.map((line) => JSON.stringify(line)).join('\n'),
    count,
    heard: (message, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (count(message) < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
