/**
 * The keyboard scanner listens from the first screen to the last without a gap: what is scanned while one screen gives way
 * to the next goes to the next.
 */
import { createContext, useContext, useLayoutEffect, useRef, useState } from 'react';
import { present } from '#base/assert.ts';
import { captureKeyboard } from '../wedge/capture.ts';
import { WEDGE_DEFAULTS } from '../wedge/wedge.ts';
import type { ScannerLayout } from '../wedge/layout.ts';

export interface WedgeHandlers {
  readonly onScan: (text: string) => void;
  /** A character somebody typed while no field had the focus. */
  readonly onLooseKey: (key: string) => void;
}

/** Where the present screen puts its handlers. */
interface Wedge {
  handlers: WedgeHandlers | null;
  waiting: string[];
}

export const WedgeContext = createContext<Wedge | null>(null);

/** Begins to listen, once for the whole page; the value is for the {@link WedgeContext}. */
export function useWedgeCapture(layout: ScannerLayout): Wedge {
  const [wedge] = useState<Wedge>(() => ({ handlers: null, waiting: [] }));
  const present = useRef(layout);
  useLayoutEffect(() => {
    present.current = layout;
  }, [layout]);
  useLayoutEffect(
    () =>
      captureKeyboard(window, {
        options: () => ({ ...WEDGE_DEFAULTS, layout: present.current }),
        onScan: (text) => {
          if (wedge.handlers === null) wedge.waiting.push(text);
          else wedge.handlers.onScan(text);
        },
        onLooseKey: (key) => wedge.handlers?.onLooseKey(key),
      }),
    [wedge],
  );
  return wedge;
}

/** Takes the scans for as long as the screen that calls it is there. */
export function useWedge(handlers: WedgeHandlers): void {
  const wedge = present(useContext(WedgeContext), 'the keyboard scanner around every screen');
  useLayoutEffect(() => {
    wedge.handlers = handlers;
    for (const text of wedge.waiting.splice(0)) handlers.onScan(text);
  });
  useLayoutEffect(
    () => () => {
      wedge.handlers = null;
    },
    [wedge],
  );
}
