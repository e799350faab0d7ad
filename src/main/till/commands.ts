/**
 * The commands of the screen contract: the right each one needs and the use case behind it. Signing in is not here: its
 * PIN is checked off the queue.
 */
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { Right } from '#domain/operator/operator.ts';
import { addProduct } from './add-product.ts';
import { cancelTicket } from './cancel-ticket.ts';
import type { Command, Handled, TillCore } from './core.ts';
import { dismissNotice } from './dismiss-notice.ts';
import { findDevices } from './find-devices.ts';
import { importDevices } from './import-devices.ts';
import { multiply } from './multiply.ts';
import { openDrawer } from './open-drawer.ts';
import { pay } from './pay.ts';
import { presentCard } from './present-card.ts';
import { removeDevice } from './remove-device.ts';
import { reportPageDevice } from './report-page-device.ts';
import { reprint } from './reprint.ts';
import { resolveJob } from './resolve-job.ts';
import { saveDevice } from './save-device.ts';
import { scan } from './scan.ts';
import { setQuantity } from './set-quantity.ts';
import { signOut } from './sign-out.ts';
import { tryDevice } from './try-device.ts';
import { voidLine } from './void-line.ts';
import { exportFrames, watchDevice } from './watch-device.ts';

type QueuedName = Exclude<CommandName, 'signIn'>;

type UseCases = {
  readonly [Name in QueuedName]: {
    readonly right: Right | 'signed-in';
    readonly run: (core: TillCore, command: Command, input: CommandInput<Name>) => Handled<Outcome<Name>>;
  };
};

/** One use case a command. */
export const useCases: UseCases = {
  signOut: { right: 'signed-in', run: signOut },
  scan: { right: 'sell', run: scan },
  addProduct: { right: 'sell', run: addProduct },
  multiply: { right: 'sell', run: multiply },
  setQuantity: { right: 'sell', run: setQuantity },
  voidLine: { right: 'void-line', run: voidLine },
  cancelTicket: { right: 'cancel-ticket', run: cancelTicket },
  pay: { right: 'sell', run: pay },
  reprint: { right: 'reprint', run: reprint },
  openDrawer: { right: 'open-drawer', run: openDrawer },
  resolveJob: { right: 'resolve-print', run: resolveJob },
  presentCard: { right: 'sell', run: presentCard },
  saveDevice: { right: 'manage-devices', run: saveDevice },
  removeDevice: { right: 'manage-devices', run: removeDevice },
  importDevices: { right: 'manage-devices', run: importDevices },
  findDevices: { right: 'manage-devices', run: findDevices },
  tryDevice: { right: 'manage-devices', run: tryDevice },
  watchDevice: { right: 'manage-devices', run: watchDevice },
  exportFrames: { right: 'manage-devices', run: exportFrames },
  reportPageDevice: { right: 'signed-in', run: reportPageDevice },
  dismissNotice: { right: 'signed-in', run: dismissNotice },
};
