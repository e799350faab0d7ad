/**
 * The window that the customer sees: on a display that is not the operator's, for as long as there is one. A cable that is
 * pulled takes it away, a cable that is put back brings it again. It never takes the keyboard: what is scanned and typed
 * belongs to the operator's window.
 */
import { type BrowserWindow, type BrowserWindowConstructorOptions, type Display, screen } from 'electron';

/** Keeps the window in step with the displays until the returned function is called. */
export function keepCustomerWindow(options: {
  readonly operator: BrowserWindow;
  /** Opens the window at a place, with our page in it. */
  readonly open: (at: BrowserWindowConstructorOptions) => BrowserWindow;
}): () => void {
  const { operator } = options;
  let window: BrowserWindow | null = null;
  let ended = false;

  function look(): void {
    if (ended) return;
    const display = customerDisplay(operator);
    if (display === undefined) leave();
    else if (window === null) appear(display);
    else moveTo(window, display);
  }

  function appear(display: Display): void {
    const opened = options.open({
      ...display.bounds,
      show: false,
      frame: false,
      resizable: false,
      skipTaskbar: true,
      // Where a window cannot have the keyboard, neither its start nor a touch on it takes it from the operator.
      focusable: false,
    });
    window = opened;
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
    opened.once('ready-to-show', () => {
      opened.showInactive();
      moveTo(opened, display);
    });
  }

  function leave(): void {
    const leaving = window;
    window = null;
    leaving?.destroy();
  }

  const events = ['display-added', 'display-removed', 'display-metrics-changed'] as const;
  for (const event of events) screen.on(event as 'display-added', look);
  // The operator may drag the window over to the other display: then the customer's is the one that was left.
  operator.on('move', look);
  look();
  return () => {
    ended = true;
    for (const event of events) screen.removeListener(event as 'display-added', look);
    leave();
  };
}

/** A display that the operator's window is not on; the largest, where there are several. */
function customerDisplay(operator: BrowserWindow): Display | undefined {
  const own = screen.getDisplayMatching(operator.getBounds()).id;
  return screen
    .getAllDisplays()
    .filter((display) => display.id !== own)
    .sort((a, b) => b.bounds.width * b.bounds.height - a.bounds.width * a.bounds.height)[0];
}

/** All of the display. A window system without full screen still gives it the whole place. */
function moveTo(window: BrowserWindow, { bounds }: Display): void {
  const now = window.getBounds();
  const isThere = (['x', 'y', 'width', 'height'] as const).every((side) => now[side] === bounds[side]);
  if (isThere && window.isFullScreen()) return;
  if (!isThere) window.setBounds(bounds);
  if (!window.isFullScreen()) window.setFullScreen(true);
}
