/**
 * The commands of the screen contract: the right each one needs, whether it needs an open session, and the use case behind
 * it. Signing in is not here: its PIN is checked off the queue.
 */
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { Right } from '#domain/operator/operator.ts';
import { addProduct } from './add-product.ts';
import { cancelTicket } from './cancel-ticket.ts';
import { cashUseCases } from './cash/cash.ts';
import type { Command, Handled, Needs, TillCore } from './core.ts';
import { memberUseCases } from './members/members.ts';
import { discountLine } from './discount-line.ts';
import { discountTicket } from './discount-ticket.ts';
import { dismissNotice } from './dismiss-notice.ts';
import { exportClosing } from './export-closing.ts';
import { findDevices } from './find-devices.ts';
import { hqUseCases } from './headquarters/headquarters.ts';
import { holdTicket } from './hold-ticket.ts';
import { importDevices } from './import-devices.ts';
import { leaveRefund } from './leave-refund.ts';
import { multiply } from './multiply.ts';
import { openDrawer } from './open-drawer.ts';
import { overridePrice } from './override-price.ts';
import { pay } from './pay.ts';
import { recallTicket } from './recall-ticket.ts';
import { refund } from './refund.ts';
import { removeDevice } from './remove-device.ts';
import { reportPageDevice } from './report-page-device.ts';
import { reprint } from './reprint.ts';
import { resolveJob } from './resolve-job.ts';
import { saveDevice } from './save-device.ts';
import { scan } from './scan.ts';
import { setQuantity } from './set-quantity.ts';
import { setTenders } from './set-tenders.ts';
import { signOut } from './sign-out.ts';
import { stockUseCases } from './stock/stock.ts';
import { tryDevice } from './try-device.ts';
import { voidLine } from './void-line.ts';
import { exportFrames, watchDevice } from './watch-device.ts';

export type QueuedName = Exclude<CommandName, 'signIn'>;

/** One use case a command. */
export type UseCases<Name extends QueuedName = QueuedName> = {
  readonly [Each in Name]: {
    readonly right: Right | 'signed-in';
    /** `session`: refused unless the drawer's session is open for selling. `no-count`: refused while it is counted. */
    readonly needs: Needs;
    readonly run: (core: TillCore, command: Command, input: CommandInput<Each>) => Handled<Outcome<Each>>;
  };
};

type CashName = keyof typeof cashUseCases;
type MemberName = keyof typeof memberUseCases;
type HqName = keyof typeof hqUseCases;
type StockName = keyof typeof stockUseCases;

const sellingUseCases: UseCases<Exclude<QueuedName, CashName | MemberName | HqName | StockName>> = {
  signOut: { right: 'signed-in', needs: 'nothing', run: signOut },
  scan: { right: 'sell', needs: 'nothing', run: scan },
  addProduct: { right: 'sell', needs: 'session', run: addProduct },
  multiply: { right: 'sell', needs: 'session', run: multiply },
  setQuantity: { right: 'sell', needs: 'session', run: setQuantity },
  voidLine: { right: 'void-line', needs: 'session', run: voidLine },
  cancelTicket: { right: 'cancel-ticket', needs: 'nothing', run: cancelTicket },
  discountLine: { right: 'discount', needs: 'session', run: discountLine },
  discountTicket: { right: 'discount', needs: 'session', run: discountTicket },
  overridePrice: { right: 'override-price', needs: 'session', run: overridePrice },
  holdTicket: { right: 'hold-ticket', needs: 'session', run: holdTicket },
  recallTicket: { right: 'hold-ticket', needs: 'session', run: recallTicket },
  setTenders: { right: 'sell', needs: 'session', run: setTenders },
  pay: { right: 'sell', needs: 'nothing', run: pay },
  refund: { right: 'refund', needs: 'session', run: refund },
  leaveRefund: { right: 'signed-in', needs: 'nothing', run: leaveRefund },
  exportClosing: { right: 'see-closings', needs: 'nothing', run: exportClosing },
  reprint: { right: 'reprint', needs: 'no-count', run: reprint },
  openDrawer: { right: 'open-drawer', needs: 'nothing', run: openDrawer },
  resolveJob: { right: 'resolve-print', needs: 'nothing', run: resolveJob },
  saveDevice: { right: 'manage-devices', needs: 'nothing', run: saveDevice },
  removeDevice: { right: 'manage-devices', needs: 'nothing', run: removeDevice },
  importDevices: { right: 'manage-devices', needs: 'nothing', run: importDevices },
  findDevices: { right: 'manage-devices', needs: 'nothing', run: findDevices },
  tryDevice: { right: 'manage-devices', needs: 'nothing', run: tryDevice },
  watchDevice: { right: 'manage-devices', needs: 'nothing', run: watchDevice },
  exportFrames: { right: 'manage-devices', needs: 'nothing', run: exportFrames },
  reportPageDevice: { right: 'signed-in', needs: 'nothing', run: reportPageDevice },
  dismissNotice: { right: 'signed-in', needs: 'nothing', run: dismissNotice },
};

/** All of them. */
export const useCases: UseCases = {
  ...sellingUseCases,
  ...cashUseCases,
  ...memberUseCases,
  ...hqUseCases,
  ...stockUseCases,
};
