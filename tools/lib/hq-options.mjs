/** The options of `npm run hq`, and its help. Plain JavaScript for Node 20: read before anything is installed. */
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Comptoir — le siège / headquarters

  npm run hq -- [options]

  --data DIR       le dossier du siège, avec sa base PostgreSQL (par défaut : votre dossier de données)
                   headquarters' folder, with its PostgreSQL (default: your data folder)
  --port N         le port (par défaut 8080 ; 0 : n'importe lequel) / the port (default 8080; 0: any free one)
  --host H         l'adresse où écouter (par défaut 127.0.0.1 : cette machine seulement)
                   the address to listen on (default 127.0.0.1: this machine only)
  --demo           une organisation de démonstration et des codes pour ses caisses
                   a demonstration organisation, and codes for its tills
  --restored       la base vient d'une sauvegarde : les caisses disent d'abord ce qu'elles savent
                   the database comes from a backup: tills first say what they know
  --proxy          un serveur mandataire (TLS) est devant, et dit l'adresse de l'appelant
                   a proxy (TLS) stands in front and tells the caller's address
  --connections N  connexions à la base (par défaut 20) / connections to the database (default 20)
  --help           ceci / this

  DATABASE_URL     une autre base PostgreSQL (15 ou plus) / another PostgreSQL (15 or newer)

Compte de démonstration / demonstration account: direction · siege-demo
Voir / see: docs/headquarters.md
`;

/** Reads the words after `--`; ends the process on `--help` and on what it does not know. Gives the words for the program. */
export function readHqOptions(words) {
  let values;
  try {
    ({ values } = parseArgs({
      args: words,
      strict: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: '127.0.0.1' },
        demo: { type: 'boolean', default: false },
        restored: { type: 'boolean', default: false },
        proxy: { type: 'boolean', default: false },
        connections: { type: 'string', default: '20' },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    refuse(error.message);
  }
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  requireNumber('port', values.port, 0, 65_535);
  requireNumber('connections', values.connections, 2, 1_000);
  const { host, port, connections } = values;
  const data = path.resolve(values.data ?? defaultFolder());
  const flags = ['demo', 'restored', 'proxy'].filter((name) => values[name]).map((name) => `--${name}`);
  return ['--data', data, '--port', port, '--host', host, '--connections', connections, ...flags];
}

/** As root PostgreSQL runs as another user, who cannot enter root's own folders. */
function defaultFolder() {
  if (process.platform === 'win32') {
    return path.join(process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'comptoir-hq');
  }
  if (process.getuid() === 0) return '/var/lib/comptoir-hq';
  return path.join(process.env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share'), 'comptoir-hq');
}

function requireNumber(name, text, least, most) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) refuse(`--${name} ${text}: ${least} … ${most}`);
}

function refuse(message) {
  process.stderr.write(`npm run hq: ${message}\n\n${HELP}`);
  process.exit(2);
}
