/**
 * Where Electron's own binary is, for the desktop shell. The npm package fetches it from Electron's site at first use; a
 * machine that does not reach that site has none, and the till opens in Chromium instead.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './node24.mjs';

const FETCH_MS_MAX = 60_000;
/** A site that could not be reached is not asked at every start. */
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000;
const PACKAGE = path.join(ROOT, 'node_modules/electron');
const UNREACHED = path.join(ROOT, '.cache/electron-unreached');

/** The executable, fetched now if `mayFetch`; undefined where it cannot be had. */
export function electronBinary({ mayFetch }) {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
  if (given !== undefined) return existing(path.join(given, name));
  const fetched = existing(path.join(PACKAGE, 'dist', name));
  if (fetched !== undefined || !mayFetch || wasUnreachedLately()) return fetched;
  process.stderr.write('Electron: téléchargement… / downloading…\n');
  const script = path.join(PACKAGE, 'install.js');
  const done = spawnSync(process.execPath, [script], { timeout: FETCH_MS_MAX, stdio: ['ignore', 2, 'ignore'] });
  if (done.status === 0) rmSync(UNREACHED, { force: true });
  else writeFileSync(UNREACHED, String(Date.now()));
  return existing(path.join(PACKAGE, 'dist', name));
}

function existing(file) {
  return existsSync(file) ? file : undefined;
}

function wasUnreachedLately() {
  return existsSync(UNREACHED) && Date.now() - Number(readFileSync(UNREACHED, 'utf8')) < ASK_AGAIN_MS;
}
