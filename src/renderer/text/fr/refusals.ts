/** Words in French: what was asked and not done, and why. */
import type { Entry } from '../entry.ts';

export const refusals = {
  'refusal.not_signed_in': 'Personne n’a ouvert de session ici. Entrez votre code.',
  'refusal.already_signed_in': 'Une session est déjà ouverte sur cet écran.',
  'refusal.wrong_pin': 'Code inexact. Réessayez.',
  'refusal.locked_out': 'Trop d’essais. Réessayez dans {seconds} s.',
  'refusal.no_right': 'Votre rôle ne le permet pas. Demandez à un responsable.',
  'refusal.unknown_code': 'Code inconnu : {code}. Cherchez le produit par son nom.',
  'refusal.unreadable_code': 'Code illisible. Scannez de nouveau ou tapez les chiffres.',
  'refusal.unknown_product': 'Ce produit n’est plus au catalogue. Cherchez-le de nouveau.',
  'refusal.basket_stale': 'Le ticket a changé entre-temps. Regardez-le et recommencez.',
  'refusal.ticket_validated': 'Ce ticket est déjà payé. Scannez pour en commencer un autre.',
  'refusal.ticket_cancelled': 'Ce ticket a été abandonné. Scannez pour en commencer un autre.',
  'refusal.ticket_unknown': 'Ce ticket n’existe pas dans cette caisse.',
  'refusal.basket_empty': 'Le ticket est vide. Scannez un article.',
  'refusal.line_unknown': 'Cette ligne n’est plus sur le ticket.',
  'refusal.quantity_invalid': 'Cette quantité n’est pas possible pour ce produit.',
  'refusal.quantity_needed': 'Pas encore ajouté : tapez la quantité de {label} puis Entrée.',
  'refusal.amount_invalid': 'Ce montant n’est pas possible. Vérifiez les chiffres.',
  'refusal.tendered_short': 'Le montant reçu ne suffit pas.',
  'refusal.cash_limit': 'La loi limite les paiements en espèces : ce montant est trop élevé.',
  'refusal.basket_full': 'Le ticket a atteint son nombre de lignes. Encaissez-le et continuez sur un autre.',
  'refusal.total_too_large': 'Le total dépasserait ce que la caisse accepte. Vérifiez la quantité.',
  'refusal.reason_missing': 'Indiquez un motif.',
  'refusal.id_reused': 'Cette demande est arrivée deux fois avec un contenu différent. Recommencez.',
  'refusal.job_unknown': 'Cette impression n’existe plus.',
  'refusal.job_settled': 'Cette impression est déjà réglée.',
  'refusal.no_printer': 'Aucune imprimante n’est configurée.',
  'refusal.no_drawer': 'Aucun tiroir n’est configuré.',
  'refusal.card_unreadable': 'Carte mal lue : présentez-la à nouveau, sans bouger.',
  'refusal.card_random':
    'Ce téléphone ou cette carte change de numéro à chaque fois : présentez une carte de fidélité.',
  'refusal.device_unknown': 'Cet appareil n’est plus configuré.',
  'refusal.device_invalid': 'Ce réglage d’appareil n’est pas valable. Rien n’a été changé.',

  'why.device-text-invalid': 'Le nom ou l’adresse contient des caractères invisibles. Rien n’a été changé.',
  'why.device-address-invalid': '« {device} » : cette adresse ne se comprend pas. Rien n’a été changé.',
  'why.device-address-of-another-kind':
    '« {device} » : un appareil de ce genre ne se branche pas ainsi. Rien n’a été changé.',
  'why.device-same-address': '« {device} » a la même adresse que « {other} ». Rien n’a été changé.',
  'why.device-same-id': '« {device} » a le même identifiant que « {other} ». Rien n’a été changé.',
  'why.device-too-many': '{count} appareils ; {max} au plus. Rien n’a été changé.',
  'why.device-host': 'Tapez un nom ou une adresse de réseau, comme 192.168.1.50.',
  'why.device-file': 'Ce texte n’est pas un réglage d’appareils exporté d’une caisse. Rien n’a été changé.',
  'why.device-file-place': 'Ce réglage n’est pas valable à cet endroit : {place}. Rien n’a été changé.',

  'refusal.store_read_only':
    'La caisse est en lecture seule : elle montre tout mais n’enregistre rien. Appelez l’assistance.',
  'refusal.store_unavailable':
    'La caisse ne peut pas écrire sur son disque. Rien n’a été enregistré ; appelez l’assistance.',
  'refusal.clock_needs_manager': 'L’heure de la machine a fait un saut. Un responsable doit la vérifier.',
  'refusal.balance_short': 'Solde insuffisant : il reste {balanceMinor} sur cette carte.',
  'refusal.spending_cap':
    'Carte sans protection : elle paie encore {spendableMinor} aujourd’hui ({capMinor} par jour). Réglez le reste autrement.',
  'refusal.discount_invalid': 'Cette remise n’est pas possible : il y a {baseMinor} à remiser. Vérifiez le chiffre.',
  'refusal.price_invalid': 'Ce prix n’est pas possible. Vérifiez les chiffres.',
  'refusal.tender_not_accepted': 'Ce magasin n’accepte pas ce moyen de paiement. Choisissez-en un autre.',
  'refusal.tender_exceeds':
    'C’est plus que ce que ce moyen peut payer ici : {mostMinor} au plus. Seules les espèces se rendent.',
  'refusal.meal_voucher_limit':
    'Les titres-restaurant paient {mostMinor} au plus de ce ticket. Réglez le reste autrement.',
  'refusal.refund_too_much':
    '« {label} » : il n’en reste pas autant à reprendre. Ce qui reste est affiché sur la ligne.',
  'refusal.refund_method': 'Par ce moyen on peut rendre {mostMinor} au plus : chaque moyen rend ce qu’il a payé.',
  'refusal.refund_empty': 'Choisissez ce que le client rapporte.',
  'why.is-refund': 'Un remboursement ne se rembourse pas.',
  'why.refund-total': 'Les montants rendus ne font pas {totalMinor}, le total de ce qui revient.',
  'refusal.held_unknown': 'Ce ticket n’est plus en attente : un autre poste l’a peut-être repris.',
  'refusal.unsent_or_open_ticket': 'Un ticket est en cours. Encaissez-le ou abandonnez-le d’abord.',
  'refusal.bug': 'Cela n’a pas eu lieu : la caisse a rencontré une erreur et n’a rien changé. Recommencez.',
  'refusal.expired': '{label} était à consommer jusqu’au {useByDay} : il ne se vend plus. Retirez-le du rayon.',

  'why.gs1-separators':
    'Les séparateurs de ce code se sont perdus : réglez la douchette pour envoyer GS (FNC1), ou tapez le code-barres.',
  'why.gs1-identifier':
    'Ce code GS1 ne se lit pas jusqu’au bout. Scannez de nouveau ou tapez le code-barres du produit.',
  'why.gs1-value': 'Ce code GS1 contient une valeur impossible. Scannez de nouveau ou tapez le code-barres du produit.',
  'why.gs1-companions':
    'Ce code GS1 se contredit ou n’est pas complet. Scannez de nouveau ou tapez le code-barres du produit.',
  'why.gs1-no-product': 'Ce code GS1 ne désigne pas un produit : c’est celui d’un colis, d’un lieu ou d’un bon.',
  'why.code-currency': 'Le prix de ce code n’est pas dans la monnaie du magasin.',
  'why.code-price': 'Le prix de ce code n’est pas possible. Pesez ou étiquetez de nouveau.',
  'why.code-quantity': 'La quantité de ce code ne va pas avec ce produit. Pesez ou étiquetez de nouveau.',
  'why.code-single':
    'L’étiquette de {label} ne vaut que pour un seul article : retirez le multiplicateur et scannez-les un par un.',
  'why.own-receipt': 'Aucun ticket de cette caisse ne porte le numéro {number} de ce reçu.',
  'why.other-till': 'Ce reçu est d’une autre caisse : c’est elle qui rembourse le ticket {number}.',
  'why.in-store-pattern': 'Code de magasin inconnu : {code}. Aucun modèle réglé ici ne lui correspond.',
  'why.in-store-two':
    'Le code {code} désigne deux produits, par leur PLU et par leur code-barres. Cherchez le bon par son nom.',
} as const satisfies Readonly<Record<string, Entry>>;
