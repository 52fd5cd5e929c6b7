/** What a command reads from people and pipes. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Context } from './context';
import { Ended, exits } from './exits';

/** All of the standard input, as text. */
export async function allOfInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** A secret out of a file (- is the standard input), without the line's end that editors put there. @throws Ended */
export async function secretFrom(file: string, { words }: Context): Promise<string> {
  try {
    const text = file === '-' ? await allOfInput() : await readFile(file, 'utf8');
    return text.replace(/\r?\n$/u, '');
  } catch (error) {
    throw new Ended(exits.local, words.cannotRead(file, (error as Error).message));
  }
}

/** A question to whoever sits at the terminal; null where nobody does. */
export async function askPerson(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await asking.question(question)).trim().toLowerCase();
  } finally {
    asking.close();
  }
}
