/**
 * The only code that runs beside the page: it hands the page a bridge to its MessagePort and nothing else. The messages
 * are data; neither a function of Electron nor an event object ever reaches the page.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_NAME, type ScreenBridge } from '#contract/screen/bridge.ts';
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts';

let port: MessagePort | undefined;
let listener: ((message: DownMessage) => void) | undefined;
const unsent: UpMessage[] = [];
const undelivered: DownMessage[] = [];

ipcRenderer.once(PORT_CHANNEL, (event) => {
  const [given] = event.ports;
  if (given === undefined) return;
  port = given;
  given.onmessage = (message: MessageEvent<DownMessage>) => {
    if (listener === undefined) undelivered.push(message.data);
    else listener(message.data);
  };
  for (const message of unsent.splice(0)) given.postMessage(message);
});

const bridge: ScreenBridge = {
  send(message) {
    if (port === undefined) unsent.push(message);
    else port.postMessage(message);
  },
  listen(onMessage) {
    listener = onMessage;
    for (const message of undelivered.splice(0)) onMessage(message);
  },
};

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
ipcRenderer.send(CONNECT_CHANNEL);
