/**
 * A film for Chromium's fake camera: barcodes drawn by bwip-js, put before a grey counter by ffmpeg, a little blurred,
 * noisy and askew as hands hold them. Made anew for every test; Chromium plays it over and over.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import bwip from 'bwip-js/node';

/** One scene: a symbol held still, or nothing at all. */
export interface Scene {
  readonly seconds: number;
  readonly symbol?: {
    readonly kind: 'ean13' | 'gs1-128' | 'qrcode' | 'gs1datamatrix' | 'code128';
    readonly text: string;
  };
  readonly turnedDegrees?: number;
}

const WIDTH = 640;
const HEIGHT = 480;
const RATE = 30;
const COUNTER = '0x777777';

/** Makes the film in `folder` and returns its path. */
export async function makeFilm(folder: string, scenes: readonly Scene[]): Promise<string> {
  const inputs: string[] = [];
  for (const [index, { seconds, symbol }] of scenes.entries()) {
    inputs.push('-f', 'lavfi', '-t', String(seconds), '-i', `color=c=${COUNTER}:s=${WIDTH}x${HEIGHT}:r=${RATE}`);
    const picture = path.join(folder, `symbol-${index}.png`);
    writeFileSync(picture, await drawn(symbol));
    inputs.push('-loop', '1', '-framerate', String(RATE), '-t', String(seconds), '-i', picture);
  }
  const filters = scenes.map((scene, index) => {
    const turn = `${scene.turnedDegrees ?? 0}*PI/180`;
    return (
      `[${2 * index + 1}:v]format=rgba,rotate=${turn}:ow=rotw(${turn}):oh=roth(${turn}):c=0x00000000[s${index}];` +
      `[${2 * index}:v][s${index}]overlay=(W-w)/2:(H-h)/2:shortest=1,` +
      `gblur=sigma=0.7,noise=alls=6:allf=t,format=yuvj420p[v${index}]`
    );
  });
  const joined = `${scenes.map((_, index) => `[v${index}]`).join('')}concat=n=${scenes.length}:v=1[film]`;
  const film = path.join(folder, 'film.mjpeg');
  const made = spawnSync(
    'ffmpeg',
    [
      ...['-y', '-loglevel', 'error', ...inputs, '-filter_complex', `${filters.join(';')};${joined}`],
      ...['-map', '[film]', '-r', String(RATE), '-c:v', 'mjpeg', '-q:v', '3', '-f', 'mjpeg', film],
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`ffmpeg: ${made.stderr}`);
  return film;
}

async function drawn(symbol: Scene['symbol']): Promise<Buffer> {
  if (symbol === undefined) {
    return bwip.toBuffer({
      bcid: 'code128',
      text: '0',
      scale: 1,
      height: 1,
      barcolor: '777777',
      backgroundcolor: '777777',
    });
  }
  const matrix = symbol.kind === 'qrcode' || symbol.kind === 'gs1datamatrix';
  return bwip.toBuffer({
    bcid: symbol.kind,
    text: symbol.text,
    scale: matrix ? 7 : symbol.kind === 'gs1-128' ? 2 : 3,
    ...(matrix ? {} : { height: 22 }),
    includetext: symbol.kind === 'ean13',
    paddingwidth: 14,
    paddingheight: 10,
    backgroundcolor: 'FFFFFF',
  });
}
