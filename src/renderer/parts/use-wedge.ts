/**
 * The keyboard scanner listens from the first screen to the last without a gap: what is scanned while one screen gives way
 * to the next goes to the next.
 */
import { createContext, useContext, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { present } from '#base/assert.ts';
import type { PageDevice, StationView } from '#contract/screen/views.ts';
import { captureKeyboard, type WedgeScan } from '../wedge/capture.ts';
import { WEDGE_DEFAULTS, type Stroke } from '../wedge/wedge.ts';
import type { ScannerLayout } from '../wedge/layout.ts';

export interface WedgeHandlers {
  readonly onScan: (scan: WedgeScan) => void;
  /** A character somebody typed while no field had the focus. */
  readonly onLooseKey: (key: string) => void;
}

/** A page whose till is away for long does not gather scans without end. */
const WAITING_MAX = 100;

/** Where the present screen puts its handlers. */
interface Wedge {
  handlers: WedgeHandlers | null;
  learner: ((stroke: Stroke) => void) | null;
  /** Who takes loose keys before the screen does: a sheet that lies over it, the last one first. */
  over: ((key: string) => void)[];
  waiting: WedgeScan[];
}

export const WedgeContext = createContext<Wedge | null>(null);

/**
 * The device that types, where one is set up: the scanner, or else the card reader. Keys do not say which keyboard they come
 * from; what a text is, a code or a card, is the till's to say.
 */
export function typingDevice(station: StationView | null): PageDevice | undefined {
  const typing = station?.pageDevices.filter(({ via }) => via === 'wedge') ?? [];
  return typing.find(({ kind }) => kind === 'scanner') ?? typing[0];
}

/** Begins to listen, once for the whole page; the value is for the {@link WedgeContext}. */
export function useWedgeCapture(layout: ScannerLayout): Wedge {
  const [wedge] = useState<Wedge>(() => ({ handlers: null, learner: null, over: [], waiting: [] }));
  const present = useRef(layout);
  useLayoutEffect(() => {
    present.current = layout;
  }, [layout]);
  useLayoutEffect(
    () =>
      captureKeyboard(window, {
        options: () => ({ ...WEDGE_DEFAULTS, layout: present.current }),
        learner: () => wedge.learner,
        onScan: (scan) => {
          if (wedge.handlers !== null) wedge.handlers.onScan(scan);
          else if (wedge.waiting.length < WAITING_MAX) wedge.waiting.push(scan);
        },
        onLooseKey: (key) => (wedge.over.at(-1) ?? wedge.handlers?.onLooseKey)?.(key),
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
    for (const scan of wedge.waiting.splice(0)) handlers.onScan(scan);
  });
  useLayoutEffect(
    () => () => {
      wedge.handlers = null;
    },
    [wedge],
  );
}

/** Takes loose keys before the screen does, for as long as a sheet lies over it. Scans go where they went. */
export function useLooseKeys(take: (key: string) => void): void {
  const wedge = present(useContext(WedgeContext), 'the keyboard scanner around every screen');
  const taken = useEffectEvent(take);
  useLayoutEffect(() => {
    const mine = (key: string) => taken(key);
    wedge.over.push(mine);
    return () => {
      wedge.over = wedge.over.filter((other) => other !== mine);
    };
  }, [wedge]);
}

/** Takes every key for as long as `learn` is there: the scanner of a Devices screen is being learnt. */
export function useWedgeLearner(learn: ((stroke: Stroke) => void) | null): void {
  const wedge = present(useContext(WedgeContext), 'the keyboard scanner around every screen');
  useLayoutEffect(() => {
    wedge.learner = learn;
    return () => {
      wedge.learner = null;
    };
  }, [wedge, learn]);
}
