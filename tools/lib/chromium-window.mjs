/**
 * The till's page in a Chromium window without a browser's furniture. As root the browser runs as an unprivileged user,
 * because Chromium does not sandbox a page for root, and an unsandboxed page is no place for money.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromiumPath, onPath } from './setup.mjs';
import { commandAs, environmentOf, folderOf, unprivilegedUser } from './plain-user.mjs';

/** Opens the window as a child of `family`; its profile goes when it does. Undefined where there is no Chromium. */
export function openChromiumWindow({ family, address, kiosk, size = '1280,860', position = '0,0' }) {
  const program = chromiumPath();
  if (program === undefined) return undefined;
  const asAnother = process.platform === 'linux' && process.getuid() === 0;
  const user = asAnother ? unprivilegedUser() : undefined;
  const profile = user ? folderOf(user, 'comptoir-window-') : mkdtempSync(path.join(tmpdir(), 'comptoir-window-'));
  const words = [
    program,
    `--app=${address}`,
    `--user-data-dir=${profile}`,
    `--window-size=${size}`,
    `--window-position=${position}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-features=Translate',
    '--password-store=basic',
    ...(kiosk ? ['--kiosk'] : []),
  ];
  const [first, ...rest] = user ? commandAs(user, words[0], words.slice(1)) : words;
  const window = family.start(first, rest, {
    stdio: 'ignore',
    ...(user ? { env: environmentOf(profile, displayFor(user, profile)), cwd: profile } : {}),
  });
  const forget = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  window.once('exit', forget);
  process.once('exit', forget);
  return window;
}

/** How another user reaches our display: by a copy of our key to it. */
function displayFor(user, folder) {
  const display = process.env.DISPLAY ?? '';
  if (onPath('xauth') === undefined) return { DISPLAY: display };
  const ours = spawnSync('xauth', ['nlist', display], { encoding: 'utf8' });
  if (ours.stdout.trim() === '') return { DISPLAY: display };
  const keys = path.join(folder, 'xauthority');
  writeFileSync(keys, '', { mode: 0o600 });
  // The key is ours by host name; ffff makes it good for any, as the copy may be read under another one.
  const anyHost = ours.stdout.replace(/^..../gm, 'ffff');
  spawnSync('xauth', ['-f', keys, 'nmerge', '-'], { input: anyHost });
  chownSync(keys, user.uid, user.gid);
  return { DISPLAY: display, XAUTHORITY: keys };
}
