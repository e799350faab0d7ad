/** Words in French: what was asked of the drawer, the day or the settings and not done, and why. */
import type { Entry } from '../entry.ts';

export const cashRefusals = {
  'refusal.session_needed': 'Aucune session n’est ouverte. Ouvrez d’abord la caisse.',
  'refusal.session_suspended': 'La caisse est suspendue. Reprenez-la, puis recommencez : rien n’est perdu.',
  'refusal.session_counting':
    'La caisse est en cours de comptage. Finissez-le ou abandonnez-le, puis recommencez : rien n’est perdu.',
  'refusal.session_state':
    'La caisse n’est plus dans l’état où cela se fait : quelqu’un l’a changé entre-temps. Regardez-la et recommencez.',
  'refusal.session_unknown': 'Cette session n’existe pas, ou elle est déjà fermée.',
  'refusal.tickets_open': '{tickets} ticket(s) en cours. Mettez-les en attente, puis recommencez.',
  'refusal.counts_invalid': 'Ce comptage n’est pas possible. Vérifiez les nombres : rien n’a été enregistré.',
  'refusal.count_stale': 'Un comptage plus récent (n° {countNumber}) a été validé. Regardez-le, puis fermez.',
  'refusal.split_invalid': 'Ce partage n’est pas possible : fond laissé et remise au coffre font les espèces comptées.',
  'refusal.day_closed': 'La journée du {businessDay} est déjà clôturée (Z n° {zNumber}).',
  'refusal.day_not_ready':
    'La journée du {businessDay} ne peut pas encore se clôturer : comptez et fermez d’abord ses sessions.',
  'refusal.day_too_long':
    'Le {businessDay} est ouvert depuis plus de {hours} h. Finissez les tickets commencés, comptez et clôturez la journée.',
  'refusal.older_day_first': 'La journée du {businessDay} se clôture d’abord.',
  'refusal.clock_behind_day':
    'L’horloge retarde de {days} jour(s) sur la dernière journée clôturée. Réglez-la, ou demandez l’accord d’un responsable.',
  'refusal.settings_invalid': 'Ces réglages ne vont pas ensemble. Rien n’a été changé.',
  'refusal.approval_needed': 'Cela dépasse ce que votre rôle permet : un responsable doit donner son accord.',
  'refusal.approver_no_right': 'Cette personne ne peut pas donner son accord. Demandez à une autre.',
  'why.negative': 'Un nombre négatif ne se compte pas. Vérifiez les nombres : rien n’a été enregistré.',
  'why.fraction': 'Il n’y a pas de demi-pièce : tapez des nombres entiers.',
  'why.absurd': 'Il ne peut pas y en avoir autant. Vérifiez les nombres.',
  'why.foreign': 'Cette coupure n’existe pas dans la monnaie du magasin.',
  'why.twice': 'La même ligne est là deux fois. Vérifiez les nombres.',
  'why.method': 'Ce moyen de paiement ne se compte pas.',
  'why.as-left': 'Le fond est soit celui qui a été laissé, soit compté : pas les deux.',
  'why.sum': 'Les coupures ne font pas le montant. Vérifiez les nombres.',
  'why.too-much': 'Le fond laissé ne peut pas dépasser les espèces comptées.',
  'why.unit': 'Ce montant ne peut pas se faire avec les pièces du pays.',
  'why.drawer-short': 'Il n’y a que {expectedMinor} dans le tiroir. Rien n’en est sorti.',
  'why.coins': 'Il reste plus de pièces dans le fond qu’il n’en a été compté.',
  'why.nobody-left': 'Plus personne n’aurait ce droit, et personne ne pourrait le rendre. Rien n’a été changé.',
  'why.cash-missing': 'Les espèces sont toujours acceptées.',
  'why.methods-twice': 'Le même moyen est là deux fois.',
  'why.limits-crossed': 'Le seuil de l’accord ne peut pas être plus bas que celui du motif. Rien n’a été changé.',
  'why.load-limits':
    'Le plus petit chargement, le plus grand et le solde d’une carte vont du plus petit au plus grand. Rien n’a été changé.',
  'why.tiers-order': 'Les niveaux vont du plus petit nombre de points au plus grand. Rien n’a été changé.',
  'why.dates-order': 'Une date de fin est avant son début. Rien n’a été changé.',
  'why.names-twice': 'Le même nom est là deux fois. Rien n’a été changé.',
} as const satisfies Readonly<Record<string, Entry>>;
