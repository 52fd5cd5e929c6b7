/** Whose updates are believed. It lies beside the application, where only who may install can write. */
import { app } from 'electron';
import * as path from 'node:path';
import * as v from 'valibot';
import { jsonFile } from '../json-file';
import type { Log } from '../log';

export const UpdateConfig = v.object({
  /** The maker’s Ed25519 public key (RFC 8032): 32 bytes, base64url. */
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** The folder of the feed and its packages on the web; without it only servers of this network are asked. */
  feed: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:/))),
});
export type UpdateConfig = v.InferOutput<typeof UpdateConfig>;

const Kept = v.nullable(UpdateConfig);

/** @returns null where there is none: nothing is looked for then */
export function readUpdateConfig(log: Log): UpdateConfig | null {
  const file = app.isPackaged ? path.join(process.resourcesPath, 'updates.json') : process.env['MARU_UPDATES'];
  return file ? jsonFile(file, Kept, null, log).read() : null;
}
