/** The shop's folders where the command line names none: the user's data, and apart from it the user's configuration. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Absolute paths of the data and keys folders. */
export function foldersOf(named: { readonly data: string | undefined; readonly keys: string | undefined }): {
  readonly dataDir: string;
  readonly keysDir: string;
} {
  return {
    dataDir: resolve(named.data ?? join(dataHome(), 'comptoir')),
    keysDir: resolve(named.keys ?? join(configurationHome(), 'comptoir', 'keys')),
  };
}

function dataHome(): string {
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share');
}

function configurationHome(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}
