/** What tests of members ask of a till's folder. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files under `folder` that have `text` in them, as it is. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(path, text);
    return readFileSync(path).includes(Buffer.from(text, 'utf8')) ? [path] : [];
  });
}
