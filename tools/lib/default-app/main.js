/**
 * What Electron runs when it is given an app folder instead of being packaged with one: loads any `-r` modules (the test
 * driver brings one), takes the app's name and version from its package.json, and starts its main file.
 */
'use strict';

const { app } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { modules, folder } = readArguments(process.argv.slice(1));

for (const name of modules) require(require.resolve(name, { paths: [process.cwd()] }));

if (folder === undefined) {
  console.error('default app: no app folder was given');
  app.exit(2);
} else {
  const entry = adopt(path.resolve(folder));
  // The app sees itself as its first argument, as a packaged one does.
  process.argv.splice(0, process.argv.indexOf(folder) + 1, process.argv[0], entry);
  start(entry).catch((error) => {
    console.error('default app: the app failed while loading', error);
    app.exit(1);
  });
}

/** At once where that can be: much of what an app has to say must be said before Electron is ready. */
async function start(entry) {
  if (entry.endsWith('.cjs')) require(entry);
  else await import(pathToFileURL(entry).href);
}

/** Splits what comes before the app folder from the folder itself; what follows belongs to the app. */
function readArguments(words) {
  const asked = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === '-r' || word === '--require') asked.push(words[(at += 1)]);
    else if (word.startsWith('--require=')) asked.push(word.slice('--require='.length));
    else if (!word.startsWith('-')) return { modules: asked, folder: word };
  }
  return { modules: asked, folder: undefined };
}

/** Gives Electron the app's name, version and folders; answers the file to start. */
function adopt(root) {
  const description = path.join(root, 'package.json');
  if (!existsSync(description)) return root;
  const { name, productName, version, main } = JSON.parse(readFileSync(description, 'utf8'));
  if (version !== undefined) app.setVersion(version);
  app.setName(productName ?? name);
  app.setPath('userData', path.join(app.getPath('appData'), productName ?? name));
  app.setAppPath(root);
  return path.join(root, main ?? 'index.js');
}
