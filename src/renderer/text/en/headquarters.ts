/** Words in English: the till and its headquarters. */
import type { TextsOf } from '../entry.ts';
import type { headquarters as french } from '../fr/headquarters.ts';

export const headquarters: TextsOf<typeof french> = {
  'hq.title': 'Headquarters',
  'action.headquarters': 'Headquarters',
  'status.network.refused': 'refused',
  'status.network.open': 'See what waits to be sent',
  'hq.join': 'Enrol this till',
  'hq.asking': 'Asking headquarters…',
  'hq.alone':
    'This till works alone. Once enrolled it sends its sales to headquarters, receives prices, and knows ' +
    'the customers of the other shops. It goes on selling without a network.',
  'hq.alone-ask': 'This till works alone. A manager can enrol it at headquarters.',
  'hq.address': 'Address of headquarters',
  'hq.address-example': 'hq.example.com:8070',
  'hq.code': 'Code that headquarters shows',
  'hq.code-example': 'K7QX-2M4D-9TPR',
  'hq.code-hint':
    'At headquarters: “New till”, then “Make the code”. The QR can be read with the scanner too; it holds the address.',
  'hq.state': 'Line',
  'hq.price-list': 'Price list',
  'hq.age': '{age} ago',
  'hq.just-now': 'just now',
  'hq.no-price-list': 'not received yet',
  'hq.contact': 'Last contact',
  'hq.no-contact': 'none since the till started',
  'hq.store': 'Shop',
  'hq.till': 'Till',
  'hq.unsent': 'Not at headquarters yet',
  'hq.unsent-none': 'Headquarters has everything.',
  'hq.unsent-some': {
    one: '{count} entry has been waiting for {age}. It is signed and kept here, and will go by itself.',
    other: '{count} entries wait, the oldest for {age}. They are signed and kept here, and will go by themselves.',
  },
  'hq.unsent-more': { one: 'and {count} more', other: 'and {count} more' },
  'hq.new-chain': 'Go on in a new chain',
  'hq.new-chain-confirm': 'Confirm: the till starts again',
  'hq.new-chain-about':
    'Headquarters knows another continuation of this journal: this till, or a copy of it, was put back ' +
    'to an earlier state. Nothing is lost: the entries here stay and will be sent, and the till goes on ' +
    'in a new chain that names the old one.',
  'hq.refusal.forked':
    'Headquarters knows another continuation of this chain and grants it nothing more. Sales go on and reach it; ' +
    'a manager has to open a new chain.',
  'hq.refusal.behind':
    'Headquarters knows entries that this till no longer has: it was put back to an earlier state. A manager has to open a new chain.',
  'hq.refusal.hole':
    'An entry of this chain is missing on this machine; headquarters can take nothing after it. A manager has to open a ' +
    'new chain, and then put back the second copy or call support.',
  'hq.refusal.hole-before':
    'An entry of an earlier chain is missing on this machine; those after it do not reach headquarters. What is sold now ' +
    'does. Keep this folder and call support.',
  'hq.refusal.flawed':
    'Headquarters stopped this chain: an entry is not as it was signed. Verify the journal and call support.',
  'hq.refusal.ack-false': 'The confirmation is not signed by headquarters. Nothing counts as sent. Call support.',
  'hq.refusal.other-key': 'Another headquarters answers at this address. Nothing is sent to it. Call support.',
  'hq.refusal.request.suspended': 'Headquarters suspended this till. Sales go on and wait here. Call headquarters.',
  'hq.refusal.request.retired': 'Headquarters retired this till. Its entries stay here. Call headquarters.',
  'hq.refusal.request.unknown-till':
    'Headquarters does not know this till any more: it was put back to a backup from before the till was enrolled. Ask it ' +
    'for a new code. Sales go on and wait here; nothing is lost.',
  'hq.refusal.request.signature':
    'Headquarters does not accept the key of this till: another machine took its place, or it was put back to an old ' +
    'backup. Ask it for a code made for this till.',
  'hq.refusal.request.version': 'This till is too old for headquarters. Update it; sales wait here.',
  'hq.refusal.other': 'Headquarters does not take what is sent ({code}). Sales go on and wait here. Call headquarters.',
  'hq.refused.address-invalid': 'That is no address. For example: hq.example.com:8070.',
  'hq.refused.no-answer': 'Nobody answers at this address. Check the network and the address, then try again.',
  'hq.refused.other-key':
    'Another headquarters answers at this address than that of the QR, or of this till. Nothing was given to it.',
  'hq.refused.code-unknown': 'Headquarters does not know this code. Type it again, or ask for another.',
  'hq.refused.code-expired': 'This code is no longer valid. Ask headquarters for another.',
  'hq.refused.too-many-guesses': 'Too many tries. Wait a few minutes, then ask for a new code.',
  'hq.refused.till-known': 'Headquarters knows this till already, with another key. It takes a code made for it.',
  'hq.refused.version': 'The versions of till and headquarters do not understand each other. Update the older one.',
  'hq.refused.not-understood': 'The answer of headquarters cannot be understood. Is it the right address?',
  'hq.refused.already-enrolled': 'This till is enrolled already.',
  'hq.refused.not-kept': 'The disk refused. The till is not enrolled; try again.',
  'hq.kind.ticket-validated': 'Ticket',
  'hq.kind.payment-received': 'Payment',
  'hq.kind.cash-rounded': 'Rounding',
  'hq.kind.cash-moved': 'Cash movement',
  'hq.kind.session-opened': 'Drawer opened for the day',
  'hq.kind.session-closed': 'Drawer closed',
  'hq.kind.day-opened': 'Day begun',
  'hq.kind.day-closed': 'Closing (Z)',
  'hq.kind.person-enrolled': 'New customer',
  'hq.kind.person-changed': 'Customer changed',
  'hq.kind.stock-received': 'Goods received',
  'hq.kind.stock-counted': 'Stock count',
  'hq.kind.line-voided': 'Line removed',
  'hq.kind.ticket-cancelled': 'Ticket cancelled',
  'hq.kind.drawer-opened': 'Drawer opened',
  'hq.kind.operator-signed-in': 'Signed in',
  'hq.kind.operator-signed-out': 'Signed out',
  'hq.kind.settings-changed': 'Setting changed',
  'hq.kind.approval-given': 'A manager’s approval',
  'hq.kind.duplicate-printed': 'Duplicate',
  'hq.kind.till-started': 'Till started',
  'hq.kind.other': 'Journal entry',
  'shop.from-hq': 'Set by headquarters, and changed only there.',
  'refusal.settings_from_hq': 'This setting comes from headquarters. It is changed there.',
  'refusal.hq_joined_already': 'This till is enrolled at headquarters already.',
  'refusal.hq_address_invalid': 'Type the address of headquarters, or scan its QR.',
  'refusal.hq_code_missing': 'Type the code that headquarters shows.',
  'refusal.chain_not_stopped': 'Headquarters did not stop this chain: there is nothing to change.',
};
