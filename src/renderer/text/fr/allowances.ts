/** Words in French: what headquarters allows, and what this till may do while it is away. */
import type { Entry } from '../entry.ts';

export const allowances = {
  'movement.elsewhere': 'autres caisses, en tout',
  'allowance.online': 'le siège confirme',
  'allowance.asking': 'demande au siège…',
  'allowance.hold': 'accord du siège',
  'allowance.refused': 'refus du siège',
  'allowance.lease': 'hors ligne : {amount} réservés ici',
  'allowance.floor': 'hors ligne, rien de réservé ici : {amount} au plus',
  'allowance.away': 'hors ligne : pas sans le siège',
  'allowance.coming': '{holder} rend {amount}…',
  'allowance.elsewhere': '{holder} garde {amount} jusqu’au {until}',
  'allowance.in-use': '{holder} est en train d’utiliser {amount}',
  'refusal.spending_asked': 'Le siège est interrogé. L’encaissement se termine dès qu’il répond.',
  'refusal.spending_refused': 'Ce compte ne peut pas payer ici maintenant. Choisissez un autre moyen.',
  'why.spend-away':
    'Le siège ne répond pas et rien n’est réservé ici pour ce compte. Payez autrement, ou attendez la connexion.',
  'why.spend-short': 'Hors ligne, cette caisse peut encore accorder {availableMinor} de ce compte, pas plus.',
  'why.spend-short-points': 'Hors ligne, cette caisse peut encore utiliser {count} points de ce compte, pas plus.',
  'why.spend-expired':
    'Ce qui était réservé ici pour ce compte est arrivé à sa fin. Payez autrement, ou attendez la connexion.',
  'why.spend-hq-insufficient':
    'Le siège n’accorde pas plus de {availableMinor} : le reste est dépensé, ou retenu par une autre caisse.',
  'why.spend-hq-insufficient-points':
    'Le siège n’accorde pas plus de {count} points : le reste est utilisé, ou retenu par une autre caisse.',
  'why.spend-asked-back': '{holder} rend {heldMinor}… L’encaissement suit.',
  'why.spend-asked-back-points': '{holder} rend {heldCount} points… L’encaissement suit.',
  'why.spend-hq-held-elsewhere':
    '{holder} garde {heldMinor} de ce compte jusqu’au {untilMs}, et ne répond pas. Utilisable ici : {availableMinor}.',
  'why.spend-hq-held-elsewhere-points':
    '{holder} garde {heldCount} points de ce compte jusqu’au {untilMs}, et ne répond pas. Utilisables ici : {count}.',
  'why.spend-hq-in-use':
    '{holder} est en train d’utiliser {heldMinor} de ce compte. Utilisable ici : {availableMinor}.',
  'why.spend-hq-in-use-points':
    '{holder} est en train d’utiliser {heldCount} points de ce compte. Utilisables ici : {count}.',
  'why.spend-hq-unknown-account': 'Le siège ne connaît pas encore ce compte. Réessayez dans un instant.',
  'why.spend-hq-account-blocked': 'Le siège dit que ce compte est bloqué : rien n’en sort.',
  'why.spend-hq-account-closed': 'Le siège dit que ce compte est fermé : il ne sert plus.',
  'why.spend-hq-recovering': 'Le siège reprend après une panne et n’accorde rien pour l’instant. Payez autrement.',
  'why.spend-hq-not-handed-over': 'Le siège n’a pas encore reçu ce compte de cette caisse. Réessayez dans un instant.',
  'why.spend-hq-not-allowed': 'Le siège n’accorde rien à cette caisse. Prévenez un responsable.',
  'why.spend-hq-not-genuine':
    'La réponse ne vient pas du siège de ce magasin : elle n’est pas crue. Prévenez un responsable.',
  'refund.asking': 'Ticket inconnu ici : la question est partie au siège…',
  'refund.unknown-everywhere': 'Aucune caisse n’a vendu ce ticket, ou elle ne l’a pas encore envoyé au siège.',
  'refund.away':
    'Ticket inconnu ici, et le siège ne répond pas : seule la caisse qui l’a vendu peut le rembourser maintenant.',
  'refund.elsewhere': 'Vendu à une autre caisse : le siège réserve les lignes avant le remboursement.',
  'refund.other-till': 'Vendu à une autre caisse',
  'refusal.refund_asked': 'Le siège réserve ces articles… Le remboursement suit.',
  'refusal.refund_elsewhere': 'Ce ticket d’une autre caisse ne peut pas être remboursé ici maintenant.',
  'why.refund-away':
    'Le siège ne répond pas, et sans lui un ticket d’une autre caisse se rembourse ici jusqu’à {limitMinor}.',
  'why.refund-hq-unknown-ticket': 'Le siège ne connaît pas ce ticket.',
  'why.refund-hq-already-refunded':
    'Ces articles ont déjà été remboursés, ou une autre caisse les rembourse en ce moment.',
  'why.refund-own-already-refunded':
    'Une autre caisse a déjà remboursé ces articles, ou une partie, ou le fait en ce moment.',
  'why.refund-hq-recovering': 'Le siège reprend après une panne et ne réserve rien pour l’instant.',
  'why.refund-hq-not-allowed': 'Le siège n’accorde rien à cette caisse. Prévenez un responsable.',
} as const satisfies Readonly<Record<string, Entry>>;
