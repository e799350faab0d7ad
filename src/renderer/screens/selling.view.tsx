/**
 * Selling: the ticket on one side, what to do next on the other. Every action here has a key, and nothing that opens
 * keeps a scan from reaching the ticket.
 */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { StationView, StatusView } from '#contract/screen/views.ts';
import { useCamera, type Camera } from '../camera/use-camera.ts';
import { actionOf, altDigitOf, type Action } from '../keys/keys.ts';
import { typingDevice, useWedge } from '../parts/use-wedge.ts';
import { DevicesPanel } from './devices/devices.view.tsx';
import { DrawerPanel } from './drawer.view.tsx';
import { FindPanel } from './find.view.tsx';
import { PaletteView } from './palette.view.tsx';
import { PayPanel } from './pay.view.tsx';
import { ProblemsPanel } from './problems.view.tsx';
import { SettingsPanel } from './settings.view.tsx';
import { TicketView } from './ticket.view.tsx';
import { TicketsPanel } from './tickets.view.tsx';
import { useSelling, type Panel, type Selling } from './use-selling.ts';
import styles from './selling.module.css';

/** How long a fresh panel ignores touches: the second half of a double touch belonged to what was there before. */
const SETTLE_MS = 350;

export interface PanelProps {
  readonly selling: Selling;
  readonly run: (action: Action) => void;
  /** Gives the panel the first word on an action; it answers whether it took it. */
  readonly onAction: (handler: (action: Action) => boolean) => void;
  /** Stands beside the field; null where no camera is set up. */
  readonly camera: Camera | null;
}

export function SellingView({ station, status }: { readonly station: StationView; readonly status: StatusView }) {
  const selling = useSelling(station);
  return selling === null ? null : <Counter selling={selling} station={station} status={status} />;
}

function Counter({
  selling,
  station,
  status,
}: {
  readonly selling: Selling;
  readonly station: StationView;
  readonly status: StatusView;
}) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const panelHandler = useRef<((action: Action) => boolean) | null>(null);
  const settle = useSettling(selling.panel);
  const mayOpenDrawer = station.operator?.rights.includes('open-drawer') === true;
  const soldOut = selling.basket.lines.length === 0 && selling.basket.lastTicket !== null;

  function run(action: Action): void {
    setPaletteOpen(false);
    if (panelHandler.current?.(action) === true) return;
    switch (action) {
      case 'pay':
        return selling.panel === 'pay' ? payAgain() : selling.openPay();
      case 'quantity':
        return selling.askQuantity();
      case 'void-line':
        return void selling.voidLine();
      case 'cancel-ticket':
        return void selling.cancelTicket();
      case 'search':
        return selling.panel === 'find' ? focusField() : selling.show('find');
      case 'receipt':
        return reprintLast();
      case 'drawer':
        return mayOpenDrawer ? selling.show('drawer') : selling.refuseDrawer();
      case 'tickets':
      case 'problems':
      case 'settings':
      case 'devices':
        return selling.show(action);
      case 'palette':
        return setPaletteOpen(!paletteOpen);
      case 'sign-out':
        return selling.signOut();
      case 'line-up':
        return selling.moveSelection(-1);
      case 'line-down':
        return selling.moveSelection(1);
      case 'back':
        return selling.back();
    }
  }

  function payAgain(): void {
    if (settle.isSettled()) void selling.pay(null);
  }

  function reprintLast(): void {
    const last = selling.basket.lastTicket;
    if (soldOut && last !== null) void selling.reprint(last.ticketId);
    else selling.show('tickets');
  }

  useWedge({
    onScan: ({ text, symbology }) => {
      setPaletteOpen(false);
      selling.scan(text, typingDevice(station)?.id ?? 'wedge', symbology);
    },
    onLooseKey: (key) => {
      if (selling.panel === 'pay') selling.setTendered(selling.tendered + key);
      else if (selling.panel === 'devices') return;
      else if (!paletteOpen) {
        if (selling.panel !== 'find') selling.show('find');
        selling.type(selling.entry + key);
      }
      focusField();
    },
  });

  const cameraDevice = station.pageDevices.find(({ kind, via }) => kind === 'scanner' && via === 'camera');
  const camera = useCamera(cameraDevice, ({ text, symbology }) => {
    setPaletteOpen(false);
    selling.scan(text, cameraDevice?.id ?? 'camera', symbology);
  });

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const quick = selling.panel === 'pay' ? altDigitOf(event) : null;
    const amountMinor = quick === null ? undefined : selling.basket.quickAmountsMinor[quick];
    if (amountMinor !== undefined) {
      event.preventDefault();
      if (!event.repeat) void selling.pay(amountMinor);
      return;
    }
    const action = actionOf(event);
    if (action === null || (paletteOpen && PALETTE_OWN.has(action)) || belongsToField(action, event)) return;
    event.preventDefault();
    if (event.repeat && action !== 'line-up' && action !== 'line-down') return;
    if (action === 'back' && paletteOpen) setPaletteOpen(false);
    else run(action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  // Whatever had the focus may be gone after a change; the field of the panel is always a good place to be.
  useEffect(() => {
    if (document.activeElement === document.body) focusField();
  });
  useEffect(() => focusField(), [selling.panel, paletteOpen]);
  useEffect(() => setPaletteOpen(false), [selling.serial]);

  const panelProps: PanelProps = {
    selling,
    run,
    onAction: (handler) => {
      panelHandler.current = handler;
    },
    camera,
  };
  return (
    <div className={styles['counter']} data-panel={selling.panel}>
      <TicketView selling={selling} currency={station.shop.currency} status={status} />
      <section
        className={styles['next']}
        onClickCapture={(event) => {
          // Clicks that a key made have no such doubt.
          if (event.detail > 0 && !settle.isSettled()) event.stopPropagation();
        }}
      >
        <PanelOf panel={selling.panel} props={panelProps} station={station} status={status} />
      </section>
      {paletteOpen && <PaletteView selling={selling} run={run} onClose={() => setPaletteOpen(false)} />}
    </div>
  );
}

function PanelOf(given: {
  readonly panel: Panel;
  readonly props: PanelProps;
  readonly station: StationView;
  readonly status: StatusView;
}) {
  const { panel, props, station, status } = given;
  switch (panel) {
    case 'find':
      return <FindPanel {...props} station={station} />;
    case 'pay':
      return <PayPanel {...props} station={station} />;
    case 'tickets':
      return <TicketsPanel {...props} />;
    case 'drawer':
      return <DrawerPanel {...props} />;
    case 'problems':
      return <ProblemsPanel {...props} status={status} />;
    case 'devices':
      return <DevicesPanel {...props} />;
    case 'settings':
      return <SettingsPanel {...props} station={station} status={status} />;
  }
}

/** Keys that the open palette reads itself. */
const PALETTE_OWN: ReadonlySet<Action> = new Set<Action>(['line-up', 'line-down', 'void-line']);

/** Delete is the field's as long as there is something to delete in it; arrows are those of what they choose or scroll. */
function belongsToField(action: Action, event: KeyboardEvent): boolean {
  if (action === 'line-up' || action === 'line-down') {
    return event.target instanceof Element && event.target.closest('select, [data-own-arrows]') !== null;
  }
  return action === 'void-line' && event.target instanceof HTMLInputElement && event.target.value !== '';
}

function focusField(): void {
  const fields = document.querySelectorAll<HTMLElement>('[data-field="main"]');
  fields[fields.length - 1]?.focus({ preventScroll: true });
}

function useSettling(panel: Panel): { readonly isSettled: () => boolean } {
  const since = useRef(0);
  useLayoutEffect(() => {
    since.current = performance.now();
  }, [panel]);
  return { isSettled: () => performance.now() - since.current >= SETTLE_MS };
}
