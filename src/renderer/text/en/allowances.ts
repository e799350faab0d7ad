/** Words in English: what headquarters allows, and what this till may do while it is away. */
import type { TextsOf } from '../entry.ts';
import type { allowances as french } from '../fr/allowances.ts';

export const allowances: TextsOf<typeof french> = {
  'movement.elsewhere': 'other tills, in all',
  'allowance.online': 'headquarters confirms',
  'allowance.asking': 'asking headquarters…',
  'allowance.hold': 'held by headquarters',
  'allowance.refused': 'refused by headquarters',
  'allowance.lease': 'offline: {amount} set aside here',
  'allowance.floor': 'offline, nothing set aside here: {amount} at most',
  'allowance.away': 'offline: needs headquarters',
  'allowance.coming': '{holder} is giving back {amount}…',
  'allowance.elsewhere': '{holder} keeps {amount} until {until}',
  'allowance.in-use': '{holder} is using {amount} right now',
  'refusal.spending_asked': 'Headquarters is being asked. The payment ends by itself when it answers.',
  'refusal.spending_refused': 'This account cannot pay here now. Choose another way.',
  'why.spend-away':
    'Headquarters does not answer, and nothing of this account is set aside here. Pay otherwise, or wait for the connection.',
  'why.spend-short': 'Offline, this till can still let {availableMinor} of this account pass, no more.',
  'why.spend-short-points': 'Offline, this till can still use {count} points of this account, no more.',
  'why.spend-expired':
    'What was set aside here for this account has run out of time. Pay otherwise, or wait for the connection.',
  'why.spend-hq-insufficient':
    'Headquarters lets no more than {availableMinor} pass: the rest is spent, or kept by another till.',
  'why.spend-hq-insufficient-points':
    'Headquarters lets no more than {count} points pass: the rest is used, or kept by another till.',
  'why.spend-asked-back': '{holder} is giving back {heldMinor}… The payment follows.',
  'why.spend-asked-back-points': '{holder} is giving back {heldCount} points… The payment follows.',
  'why.spend-hq-held-elsewhere':
    '{holder} keeps {heldMinor} of this account until {untilMs}, and does not answer. Usable here: {availableMinor}.',
  'why.spend-hq-held-elsewhere-points':
    '{holder} keeps {heldCount} points of this account until {untilMs}, and does not answer. Usable here: {count}.',
  'why.spend-hq-in-use': '{holder} is using {heldMinor} of this account right now. Usable here: {availableMinor}.',
  'why.spend-hq-in-use-points': '{holder} is using {heldCount} points of this account right now. Usable here: {count}.',
  'why.spend-hq-unknown-account': 'Headquarters does not know this account yet. Try again in a moment.',
  'why.spend-hq-account-blocked': 'Headquarters says that this account is blocked: nothing leaves it.',
  'why.spend-hq-account-closed': 'Headquarters says that this account is closed: it is no longer used.',
  'why.spend-hq-recovering':
    'Headquarters is recovering from a breakdown and lets nothing pass for now. Pay otherwise.',
  'why.spend-hq-not-handed-over':
    'Headquarters has not received this account from this till yet. Try again in a moment.',
  'why.spend-hq-not-allowed': 'Headquarters lets this till have nothing. Tell a manager.',
  'why.spend-hq-not-genuine': 'The answer is not this shop’s headquarters’: it is not believed. Tell a manager.',
  'refund.asking': 'Unknown here: headquarters is being asked…',
  'refund.unknown-everywhere': 'No till sold this ticket, or it has not sent it to headquarters yet.',
  'refund.away': 'Unknown here, and headquarters does not answer: only the till that sold it can refund it now.',
  'refund.elsewhere': 'Sold at another till: headquarters keeps the lines before they are refunded.',
  'refund.other-till': 'Sold at another till',
  'refusal.refund_asked': 'Headquarters is keeping these articles… The refund follows.',
  'refusal.refund_elsewhere': 'This ticket of another till cannot be refunded here now.',
  'why.refund-away':
    'Headquarters does not answer, and without it a ticket of another till is refunded here up to {limitMinor}.',
  'why.refund-hq-unknown-ticket': 'Headquarters does not know this ticket.',
  'why.refund-hq-already-refunded': 'These articles were refunded already, or another till is refunding them now.',
  'why.refund-own-already-refunded':
    'Another till has already refunded these articles, or some of them, or is doing so right now.',
  'why.refund-hq-recovering': 'Headquarters is recovering from a breakdown and keeps nothing for now.',
  'why.refund-hq-not-allowed': 'Headquarters lets this till have nothing. Tell a manager.',
};
