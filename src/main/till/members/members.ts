/** Customers, cards and accounts. Door of the folder. */
import type { UseCases } from '../commands.ts';
import { presentCard } from '../present-card.ts';
import { erasePerson, setAccountState } from './accounts.ts';
import { attachCustomer, detachCustomer } from './attach.ts';
import { addCard, replaceCard, setCardState } from './cards.ts';
import { enrol } from './enrol.ts';
import { forgetCard } from './forget-card.ts';
import { redeemPoints } from './redeem-points.ts';
import { savePerson, setConsent } from './save-person.ts';
import { addVoucher } from './sell-voucher.ts';

export { memberAnswers } from './answers.ts';
export { MemberDesk } from './member-desk.ts';

type MemberName =
  | 'enrol'
  | 'savePerson'
  | 'setConsent'
  | 'addCard'
  | 'setCardState'
  | 'replaceCard'
  | 'setAccountState'
  | 'erasePerson'
  | 'attachCustomer'
  | 'detachCustomer'
  | 'redeemPoints'
  | 'addVoucher'
  | 'forgetCard'
  | 'presentCard';

/** Enrolling and looking up work without a session; what changes what is to be paid needs one. */
export const memberUseCases: UseCases<MemberName> = {
  enrol: { right: 'enrol-customer', needs: 'nothing', run: enrol },
  savePerson: { right: 'enrol-customer', needs: 'nothing', run: savePerson },
  setConsent: { right: 'enrol-customer', needs: 'nothing', run: setConsent },
  addCard: { right: 'enrol-customer', needs: 'nothing', run: addCard },
  setCardState: { right: 'manage-customers', needs: 'nothing', run: setCardState },
  replaceCard: { right: 'manage-customers', needs: 'nothing', run: replaceCard },
  setAccountState: { right: 'block-account', needs: 'nothing', run: setAccountState },
  erasePerson: { right: 'manage-customers', needs: 'nothing', run: erasePerson },
  attachCustomer: { right: 'sell', needs: 'nothing', run: attachCustomer },
  detachCustomer: { right: 'sell', needs: 'nothing', run: detachCustomer },
  redeemPoints: { right: 'sell', needs: 'session', run: redeemPoints },
  addVoucher: { right: 'sell-gift-card', needs: 'session', run: addVoucher },
  forgetCard: { right: 'signed-in', needs: 'nothing', run: forgetCard },
  presentCard: { right: 'sell', needs: 'nothing', run: presentCard },
};
