/**
 * Gives each page its own MessagePort to the till. The one place that listens to Electron's channel: every sender is
 * checked to be the main frame of one of our own windows showing our own page.
 */
import { type IpcMainEvent, MessageChannelMain, ipcMain } from 'electron';
import type { Log } from '#base/log.ts';
import type { ConnectionRole, DownMessage } from '#contract/screen/wire.ts';
import { linkPage } from '../page-link.ts';
import type { TillSupervisor } from '../supervisor.ts';
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { isOurPage } from './page-scheme.ts';

/** Which station a window is of, and who sits before it: what the window is, not what its page says. */
export interface WindowPage {
  readonly stationId: string;
  readonly role: ConnectionRole;
}

/** Joins the pages of windows that `pageOf` knows by the id of their web contents. */
export function servePages(options: {
  readonly supervisor: TillSupervisor;
  readonly pageOf: (webContentsId: number) => WindowPage | undefined;
  /** Looks at every message on its way to a page. */
  readonly onMessage: (webContentsId: number, message: DownMessage) => void;
  readonly log: Log;
}): void {
  const { supervisor, pageOf, log } = options;
  handleFrom(CONNECT_CHANNEL, (event, page) => {
    const { port1: ours, port2: theirs } = new MessageChannelMain();
    const { id } = event.sender;
    const link = linkPage({
      supervisor,
      ...page,
      send(message) {
        options.onMessage(id, message);
        ours.postMessage(message);
      },
    });
    ours.on('message', (message) => link.receive(message.data));
    // A page that is left or loaded again loses its port; its next life asks for another.
    ours.on('close', () => link.close());
    ours.start();
    event.sender.postMessage(PORT_CHANNEL, null, [theirs]);
  });

  function handleFrom(channel: string, handle: (event: IpcMainEvent, page: WindowPage) => void): void {
    ipcMain.on(channel, (event) => {
      const frame = event.senderFrame;
      const page = pageOf(event.sender.id);
      if (frame === null || frame !== event.sender.mainFrame || !isOurPage(frame.url) || page === undefined) {
        log.warn('sender-refused', { channel, url: frame?.url ?? null });
        return;
      }
      handle(event, page);
    });
  }
}
