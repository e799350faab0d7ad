/** A shop that was never opened, for one test: its folders, its products and where it says when the till shall die. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ShopFolder {
  readonly data: string;
  readonly keys: string;
  readonly killFile: string;
  armKill(moment: 'before' | 'after'): void;
  remove(): void;
}

/** Folders below `parent`; the till makes the demo shop in them at its first start. */
export function shopFolder(parent: string = tmpdir()): ShopFolder {
  const root = mkdtempSync(path.join(parent, 'comptoir-conformance-'));
  const [data, keys] = [path.join(root, 'data'), path.join(root, 'keys')];
  for (const folder of [data, keys]) mkdirSync(folder);
  const killFile = path.join(root, 'kill');
  return {
    data,
    keys,
    killFile,
    armKill: (moment) => writeFileSync(killFile, moment),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
