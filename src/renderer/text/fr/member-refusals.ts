/** Words in French: what was refused about customers, cards, points and stored value. */
import type { Entry } from '../entry.ts';

export const memberRefusals = {
  'refusal.card_unknown': 'La carte {card} n’est encore à personne : inscrivez un client ou vendez une carte cadeau.',
  'refusal.card_blocked': 'Cette carte ({card}) ne sert plus.',
  'refusal.card_taken': 'Cette carte ({card}) est déjà à quelqu’un d’autre. Prenez-en une autre.',
  'refusal.card_is_product': 'Ce code est celui d’un produit du magasin : il ne peut pas servir de carte.',
  'refusal.card_gone': 'La carte n’est plus en mémoire. Présentez-la de nouveau.',
  'refusal.customer_unknown':
    'Aucun client sur le ticket, ou client inconnu ici. Présentez sa carte ou cherchez son nom.',
  'refusal.customer_erased':
    'Ce client a été effacé, et sa carte ne sert plus. Inscrivez-le de nouveau avec une autre carte.',
  'refusal.contact_missing': 'Donnez au moins un nom, un téléphone, un e-mail ou une carte.',
  'refusal.contact_invalid': 'Un champ n’est pas valable. Corrigez-le ou laissez-le vide.',
  'refusal.duplicate_customer': 'Un client semblable existe déjà. Ouvrez sa fiche, ou inscrivez quand même.',
  'refusal.account_unknown': 'Présentez d’abord la carte : ce compte n’est pas sur le ticket.',
  'refusal.account_blocked': 'Ce compte est bloqué : rien n’en sort. Un responsable peut le débloquer.',
  'refusal.account_closed': 'Ce compte est fermé : il ne sert plus.',
  'refusal.account_expired': 'Cette carte n’est plus valable depuis le {expiresOnDay}.',
  'refusal.points_short': 'Il n’y a que {balance} points sur ce compte.',
  'refusal.points_step': 'Les points s’utilisent par {step}.',
  'refusal.load_limits':
    'Un chargement va de {leastMinor} à {mostMinor}, et un compte ne dépasse pas {balanceMostMinor} (déjà {balanceMinor}).',

  'why.card-lost': 'Carte {card} déclarée perdue. Retrouvée ? Réactivez-la dans la fiche du client.',
  'why.card-blocked': 'Carte {card} bloquée. Un employé peut la réactiver dans la fiche du client.',
  'why.card-replaced': 'Carte remplacée par une autre : présentez la nouvelle.',
  'why.card-or-article': 'Carte inconnue ({card}). Si c’était un article, scannez-le de nouveau.',
  'why.card-several': 'Ce numéro ({card}) peut être celui de plusieurs cartes. Cherchez le client par son nom.',
  'why.card-is-gift-card': 'La carte {card} est une carte cadeau : elle ne peut pas être celle d’un client.',
  'why.card-is-customers':
    'La carte {card} est celle d’un client : chargez son porte-monnaie, ou prenez une autre carte.',
  'why.card-on-another-ticket': 'La carte {card} est déjà vendue sur un autre ticket en cours.',
  'why.purse-load-on-ticket':
    'Ce ticket charge le porte-monnaie de son client. Retirez d’abord ce chargement, puis changez de client.',
  'why.purse-of-nobody': 'Ce chargement de porte-monnaie n’est plus à personne : retirez-le du ticket, puis encaissez.',
  'why.contact-email': 'Il n’y a pas d’e-mail sur cette fiche : ajoutez-le d’abord.',
  'why.contact-sms': 'Il n’y a pas de téléphone sur cette fiche : ajoutez-le d’abord.',
  'why.contact-invalid-name': 'Le nom doit contenir des lettres.',
  'why.contact-invalid-phone': 'Ce numéro de téléphone n’existe pas. Avec un autre pays, commencez par +.',
  'why.contact-invalid-email': 'Cette adresse e-mail n’est pas complète.',
  'why.contact-invalid-birthday': 'Cette date d’anniversaire n’existe pas.',
  'why.points-too-many': 'Ce ticket ne prend pas plus de {most} points.',
} as const satisfies Readonly<Record<string, Entry>>;
