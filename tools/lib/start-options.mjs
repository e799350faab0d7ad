/** The options of `npm start`, and its help. Plain JavaScript for Node 20: read before anything is installed. */
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const SHELLS = ['electron', 'web', 'none'];
const LANGUAGES = ['fr', 'en', 'ar'];

const HELP = `Comptoir — la caisse qui ne peut pas perdre une vente / the till that cannot lose a sale

  npm start -- [options]

  --data DIR       le dossier du magasin (par défaut : votre dossier de données)
                   the shop's folder (default: your data folder)
  --keys DIR       les clés du magasin (par défaut : votre dossier de configuration)
                   the shop's keys (default: your configuration folder)
  --shell NAME     electron, web (Chromium) ou/or none (adresse seule / address only)
  --port N         le port de --shell web et none / the port of --shell web and none
  --lang LANG      fr, en ou/or ar
  --demo           magasin de démonstration et comptoir virtuel
                   demonstration shop and virtual counter
  --devices FILE   les appareils / the devices (docs/devices.md)
  --copy DIR       où tenir la seconde copie, retenu pour la suite (docs/second-copy.md)
                   where to keep the second copy, remembered from then on
  --hq URL         l'adresse du siège, auquel rattacher cette caisse (docs/till-and-headquarters.md)
                   the address of headquarters, to enrol this till at
  --hq-code CODE   le code que le siège affiche : avec lui elle se rattache seule
                   the code that headquarters shows: with it the till enrols by itself
  --kiosk          plein écran, sans bureau / full screen, without a desktop
  --one-screen     pas d'écran pour le client, même s'il y en a deux
                   no screen for the customer, even where there are two
  --help           ceci / this

Les opérateurs de démonstration / the demonstration operators:
  Camille 1234 · Nadia 2345 · Bernard 9876
`;

/** Reads the words after `--`; ends the process on `--help` and on what it does not know. */
export function readStartOptions(words) {
  let values;
  try {
    ({ values } = parseArgs({
      args: words,
      strict: true,
      options: {
        data: { type: 'string' },
        keys: { type: 'string' },
        shell: { type: 'string' },
        port: { type: 'string' },
        lang: { type: 'string' },
        demo: { type: 'boolean', default: false },
        devices: { type: 'string' },
        copy: { type: 'string' },
        hq: { type: 'string' },
        'hq-code': { type: 'string' },
        kiosk: { type: 'boolean', default: false },
        'one-screen': { type: 'boolean', default: false },
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
  if (values.shell !== undefined && !SHELLS.includes(values.shell))
    refuse(`--shell ${values.shell}: ${SHELLS.join(', ')}`);
  if (values.lang !== undefined && !LANGUAGES.includes(values.lang))
    refuse(`--lang ${values.lang}: ${LANGUAGES.join(', ')}`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    refuse(`--port ${values.port}: 0 … 65535`);
  if (values.devices !== undefined && !isFile(values.devices))
    stop(
      `le fichier des appareils n'existe pas : ${path.resolve(values.devices)} (docs/devices.md)`,
      `there is no devices file ${path.resolve(values.devices)} (docs/devices.md)`,
      values.lang,
    );
  return {
    ...values,
    port,
    data: path.resolve(values.data ?? path.join(dataHome(), 'comptoir')),
    keys: path.resolve(values.keys ?? path.join(configurationHome(), 'comptoir', 'keys')),
    devices: values.devices === undefined ? undefined : path.resolve(values.devices),
    copy: values.copy === undefined ? undefined : path.resolve(values.copy),
  };
}

function dataHome() {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local');
  return process.env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share');
}

function configurationHome() {
  if (process.platform === 'win32') return process.env.APPDATA ?? path.join(homedir(), 'AppData', 'Roaming');
  return process.env.XDG_CONFIG_HOME || path.join(homedir(), '.config');
}

function isFile(name) {
  return existsSync(name) && statSync(name).isFile();
}

/** Nothing is started; the help would hide the one thing that is wrong. */
function stop(french, english, lang) {
  const sentences = { fr: [french], en: [english] }[lang] ?? [french, english];
  for (const sentence of sentences) process.stderr.write(`npm start: ${sentence}\n`);
  process.exit(1);
}

function refuse(message) {
  process.stderr.write(`npm start: ${message}\n\n${HELP}`);
  process.exit(2);
}
