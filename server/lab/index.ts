/** The lab: demonstrations, at most one a member, each with a pass that opens it and nothing else. */
import type { Server } from 'node:http';
import type { Router } from 'express';
import { limits, LabDoor, parse, refuse, type Answer, type Id, type LabEntry } from '../../protocol';
import type { Clock } from '../clock';
import type { House } from '../doorway';
import { newToken } from '../secrets';
import { Demonstration } from './demonstration';
import { createMuseum } from './museum';
import { createLabRoutes } from './routes';
import { takeLabSockets } from './socket';
import { watchTraffic } from './traffic';

/** Somebody of Socket.IO, as far as a demonstration knows them. */
export interface LabListener {
  tell(entries: readonly LabEntry[]): void;
  end(): void;
}

export interface Lab {
  /** @returns `busy` where as many run as may */
  begin(member: Id): Answer<{ pass: string; life: number }>;
  find(pass: unknown): Demonstration | null;
  /** Somebody came by Socket.IO, with this in their query. @returns says that they left; null: they may not */
  listen(query: Readonly<Record<string, unknown>>, listener: LabListener): (() => void) | null;
  /** What is asked under /api/lab. */
  readonly routes: Router;
  /** What is asked under /lab/museum. */
  readonly museum: Router;
  attach(http: Server, house: House): void;
  close(): void;
}

/** @param mayStay whether somebody is a member still */
export function openLab(mayStay: (member: Id) => boolean, clock: Clock): Lab {
  const running = new Map<string, Demonstration>();
  const timers = new Map<string, () => void>();
  const end = (pass: string) => {
    timers.get(pass)?.();
    timers.delete(pass);
    running.get(pass)?.end();
    running.delete(pass);
  };
  const find = (pass: unknown) => {
    const found = typeof pass === 'string' ? running.get(pass) : undefined;
    if (!found || mayStay(found.member)) return found ?? null;
    end(pass as string);
    return null;
  };
  let closeSockets = () => {};
  return {
    begin(member) {
      for (const [pass, demonstration] of running) if (demonstration.member === member) end(pass);
      if (running.size >= limits.labs) return { ok: false, error: refuse('busy') };
      const pass = newToken();
      running.set(pass, new Demonstration(member, clock));
      timers.set(
        pass,
        clock.after(limits.labLife, () => end(pass)),
      );
      return { ok: true, value: { pass, life: limits.labLife } };
    },
    find,
    listen({ pass, door }, { tell, end: over }) {
      const by = parse(LabDoor, door);
      const demonstration = find(pass);
      if (!by.ok || !demonstration) return null;
      return demonstration.listen(by.value, { hear: tell, end: over });
    },
    routes: createLabRoutes(find),
    museum: createMuseum(find),
    attach(http, house) {
      watchTraffic(http, (pass) => find(pass)?.traffic ?? null);
      closeSockets = takeLabSockets(http, house, find);
    },
    close() {
      for (const pass of [...running.keys()]) end(pass);
      closeSockets();
    },
  };
}
