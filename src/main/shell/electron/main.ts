/**
 * Entry of the Electron shell: one window on a sandboxed page, and the till process behind it. The shell holds no
 * business and opens no port.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BrowserWindow, Menu, type WebPreferences, app, session } from 'electron';
import { CUSTOMER_SCREEN } from '#contract/screen/bridge.ts';
import { systemClock } from '#node/system-clock.ts';
import { standardErrorLog } from '#node/system.ts';
import { superviseTill } from '../supervisor.ts';
import { SHOP_OPTIONS, pageLanguage, tillArguments } from '../till-command.ts';
import { cameraLeave } from './camera-leave.ts';
import { keepCustomerWindow } from './customer-window.ts';
import { lockDownPages, lockDownSession } from './lockdown.ts';
import { type WindowPage, servePages } from './page-ports.ts';
import { PAGE_ORIGIN, claimPageScheme, servePage } from './page-scheme.ts';
import { defaultFolders, placesOf } from './places.ts';

const STATION = 'till';
const PAGE_WINDOW = { autoHideMenuBar: true, title: 'Comptoir', backgroundColor: '#101418' } as const;
const WINDOW = { width: 1280, height: 860, minWidth: 900, minHeight: 620 } as const;

// Electron and Chromium have switches of their own among the words: what is not ours is left to them.
const { values } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: { ...SHOP_OPTIONS, kiosk: { type: 'boolean' }, 'one-screen': { type: 'boolean' } },
});
const text = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
const shop = {
  data: text(values.data),
  keys: text(values.keys),
  devices: text(values.devices),
  copy: text(values.copy),
  hq: text(values.hq),
  'hq-code': text(values['hq-code']),
  lang: text(values.lang),
};
const folders = defaultFolders();
const data = path.resolve(shop.data ?? folders.data);
const keys = path.resolve(shop.keys ?? folders.keys);

app.enableSandbox();
claimPageScheme();
lockDownPages();
mkdirSync(data, { recursive: true, mode: 0o700 });
mkdirSync(keys, { recursive: true, mode: 0o700 });
// The lock of a single instance lies in the profile: one window a shop, and one profile beside it.
app.setPath('userData', path.join(data, 'window'));
if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const log = standardErrorLog({ name: 'shell-electron' });
  const places = placesOf(__dirname);
  const supervisor = superviseTill({
    nodePath: places.nodePath,
    tillPath: places.tillPath,
    args: tillArguments({ ...shop, data, keys, shellRunId: randomUUID() }),
    clock: systemClock,
    log,
  });
  const pages = new Map<number, WindowPage>();
  const cameras = cameraLeave();
  servePages({
    supervisor,
    pageOf: (id) => pages.get(id),
    onMessage: (id, message) => cameras.note(id, message),
    log,
  });

  let window: BrowserWindow | undefined;
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });

  void app.whenReady().then(() => {
    lockDownSession(session.defaultSession, (id) => cameras.has(id));
    servePage(places.rendererDir);
    Menu.setApplicationMenu(null);
    window = openWindow();
    if (values['one-screen'] !== true) openCustomerScreen(window);
  });

  /** The second screen, wherever one is; it goes with the window of the operator. */
  function openCustomerScreen(operator: BrowserWindow): void {
    const close = keepCustomerWindow({
      operator,
      open(at) {
        const opened = new BrowserWindow({ ...at, ...PAGE_WINDOW, webPreferences: pagePreferences() });
        join(opened, { stationId: STATION, role: 'customer' });
        void opened.loadURL(`${PAGE_ORIGIN}/?${CUSTOMER_SCREEN.parameter}=${CUSTOMER_SCREEN.value}`);
        return opened;
      },
    });
    operator.on('closed', close);
  }

  function openWindow(): BrowserWindow {
    const opened = new BrowserWindow({
      ...WINDOW,
      kiosk: values.kiosk === true,
      ...PAGE_WINDOW,
      webPreferences: pagePreferences(),
    });
    join(opened, { stationId: STATION, role: 'operator' });
    const lang = pageLanguage(shop.lang);
    void opened.loadURL(`${PAGE_ORIGIN}/${lang === undefined ? '' : `?lang=${lang}`}`);
    return opened;
  }

  function pagePreferences(): WebPreferences {
    return {
      preload: places.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    };
  }

  /** Joins a window to the till for as long as it is there, and shows its page again when that breaks. */
  function join(opened: BrowserWindow, page: WindowPage): void {
    const { id } = opened.webContents;
    pages.set(id, page);
    opened.on('closed', () => {
      pages.delete(id);
      cameras.forget(id);
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error('page-gone', { reason });
      if (reason !== 'clean-exit') opened.reload();
    });
  }

  let ended = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void supervisor.stop().finally(() => {
      ended = true;
      app.quit();
    });
  });
}
