import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StatusDecoder } from './status.codec.ts';
import { StrangerSense } from './stranger.ts';

/** Whether these bytes, in pieces of this size, are heard as somebody who is no printer. */
function isStranger(bytes: Uint8Array, pieceBytes = bytes.length): boolean {
  const decoder = new StatusDecoder();
  const sense = new StrangerSense();
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    for (const frame of decoder.push(bytes.subarray(at, at + pieceBytes))) sense.heard(frame);
  }
  return sense.found;
}

test('who answers in text is no printer, however its answer is cut', () => {
  for (const text of [
    'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n',
    'HTTP/1.0 400 Bad request\r\nServer: nginx\r\n\r\n<html><body>',
    'SSH-2.0-OpenSSH_9.6p1 Debian-3\r\n',
    '220 (vsFTPd 3.0.3)\r\n',
    '* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n',
    '-ERR unknown command\r\n',
  ]) {
    const bytes = Buffer.from(text, 'latin1');
    assert.equal(isStranger(bytes), true, text);
    assert.equal(isStranger(bytes, 1), true, text);
  }
});

test('what a real printer says, stale, doubled or cut, is never taken for a stranger', () => {
  for (const hex of [
    '121212',
    // Without paper, asked five times.
    '1a327e1a327e1a327e1a327e1a327e',
    // The feed button pressed: every answer is a letter.
    '52327e52327e52327e52327e52327e',
    // An automatic status that was waiting on the line, before the answers.
    '38000f0f1a367e',
    '3c000f0f3c00000f3c000f0f121212',
    // The end of a process id whose beginning was lost, then the answers.
    '223030303700121212',
    '37223030303700121212',
    '5f544d2d54383856000c121212',
    // Noise of a plug going in.
    'ff9337415f80ff93109c01',
    '00ff00ff121212',
  ]) {
    assert.equal(isStranger(Buffer.from(hex, 'hex')), false, hex);
    assert.equal(isStranger(Buffer.from(hex, 'hex'), 1), false, hex);
  }
});

test('what was heard before a question is forgotten with it', () => {
  const sense = new StrangerSense();
  for (const frame of new StatusDecoder().push(Buffer.from('HTTP/1.1 400 Bad Request'))) sense.heard(frame);
  assert.equal(sense.found, true);
  sense.forget();
  assert.equal(sense.found, false);
});
