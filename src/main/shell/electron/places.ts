/**
 * Where the parts of the app lie: beside each other in a checkout, apart in an installed app, because the till runs on
 * a Node of its own, which reads no archive of Electron's.
 */
import path from 'node:path';
import { app } from 'electron';

export interface Places {
  readonly nodePath: string;
  readonly tillPath: string;
  readonly rendererDir: string;
  readonly preloadPath: string;
}

const NODE_NAME = process.platform === 'win32' ? 'node.exe' : 'node';

/** `beside` is the folder of the shell's own program. */
export function placesOf(beside: string): Places {
  const page = { rendererDir: path.join(beside, 'renderer'), preloadPath: path.join(beside, 'preload.cjs') };
  if (app.isPackaged) {
    const till = path.join(process.resourcesPath, 'till');
    return { ...page, nodePath: path.join(till, NODE_NAME), tillPath: path.join(till, 'till.mjs') };
  }
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const installed = path.join(app.getAppPath(), 'node_modules', `node-${platform}-${process.arch}`, 'bin', NODE_NAME);
  return { ...page, nodePath: process.env['COMPTOIR_NODE'] ?? installed, tillPath: path.join(beside, 'till.mjs') };
}

/** The shop's folders where none are named: the user's data, and apart from it the user's configuration. */
export function defaultFolders(): { readonly data: string; readonly keys: string } {
  const configuration = app.getPath('appData');
  const data =
    process.platform === 'linux'
      ? (process.env['XDG_DATA_HOME'] ?? path.join(app.getPath('home'), '.local/share'))
      : configuration;
  return { data: path.join(data, 'comptoir'), keys: path.join(configuration, 'comptoir', 'keys') };
}
