/**
 * The built page as a fixed table of files: what is not in the table does not exist, so no path can leave the folder.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface Asset {
  readonly body: Uint8Array;
  readonly type: string;
  /** Whether the name carries a hash of the content. */
  readonly hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** All files of `folder` by their path on the origin; `/` is `index.html`. Source maps stay out. */
export function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    const type = TYPES[path.extname(entry.name)] ?? 'application/octet-stream';
    assets.set(`/${name}`, { body: readFileSync(file), type, hashed: /^assets\/.*-[\w-]{8,}\./.test(name) });
  }
  const index = assets.get('/index.html');
  if (index !== undefined) assets.set('/', index);
  return assets;
}
