/**
 * Selling: the ticket on one side, what to do next on the other. Every action here has a key, and nothing that opens
 * keeps a scan from reaching the ticket.
 */
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { CashView } from '#contract/screen/cash.ts';
import type { StationView, StatusView } from '#contract/screen/views.ts';
import { useCamera, type Camera } from '../camera/use-camera.ts';
import { actionOf, altDigitOf, controlDigitOf, type Action } from '../keys/keys.ts';
import { ApprovalSheet } from '../parts/approval.view.tsx';
import { useApprovals } from '../parts/approval.tsx';
import { useDesk, useView } from '../parts/desk.tsx';
import { focusField } from '../parts/focus.ts';
import { typingDevice, useWedge } from '../parts/use-wedge.ts';
import { useWantedAction } from '../parts/wanted-action.ts';
import { CashPanel } from './cash/cash-panel.view.tsx';
import { type Home, isForNow, shownPanel, WIDE } from './cash/home.ts';
import { CustomerPanel } from './customers/customer.view.tsx';
import { CustomersPanel } from './customers/customers.view.tsx';
import { EnrolPanel } from './customers/enrol.view.tsx';
import { GiftCardPanel } from './customers/gift-card.view.tsx';
import { MemberPanel } from './customers/member.view.tsx';
import { DevicesPanel } from './devices/devices.view.tsx';
import { DiscountPanel } from './discount.view.tsx';
import { DrawerPanel } from './drawer.view.tsx';
import { FindPanel } from './find.view.tsx';
import { HeadquartersPanel } from './headquarters/headquarters.view.tsx';
import { HeldPanel } from './held.view.tsx';
import { PaletteView } from './palette.view.tsx';
import { PayPanel } from './pay.view.tsx';
import { ProblemsPanel } from './problems.view.tsx';
import { RefundPanel } from './refund.view.tsx';
import { SettingsPanel } from './settings.view.tsx';
import { StockPanel } from './stock/stock.view.tsx';
import { TicketView } from './ticket.view.tsx';
import { TicketsPanel } from './tickets.view.tsx';
import type { Panel } from './panel.ts';
import { useSelling, type Selling } from './use-selling.ts';
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
  const { port } = useDesk();
  const selling = useSelling(station);
  const cash = useView(port, 'cash');
  // Until the till has said how the drawer stands nobody can tell whether this is selling or opening; scans wait.
  if (selling === null || cash === null) return null;
  return <Counter selling={selling} cash={cash} station={station} status={status} />;
}

function Counter({
  selling,
  cash,
  station,
  status,
}: {
  readonly selling: Selling;
  readonly cash: CashView;
  readonly station: StationView;
  readonly status: StatusView;
}) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const panelHandler = useRef<((action: Action) => boolean) | null>(null);
  const { words } = useDesk();
  /** While nothing can be sold, what opens the drawer again stands where selling was. */
  const shown = shownPanel(selling.panel, cash);
  const settle = useSettling(shown);
  const approvals = useApprovals();
  const mayOpenDrawer = station.operator?.rights.includes('open-drawer') === true;
  const soldOut = selling.isEmpty && selling.basket.lastTicket !== null && selling.basket.abandoned === null;

  function run(action: Action): void {
    setPaletteOpen(false);
    approvals.giveUp();
    if (panelHandler.current?.(action) === true) return;
    if (!isForNow(action, cash)) return selling.say('plain', words.t('cash.session-needed'));
    if (isPanel(action)) return selling.show(action);
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
      case 'customers':
        return selling.show(selling.basket.member === null ? 'customers' : 'member');
      case 'discount':
        return selling.show('discount', selling.selectedId === null ? 'ticket' : 'line');
      case 'price':
        return selling.show('discount', 'price');
      case 'hold':
        return selling.show('held');
      case 'suspend':
        return void selling.suspend();
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

  useWantedAction(run);
  useWedge({
    onScan: ({ text, symbology }) => {
      setPaletteOpen(false);
      selling.scan(text, typingDevice(station)?.id ?? 'wedge', symbology);
    },
    onLooseKey: (key) => {
      if (selling.panel === 'pay') selling.setTendered(selling.payment.tendered + key);
      else if (OWN_FIELDS.has(selling.panel)) return focusField();
      else if (WIDE.has(shown)) return;
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
    const way = selling.panel === 'pay' ? controlDigitOf(event) : null;
    if (way !== null && way < selling.payment.tenders.length) {
      event.preventDefault();
      selling.goOn();
      return selling.payment.choose(way);
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
  useEffect(() => focusField(), [shown, paletteOpen]);
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
    <div className={styles['counter']} data-panel={shown} data-wide={WIDE.has(shown)}>
      <TicketView selling={selling} currency={station.shop.currency} status={status} panel={shown} />
      <section
        className={styles['next']}
        onClickCapture={(event) => {
          // Clicks that a key made have no such doubt.
          if (event.detail > 0 && !settle.isSettled()) event.stopPropagation();
        }}
      >
        <PanelOf panel={shown} props={panelProps} cash={cash} station={station} status={status} />
        <ApprovalSheet station={station} />
      </section>
      {paletteOpen && <PaletteView selling={selling} run={run} onClose={() => setPaletteOpen(false)} />}
    </div>
  );
}

function PanelOf(given: {
  readonly panel: Panel | Home;
  readonly props: PanelProps;
  readonly cash: CashView;
  readonly station: StationView;
  readonly status: StatusView;
}) {
  const { panel, props, cash, station, status } = given;
  switch (panel) {
    case 'find':
      return <FindPanel {...props} station={station} />;
    case 'pay':
      return <PayPanel {...props} station={station} />;
    case 'tickets':
      return <TicketsPanel {...props} />;
    case 'customers':
      return <CustomersPanel {...props} />;
    case 'customer':
      return <CustomerPanel key={props.selling.about} {...props} station={station} />;
    case 'enrol':
      return <EnrolPanel key={props.selling.about} {...props} />;
    case 'member':
      return <MemberPanel {...props} />;
    case 'gift-card':
      return <GiftCardPanel {...props} station={station} />;
    case 'discount':
      return <DiscountPanel {...props} station={station} />;
    case 'held':
      return <HeldPanel {...props} />;
    case 'refund':
      return <RefundPanel key={props.selling.about} {...props} station={station} />;
    case 'drawer':
      return <DrawerPanel {...props} />;
    case 'problems':
      return <ProblemsPanel {...props} status={status} />;
    case 'devices':
      return <DevicesPanel {...props} />;
    case 'headquarters':
      return <HeadquartersPanel {...props} station={station} />;
    case 'stock':
      return <StockPanel {...props} station={station} />;
    case 'settings':
      return <SettingsPanel {...props} station={station} status={status} />;
    default:
      return <CashPanel {...props} panel={panel} cash={cash} station={station} />;
  }
}

/** Actions that open the panel of their name. */
const OPENING_PANELS = [
  'enrol',
  'gift-card',
  'refund',
  'tickets',
  'problems',
  'settings',
  'devices',
  'headquarters',
  'stock',
  'cash',
  'pay-in',
  'pay-out',
  'safe-drop',
  'x-report',
  'count',
  'closings',
] as const;

function isPanel(action: Action): action is (typeof OPENING_PANELS)[number] {
  return (OPENING_PANELS as readonly Action[]).includes(action);
}

/** Panels with fields of their own, where a loose key is none of the product search. */
const OWN_FIELDS: ReadonlySet<Panel> = new Set<Panel>([
  'devices',
  'headquarters',
  'stock',
  'customers',
  'customer',
  'enrol',
  'gift-card',
  'discount',
  'held',
  'refund',
]);

/** Keys that the open palette reads itself. */
const PALETTE_OWN: ReadonlySet<Action> = new Set<Action>(['line-up', 'line-down', 'void-line']);

/** Delete is the field's as long as there is something to delete in it; arrows are those of what they choose or scroll. */
function belongsToField(action: Action, event: KeyboardEvent): boolean {
  if (action === 'line-up' || action === 'line-down') {
    return event.target instanceof Element && event.target.closest('select, [data-own-arrows]') !== null;
  }
  return action === 'void-line' && event.target instanceof HTMLInputElement && event.target.value !== '';
}

function useSettling(panel: Panel | Home): { readonly isSettled: () => boolean } {
  const since = useRef(0);
  useLayoutEffect(() => {
    since.current = performance.now();
  }, [panel]);
  return { isSettled: () => performance.now() - since.current >= SETTLE_MS };
}
