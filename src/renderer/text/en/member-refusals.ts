/** Words in English: what was refused about customers, cards, points and stored value. */
import type { TextsOf } from '../entry.ts';
import type { memberRefusals as french } from '../fr/member-refusals.ts';

export const memberRefusals: TextsOf<typeof french> = {
  'refusal.card_unknown': 'Card {card} is nobody’s yet: enrol a customer or sell a gift card.',
  'refusal.card_blocked': 'This card ({card}) can no longer be used.',
  'refusal.card_taken': 'This card ({card}) is somebody else’s already. Take another one.',
  'refusal.card_is_product': 'This is the code of one of the shop’s products: it cannot be a card.',
  'refusal.card_gone': 'The card is no longer in memory. Show it again.',
  'refusal.customer_unknown': 'No customer on the ticket, or unknown here. Show their card or search by name.',
  'refusal.customer_erased': 'This customer was erased, and the card with them. Enrol them again with another card.',
  'refusal.contact_missing': 'Give at least a name, a phone number, an e-mail address or a card.',
  'refusal.contact_invalid': 'A field is not valid. Correct it or leave it empty.',
  'refusal.duplicate_customer': 'A similar customer is here already. Open their file, or enrol anyway.',
  'refusal.account_unknown': 'Show the card first: this account is not on the ticket.',
  'refusal.account_blocked': 'This account is blocked: nothing leaves it. A manager can unblock it.',
  'refusal.account_closed': 'This account is closed and can no longer be used.',
  'refusal.account_expired': 'This card has not been valid since {expiresOnDay}.',
  'refusal.points_short': 'There are only {balance} points on this account.',
  'refusal.points_step': 'Points are used in steps of {step}.',
  'refusal.load_limits':
    'A load is between {leastMinor} and {mostMinor}, and an account holds at most {balanceMostMinor} ({balanceMinor} so far).',

  'why.card-lost': 'Card {card} was reported lost. Found again? Reactivate it in the customer’s file.',
  'why.card-blocked': 'Card {card} is blocked. It can be reactivated in the customer’s file.',
  'why.card-replaced': 'This card was replaced: show the new one.',
  'why.card-or-article': 'Unknown card ({card}). If it was an article, scan it again.',
  'why.card-several': 'This number ({card}) may be several cards. Search the customer by name.',
  'why.card-is-gift-card': 'Card {card} is a gift card: it cannot be a customer’s.',
  'why.card-is-customers': 'Card {card} is a customer’s: load their purse, or take another card.',
  'why.card-on-another-ticket': 'Card {card} is being sold on another ticket.',
  'why.purse-load-on-ticket':
    'This ticket loads its customer’s purse. Take that load off first, then change the customer.',
  'why.purse-of-nobody': 'This purse load is nobody’s any more: take it off the ticket, then take the payment.',
  'why.contact-email': 'This file has no e-mail address: add it first.',
  'why.contact-sms': 'This file has no phone number: add it first.',
  'why.contact-invalid-name': 'A name has letters.',
  'why.contact-invalid-phone': 'This phone number does not exist. For another country begin with +.',
  'why.contact-invalid-email': 'This e-mail address is not complete.',
  'why.contact-invalid-birthday': 'This birthday does not exist.',
  'why.points-too-many': 'This ticket takes no more than {most} points.',
};
