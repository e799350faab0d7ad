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
import { multiply } from './multiply.ts';
import { openDrawer } from './open-drawer.ts';
import { pay } from './pay.ts';
import { reprint } from './reprint.ts';
import { resolveJob } from './resolve-job.ts';
import { scan } from './scan.ts';
import { setQuantity } from './set-quantity.ts';
import { signOut } from './sign-out.ts';
import { voidLine } from './void-line.ts';

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
  dismissNotice: { right: 'signed-in', run: dismissNotice },
};
