/** What a figure was measured on: it stands beside every table. */
import { statfsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { disk } from './folder';

/** Magic numbers of file systems (man 2 statfs). */
const systems: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x9123683e: 'btrfs',
  0x58465342: 'xfs',
  0x01021994: 'tmpfs',
  0x794c7630: 'overlayfs',
};

export function machine(): string {
  const all = cpus();
  const model = all[0]?.model.replaceAll(/\s+/gu, ' ').trim() ?? 'unknown processor';
  const { type } = statfsSync(disk);
  const fileSystem = systems[type] ?? `file system 0x${type.toString(16)}`;
  const [kernel = ''] = /^\d+\.\d+/u.exec(release()) ?? [];
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${all.length} × ${model}, ${memory} GiB, Node ${process.versions.node}, ${process.platform} ${kernel}, data on ${fileSystem}`;
}
