/** Words in French: the till and its headquarters. */
import type { Entry } from '../entry.ts';

export const headquarters = {
  'hq.title': 'Siège',
  'action.headquarters': 'Siège',
  'status.network.refused': 'refusé',
  'status.network.open': 'Voir ce qui attend d’être envoyé',
  'hq.join': 'Rattacher cette caisse',
  'hq.asking': 'Le siège est interrogé…',
  'hq.alone':
    'Cette caisse travaille seule. Rattachée au siège, elle lui envoie ses ventes, reçoit les prix, et ' +
    'connaît les clients des autres magasins. Elle continue de vendre sans réseau.',
  'hq.alone-ask': 'Cette caisse travaille seule. Un responsable peut la rattacher au siège.',
  'hq.address': 'Adresse du siège',
  'hq.address-example': 'siege.exemple.fr:8070',
  'hq.code': 'Code affiché par le siège',
  'hq.code-example': 'K7QX-2M4D-9TPR',
  'hq.code-hint':
    'Au siège : « Nouveau poste », puis « Créer le code ». Le code QR se lit aussi avec la douchette ; il contient l’adresse.',
  'hq.state': 'Liaison',
  'hq.price-list': 'Liste de prix',
  'hq.age': 'il y a {age}',
  'hq.just-now': 'à l’instant',
  'hq.no-price-list': 'pas encore reçue',
  'hq.contact': 'Dernier contact',
  'hq.no-contact': 'aucun depuis le démarrage',
  'hq.store': 'Magasin',
  'hq.till': 'Caisse',
  'hq.unsent': 'Pas encore au siège',
  'hq.unsent-none': 'Le siège a tout reçu.',
  'hq.unsent-some': {
    one: '{count} écriture attend depuis {age}. Elle est signée et gardée ici ; elle partira d’elle-même.',
    other:
      '{count} écritures attendent, la plus ancienne depuis {age}. Elles sont signées et gardées ici ; elles partiront d’elles-mêmes.',
  },
  'hq.unsent-more': { one: 'et {count} autre', other: 'et {count} autres' },
  'hq.new-chain': 'Continuer dans une nouvelle chaîne',
  'hq.new-chain-confirm': 'Confirmer : la caisse redémarre',
  'hq.new-chain-about':
    'Le siège connaît une autre suite de ce journal : cette caisse, ou sa copie, a été remise à un état ' +
    'plus ancien. Rien n’est perdu : les écritures d’ici restent et seront envoyées, et la caisse ' +
    'continue dans une nouvelle chaîne qui nomme l’ancienne.',
  'hq.refusal.forked':
    'Le siège connaît une autre suite de cette chaîne et n’autorise plus rien pour elle. Les ventes continuent et lui ' +
    'parviennent ; un responsable doit ouvrir une nouvelle chaîne.',
  'hq.refusal.behind':
    'Le siège connaît des écritures que cette caisse n’a plus : elle a été remise à un état plus ancien. ' +
    'Un responsable doit ouvrir une nouvelle chaîne.',
  'hq.refusal.hole':
    'Une écriture de cette chaîne manque sur cette machine ; le siège ne peut rien prendre après elle. Un responsable doit ' +
    'ouvrir une nouvelle chaîne, puis remettre la seconde copie ou appeler l’assistance.',
  'hq.refusal.hole-before':
    'Une écriture d’une chaîne précédente manque sur cette machine ; celles d’après n’arrivent pas au siège. Les ventes ' +
    'd’aujourd’hui lui parviennent. Gardez ce dossier et appelez l’assistance.',
  'hq.refusal.flawed':
    'Le siège a arrêté cette chaîne : une écriture n’est pas comme elle a été signée. Lancez la ' +
    'vérification du journal et appelez l’assistance.',
  'hq.refusal.ack-false':
    'La confirmation du siège n’est pas signée par lui. Rien n’est tenu pour envoyé. Appelez l’assistance.',
  'hq.refusal.other-key': 'À cette adresse répond un autre siège. Rien ne lui est envoyé. Appelez l’assistance.',
  'hq.refusal.request.suspended':
    'Le siège a suspendu cette caisse. Les ventes continuent et attendent ici. Appelez le siège.',
  'hq.refusal.request.retired': 'Le siège a retiré cette caisse. Ses écritures restent ici. Appelez le siège.',
  'hq.refusal.request.unknown-till':
    'Le siège ne connaît plus cette caisse : il a été remis à une sauvegarde d’avant son rattachement. Demandez-lui un ' +
    'nouveau code. Les ventes continuent et attendent ici ; rien n’est perdu.',
  'hq.refusal.request.signature':
    'Le siège ne reconnaît pas la clé de cette caisse : une autre machine a pris sa place, ou il a été remis à une ' +
    'ancienne sauvegarde. Demandez-lui un code fait pour cette caisse.',
  'hq.refusal.request.version':
    'Cette caisse est trop ancienne pour le siège. Mettez-la à jour ; les ventes attendent ici.',
  'hq.refusal.other':
    'Le siège ne prend pas ce qui est envoyé ({code}). Les ventes continuent et attendent ici. Appelez le siège.',
  'hq.refused.address-invalid': 'Cette adresse n’en est pas une. Exemple : siege.exemple.fr:8070.',
  'hq.refused.no-answer': 'Personne ne répond à cette adresse. Vérifiez le réseau et l’adresse, puis réessayez.',
  'hq.refused.other-key':
    'À cette adresse répond un autre siège que celui du code QR, ou que celui de cette caisse. Rien ne lui a été donné.',
  'hq.refused.code-unknown': 'Le siège ne connaît pas ce code. Retapez-le, ou demandez-en un autre.',
  'hq.refused.code-expired': 'Ce code est périmé. Demandez-en un autre au siège.',
  'hq.refused.too-many-guesses': 'Trop d’essais. Attendez quelques minutes, puis demandez un nouveau code.',
  'hq.refused.till-known': 'Le siège connaît déjà cette caisse, avec une autre clé. Il faut un code fait pour elle.',
  'hq.refused.version':
    'La caisse et le siège ne sont pas de versions qui se comprennent. Mettez à jour la plus ancienne.',
  'hq.refused.not-understood': 'La réponse du siège ne se comprend pas. Est-ce la bonne adresse ?',
  'hq.refused.already-enrolled': 'Cette caisse est déjà rattachée.',
  'hq.refused.not-kept': 'Le disque a refusé. La caisse n’est pas rattachée ; réessayez.',
  'hq.kind.ticket-validated': 'Ticket',
  'hq.kind.payment-received': 'Paiement',
  'hq.kind.cash-rounded': 'Arrondi',
  'hq.kind.cash-moved': 'Mouvement de caisse',
  'hq.kind.session-opened': 'Ouverture de caisse',
  'hq.kind.session-closed': 'Fermeture de caisse',
  'hq.kind.day-opened': 'Début de journée',
  'hq.kind.day-closed': 'Clôture (Z)',
  'hq.kind.person-enrolled': 'Nouveau client',
  'hq.kind.person-changed': 'Fiche client',
  'hq.kind.stock-received': 'Réception',
  'hq.kind.stock-counted': 'Inventaire',
  'hq.kind.line-voided': 'Ligne retirée',
  'hq.kind.ticket-cancelled': 'Ticket abandonné',
  'hq.kind.drawer-opened': 'Tiroir ouvert',
  'hq.kind.operator-signed-in': 'Connexion',
  'hq.kind.operator-signed-out': 'Déconnexion',
  'hq.kind.settings-changed': 'Réglage changé',
  'hq.kind.approval-given': 'Accord d’un responsable',
  'hq.kind.duplicate-printed': 'Duplicata',
  'hq.kind.till-started': 'Démarrage de la caisse',
  'hq.kind.other': 'Écriture du journal',
  'shop.from-hq': 'Fixé par le siège, et changé là-bas seulement.',
  'refusal.settings_from_hq': 'Ce réglage vient du siège. Il se change là-bas.',
  'refusal.hq_joined_already': 'Cette caisse est déjà rattachée au siège.',
  'refusal.hq_address_invalid': 'Tapez l’adresse du siège, ou lisez son code QR.',
  'refusal.hq_code_missing': 'Tapez le code que le siège affiche.',
  'refusal.chain_not_stopped': 'Le siège n’a pas arrêté cette chaîne : il n’y a rien à changer.',
} as const satisfies Readonly<Record<string, Entry>>;
