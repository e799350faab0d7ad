/**
 * Gives each page its own MessagePort to the till. The one place that listens to Electron's channel: every sender is
 * checked to be the main frame of one of our own windows showing our own page.
 */
import { type IpcMainEvent, MessageChannelMain, ipcMain } from 'electron';
import type { Log } from '#base/log.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { linkPage } from '../page-link.ts';
import type { TillSupervisor } from '../supervisor.ts';
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { isOurPage } from './page-scheme.ts';

/** Joins the pages of windows that `stationOf` knows by the id of their web contents. */
export function servePages(options: {
  readonly supervisor: TillSupervisor;
  readonly stationOf: (webContentsId: number) => string | undefined;
  /** Looks at every message on its way to a page. */
  readonly onMessage: (webContentsId: number, message: DownMessage) => void;
  readonly log: Log;
}): void {
  const { supervisor, stationOf, log } = options;
  handleFrom(CONNECT_CHANNEL, (event, stationId) => {
    const { port1: ours, port2: theirs } = new MessageChannelMain();
    const { id } = event.sender;
    const link = linkPage({
      supervisor,
      stationId,
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

  function handleFrom(channel: string, handle: (event: IpcMainEvent, stationId: string) => void): void {
    ipcMain.on(channel, (event) => {
      const frame = event.senderFrame;
      const stationId = stationOf(event.sender.id);
      if (frame === null || frame !== event.sender.mainFrame || !isOurPage(frame.url) || stationId === undefined) {
        log.warn('sender-refused', { channel, url: frame?.url ?? null });
        return;
      }
      handle(event, stationId);
    });
  }
}
